#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "report/period_parts.hpp"
#include "report/score_words.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

/// One scale of one person: the newest taking of the period, and how it differs from an earlier
/// one.
std::string change_since(const Series& series, std::size_t scale, const Taking& before,
                         const Taking& now, const char* name) {
    const auto change = change_words(*series.today, scale, before, now, {});
    if (!change) return {};
    return fmt::format("\nsince {} ({}): {}", name, short_date(before.at.local_day), change->text);
}

std::string words_for(const Series& series, std::size_t scale) {
    const Taking& now = series.takings.back();
    std::string text = score_words(now, scale, {});
    const std::size_t count = series.takings.size();
    if (count < 2) return text + "\none taking: nothing to compare with yet";
    const Taking& previous = series.takings[count - 2];
    text += change_since(series, scale, previous, now, "the last");
    if (count > 2) text += change_since(series, scale, series.takings.front(), now, "the first");
    return text;
}

}  // namespace

Part scores_part(const PeriodView& view) {
    Part part;
    Machine list = Machine::list();
    Table table{.title = "Questionnaires",
                .columns = {{.name = "Scale", .gap = 2}, {.name = "Score and change"}},
                .rows = {}};
    for (const Series& series : view.data.assessments) {
        if (series.takings.empty() || !series.today) continue;
        const Taking& now = series.takings.back();
        Machine scores = Machine::list();
        for (std::size_t scale = 0; scale < now.scored.scales.size(); ++scale) {
            const std::string& title = now.key->scales[scale].title;
            const std::string about = series.about.empty() ? "" : ", with " + series.about;
            table.rows.push_back({{title + about, words_for(series, scale)}});
            std::optional<std::string> change;
            if (series.takings.size() > 1) {
                const auto words = change_words(*series.today, scale,
                                                series.takings[series.takings.size() - 2], now, {});
                if (words) change = words->text;
            }
            scores.push(Machine::members()
                            .set("scale", now.key->scales[scale].id)
                            .set("score", now.scored.scales[scale].score)
                            .set("change_since_last", change));
        }
        list.push(Machine::members()
                      .set("questionnaire", series.today->id)
                      .set("about", series.about)
                      .set("day", now.at.local_day.iso())
                      .set("takings", static_cast<long>(series.takings.size()))
                      .set("scores", std::move(scores)));
    }
    part.members.emplace_back("assessments", std::move(list));
    if (table.rows.empty()) return part;
    part.sections.push_back({.id = "assessments",
                             .heading = "Questionnaires",
                             .aside = {},
                             .blocks = {std::move(table)}});
    part.explained.push_back(
        {"Scores",
         "The newest taking of each questionnaire and person in these days, against the "
         "one before and the first. A change is reliable beyond 1.96 standard errors of a "
         "difference (Jacobson & Truax 1991), with cited figures alone; two takings are "
         "needed. Short and long forms are never joined."});
    return part;
}

}  // namespace attune::report
