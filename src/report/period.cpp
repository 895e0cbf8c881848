#include "attune/report/period.hpp"

#include <utility>

#include <fmt/format.h>

#include "report/details.hpp"
#include "report/part.hpp"
#include "report/pattern_section.hpp"
#include "report/period_parts.hpp"
#include "report/steps_parts.hpp"
#include "report/week_figures.hpp"
#include "report/week_parts.hpp"
#include "report/week_sections.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

std::string title_of(const WeekData& core) {
    if (core.noun == "month") return "Attune monthly";
    if (core.noun == "quarter") return "Attune quarterly";
    if (core.noun == "year") return "Attune yearly";
    return "Attune report";
}

Section limits_section(const PeriodData& data) {
    return {.id = "limits",
            .heading = {},
            .aside = {},
            .blocks = {Note{fmt::format(
                "What this cannot say: why. Entries are moments you chose to log, and hard moments "
                "settle on their own. Details: {}",
                details_command(data.range.kind, data.range.first, data.range.last(),
                                data.range.today))}}};
}

Section little_section(const WeekData& core, const WeekFigures& figures) {
    return {.id = "outlook",
            .heading = {},
            .aside = {},
            .blocks = {Note{fmt::format(
                "Too few entries for rates or comparisons this {0}: {1} needed, {2} present. "
                "'attune list' shows them. Rates appear from {1} entries, comparisons from {3} "
                "(with {4} earlier), a trend from 56 days. A quiet {0} is also a fine {0}.",
                core.noun, kRateEntriesMin, figures.entries, kCompareNowMin, kCompareBeforeMin)}}};
}

/// A page shows triggers as shares with their ranges, where text has their counts: the peak, which
/// stands behind the counts, goes along.
void shares_instead(Section& counts, Part& words) {
    for (Section& section : words.sections) {
        if (section.reach != Section::Reach::PageOnly) continue;
        for (const Block& block : counts.blocks) {
            if (std::holds_alternative<KeyValue>(block)) section.blocks.push_back(block);
        }
        counts.reach = Section::Reach::TextOnly;
    }
}

Section first_run_section() {
    return {
        .id = "outlook",
        .heading = {},
        .aside = {},
        .blocks = {KeyValue{"Data", "no entries yet"}, Note{"A first entry takes one line:"},
                   Command{"attune log \"They answered late\" %late-reply hurt=6 --responded"}}};
}

}  // namespace

Document build_period(const PeriodData& data, const PeriodOptions& options) {
    const PeriodView view = view_of(data);
    const WeekData& core = view.core;
    const WeekFigures figures = compute_week(core);
    Document document;
    document.kind = data.range.kind;
    document.title = title_of(core);
    document.period = period_label(data.range.first, data.range.last()) +
                      (data.range.today < data.range.last() ? ", so far" : "");
    document.machine = week_machine(core, figures);
    document.suppressed = figures.suppressed;
    Section explanation = week_explanation(core, figures);
    document.sections.push_back(coverage_section(core, figures));
    std::size_t counts = 0;
    if (figures.entries < kRateEntriesMin) {
        document.sections.push_back(little_section(core, figures));
    } else {
        document.sections.push_back(counts_section(core, figures));
        counts = document.sections.size() - 1;
        document.sections.push_back(response_section(core, figures));
    }
    const bool enough = figures.entries >= kRateEntriesMin;
    const auto add = [&](Part part) {
        // Programs find the same members; what is said needs entries.
        if (!enough) part.sections.clear();
        take(std::move(part), document, explanation);
    };
    Part words = words_part(view);
    if (enough) shares_instead(document.sections[counts], words);
    add(std::move(words));
    take(glance_part(view), document, explanation);
    take(trend_part(view), document, explanation);
    take(swings_part(view), document, explanation);
    take(granularity_part(view), document, explanation);
    add(coping_part(view));
    add(strategies_part(view));
    take(recovery_part(view), document, explanation);
    add(people_part(view));
    take(checkins_part(core.steps), document, explanation);
    take(predictions_part(core.steps, true), document, explanation);
    take(with_people_part(core.steps, {data.range.first, data.range.last()}), document,
         explanation);
    if (data.patterns) add(patterns_part(*data.patterns, data.diary.labels));
    take(scores_part(view), document, explanation);
    take(win_part(core.steps, data.range.today), document, explanation);
    add(charts_part(view));
    explain_suppressed(document, explanation);
    if (options.explain) document.sections.push_back(std::move(explanation));
    if (figures.entries >= kRateEntriesMin) document.sections.push_back(limits_section(data));
    if (data.diary.journal_empty) {
        // Programs find the same members; a person finds where to begin.
        document.sections = {first_run_section()};
    }
    return document;
}

}  // namespace attune::report
