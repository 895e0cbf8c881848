#include "report/period_parts.hpp"
#include "report/score_words.hpp"

namespace attune::report {

Part scores_part(const PeriodView& view) {
    Part part;
    // A month is near the taking before; how far it is from the first, longer reports say.
    const bool longer = view.data.range.kind != "month";
    Machine list = Machine::list();
    Table table{.title = "Questionnaires",
                .columns = {{.name = "Scale", .gap = 2}, {.name = "Score and change"}},
                .rows = {}};
    for (const Series& series : view.data.assessments) {
        if (series.takings.empty() || !series.today) continue;
        const Taking& now = series.takings.back();
        Machine scores = Machine::list();
        for (std::size_t scale = 0; scale < series.today->scales.size(); ++scale) {
            const definition::Scale& today = series.today->scales[scale];
            const auto own = now.key->find_scale(today.id);
            const std::string about = series.about.empty() ? "" : ", with " + series.about;
            table.rows.push_back({{today.title + about, newest_words(series, scale, longer)}});
            std::optional<std::string> change;
            if (own && series.takings.size() > 1) {
                const auto words = change_words(*series.today, scale,
                                                series.takings[series.takings.size() - 2], now, {});
                if (words) change = words->text;
            }
            scores.push(Machine::members()
                            .set("scale", today.id)
                            .set("score", own ? now.scored.scales[*own].score : std::nullopt)
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
