#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "report/profile_parts.hpp"
#include "report/score_words.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

Machine interval_machine(const Taking& taking, const std::string& scale) {
    const auto own = taking.key->find_scale(scale);
    if (!own) return {};
    const auto interval =
        quiz::interval_of(*taking.key, *own, taking.answers, taking.scored.scales[*own]);
    if (!interval) return {};
    return Machine::members()
        .set("low", interval->range.low)
        .set("high", interval->range.high)
        .set("level", stats::kUsualLevel)
        .set("method", std::string(quiz::method_name(interval->method)))
        .set("words", interval->words);
}

std::optional<double> score_of(const Taking& taking, const std::string& scale) {
    const auto own = taking.key->find_scale(scale);
    return own ? taking.scored.scales[*own].score : std::nullopt;
}

Machine scale_machine(const Series& series, std::size_t index) {
    const definition::Scale& scale = series.today->scales[index];
    const std::vector<Taking>& all = series.takings;
    Machine history = Machine::list();
    for (const Taking& taking : all) {
        history.push(Machine::members()
                         .set("day", taking.at.local_day.iso())
                         .set("score", score_of(taking, scale.id)));
    }
    return Machine::members()
        .set("scale", scale.id)
        .set("score", score_of(all.back(), scale.id))
        .set("interval", interval_machine(all.back(), scale.id))
        .set("low", scale.low)
        .set("high", scale.high)
        .set("since_last",
             all.size() > 1 ? change_machine(*series.today, index, all[all.size() - 2], all.back())
                            : Machine())
        .set("since_first", all.size() > 2
                                ? change_machine(*series.today, index, all.front(), all.back())
                                : Machine())
        .set("history", std::move(history));
}

Machine map_machine(const std::optional<PlaceMap>& map) {
    if (!map) return {};
    Machine points = Machine::list();
    for (const MapPoint& point : map->points) {
        points.push(Machine::members()
                        .set("right", point.x)
                        .set("up", point.y)
                        .set("right_half", point.x_half)
                        .set("up_half", point.y_half));
    }
    return Machine::members()
        .set("right", map->right.title)
        .set("up", map->up.title)
        .set("points", std::move(points));
}

ScoreRows rows_of(const Series& series) {
    const Taking& now = series.takings.back();
    ScoreRows rows{series.today->title, {}, true};
    for (std::size_t i = 0; i < series.today->scales.size(); ++i) {
        const definition::Scale& scale = series.today->scales[i];
        const std::string words = newest_words(series, i, true);
        if (const auto own = now.key->find_scale(scale.id)) {
            rows.rows.push_back(score_row(now, *own, {}, scale.title, words));
        } else {
            rows.rows.push_back({scale.title, {}, {}, scale.low, scale.high, words});
        }
    }
    return rows;
}

/// In general first, then by person; questionnaires of one person stand together.
std::vector<const Series*> in_order(const PeriodView& view) {
    std::vector<const Series*> out;
    for (const Series& series : view.data.assessments) {
        if (!series.takings.empty() && series.today) out.push_back(&series);
    }
    std::stable_sort(out.begin(), out.end(), [](const Series* a, const Series* b) {
        return fold_case(a->about) < fold_case(b->about);
    });
    return out;
}

}  // namespace

Part standing_part(const PeriodView& view) {
    Part part;
    Machine list = Machine::list();
    // Places alone: the regions of a map are named where a single taking is looked at.
    const TakingOptions options{.style_names = false, .today = view.data.range.today};
    std::vector<std::string> ways;
    std::size_t number = 0;
    for (const Series* series : in_order(view)) {
        ++number;
        const Taking& now = series->takings.back();
        const std::string with = series->about.empty() ? "in general" : "with " + series->about;
        Section section{.id = fmt::format("standing_{}", number),
                        .heading = fmt::format("{}, {}", series->today->title, with),
                        .aside = fmt::format("({})", date_beside(now.at.local_day, options.today))};
        section.blocks.emplace_back(rows_of(*series));
        std::vector<const Taking*> path;
        for (const Taking& taking : series->takings)
            path.push_back(&taking);
        auto map = place_map(*series->today, path, options, true);
        Machine scores = Machine::list();
        for (std::size_t i = 0; i < series->today->scales.size(); ++i)
            scores.push(scale_machine(*series, i));
        list.push(Machine::members()
                      .set("questionnaire", series->today->id)
                      .set("about", series->about)
                      .set("day", now.at.local_day.iso())
                      .set("takings", static_cast<long>(series->takings.size()))
                      .set("scores", std::move(scores))
                      .set("map", map_machine(map)));
        if (map) section.blocks.emplace_back(std::move(*map));
        part.sections.push_back(std::move(section));
        std::vector<ScoreHistory> histories = score_histories(*series, options);
        if (!histories.empty()) {
            Section course{.id = fmt::format("standing_{}_course", number),
                           .heading = fmt::format("{} over time, {}", series->today->title, with),
                           .reach = Section::Reach::PageOnly};
            for (ScoreHistory& history : histories)
                course.blocks.emplace_back(std::move(history));
            part.sections.push_back(std::move(course));
        }
        for (const std::string& way : interval_ways(now, {})) {
            if (std::find(ways.begin(), ways.end(), way) == ways.end()) ways.push_back(way);
        }
    }
    part.members.emplace_back("standing", std::move(list));
    if (number == 0) {
        part.suppressed.push_back({"standing", "1 questionnaire taken needed, 0 present"});
        return part;
    }
    part.explained.push_back(
        {"Scores",
         fmt::format("The newest taking of each questionnaire, in general and with each person, "
                     "against the one before and the first. Ranges (95 %): {}. A change is "
                     "reliable beyond 1.96 standard errors of a difference (Jacobson & Truax "
                     "1991), with cited figures alone. Short and long forms are never joined.",
                     ways.empty() ? std::string("none") : join(ways, "; "))});
    return part;
}

}  // namespace attune::report
