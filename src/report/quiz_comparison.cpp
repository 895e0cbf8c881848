#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"
#include "attune/quiz/targets.hpp"
#include "attune/report/taking.hpp"
#include "report/score_words.hpp"

namespace attune::report {

using definition::Questionnaire;

namespace {

std::string name_of(const Taking& taking, const TakingOptions& options) {
    const std::string when = journal::describe_moment(taking.at, options.today);
    return taking.about.empty() ? when : taking.about + ", " + when;
}

/// "Mean over people: Anxiety 3.4 (of 5), Avoidance 2.2 (of 5)."
std::string means_over(const std::vector<Taking>& takings) {
    const Questionnaire& key = *takings.front().key;
    std::vector<quiz::Scored> people;
    for (const Taking& taking : takings)
        people.push_back(taking.scored);
    const auto means = quiz::mean_of_targets(key, people);
    std::vector<std::string> parts;
    for (std::size_t scale = 0; scale < means.size(); ++scale) {
        if (means[scale].score)
            parts.push_back(fmt::format("{} {} (of {})", key.scales[scale].title,
                                        shown(*means[scale].score), means[scale].people));
    }
    return "Mean over people: " + join(parts, ", ") + ".";
}

}  // namespace

Document build_comparison(const std::vector<Taking>& takings, const TakingOptions& options) {
    const Questionnaire& key = *takings.front().key;
    Document document;
    document.kind = "quiz-comparison";
    document.title = key.title;
    document.period = counted(takings.size(), "taking", "takings") + " side by side";
    std::vector<std::string> ways;
    const auto add_way = [&](const std::string& way) {
        if (std::find(ways.begin(), ways.end(), way) == ways.end()) ways.push_back(way);
    };
    for (std::size_t scale = 0; scale < key.scales.size(); ++scale) {
        Section section{.id = key.scales[scale].id, .heading = key.scales[scale].title};
        ScoreRows rows{key.scales[scale].title + " side by side", {}, true};
        for (std::size_t i = 0; i < takings.size(); ++i) {
            const Taking& taking = takings[i];
            ScoreRow row = score_row(taking, scale, options.norm, name_of(taking, options), "");
            row.text = row.score ? shown(*row.score) : std::string("no score");
            if (row.range)
                row.text +=
                    fmt::format(" ({} to {})", shown(row.range->low), shown(row.range->high));
            for (const std::string& way : interval_ways(taking, options.norm))
                add_way(way);
            rows.rows.push_back(std::move(row));
        }
        section.blocks.emplace_back(std::move(rows));
        for (std::size_t i = 1; i < takings.size(); ++i) {
            const auto change = change_words(key, scale, takings.front(), takings[i], options.norm);
            if (!change) continue;
            section.blocks.emplace_back(
                Note{fmt::format("{} against {}: {} ({}).", name_of(takings[i], options),
                                 name_of(takings.front(), options), change->text, change->method)});
        }
        document.sections.push_back(std::move(section));
    }
    Section rest{.id = "map"};
    std::vector<const Taking*> points;
    for (const Taking& taking : takings)
        points.push_back(&taking);
    if (auto map = place_map(key, points, options, false))
        rest.blocks.emplace_back(std::move(*map));
    if (!rest.blocks.empty()) document.sections.push_back(std::move(rest));
    rest = {.id = "notes"};
    if (!ways.empty()) rest.blocks.emplace_back(Note{"Ranges (95 %): " + join(ways, "; ") + "."});
    if (!key.repeat_over.empty()) rest.blocks.emplace_back(Note{means_over(takings)});
    const std::size_t judged = (takings.size() - 1) * key.scales.size();
    if (judged > 1) {
        rest.blocks.emplace_back(
            Note{fmt::format("{} differences are judged here, each by itself: of twenty that are "
                             "nothing but luck, about one stands out.",
                             judged)});
    }
    document.sections.push_back(std::move(rest));
    return document;
}

}  // namespace attune::report
