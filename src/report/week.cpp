#include "attune/report/week.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "report/details.hpp"
#include "report/part.hpp"
#include "report/pattern_section.hpp"
#include "report/steps_parts.hpp"
#include "report/week_figures.hpp"
#include "report/week_parts.hpp"
#include "report/week_sections.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

std::string_view word_of(Response response) {
    switch (response) {
        case Response::Reacted:
            return "reacted";
        case Response::Responded:
            return "responded";
        case Response::Mixed:
            return "mixed";
        case Response::Unsure:
            return "unsure";
    }
    return "";
}

// ---- too little data ----

std::string when_of(const DiaryEntry& entry) {
    std::string day(entry.day.weekday_name());
    const std::string clock_day((entry.day + (entry.after_midnight ? 1 : 0)).weekday_name());
    switch (entry.precision) {
        case journal::Precision::Minute:
            return fmt::format("{} {:02d}:{:02d}", clock_day, entry.minute / 60, entry.minute % 60);
        case journal::Precision::Morning:
            return day + " morning";
        case journal::Precision::Afternoon:
            return day + " afternoon";
        case journal::Precision::Evening:
            return day + " evening";
        case journal::Precision::Night:
            return day + " night";
        case journal::Precision::Day:
            return day;
    }
    return day;
}

std::string what_of(const DiaryEntry& entry, const WeekData& data) {
    std::vector<std::string> parts;
    for (const std::string& slug : entry.triggers)
        parts.push_back(label_of(slug, data.labels));
    if (parts.empty()) parts.emplace_back("no trigger named");
    if (entry.peak) parts.push_back("peak " + shortest_number(*entry.peak));
    if (entry.response) parts.emplace_back(word_of(*entry.response));
    return join(parts, ", ");
}

void add_listing(const WeekData& data, const WeekFigures& figures, Document& document) {
    Section listed{.id = "listed", .heading = {}, .aside = {}, .blocks = {}};
    Section outlook{.id = "outlook", .heading = {}, .aside = {}, .blocks = {}};
    if (figures.entries > 0) {
        listed.blocks.emplace_back(Note{fmt::format(
            "Too few entries for rates or comparisons {}. What was logged:", "this " + data.noun)});
        Table table{.title = "What was logged",
                    .columns = {{.name = "When", .gap = 2}, {.name = "What"}},
                    .rows = {}};
        for (const DiaryEntry& entry : data.entries) {
            table.rows.push_back({{when_of(entry), what_of(entry, data)}});
        }
        listed.blocks.emplace_back(std::move(table));
        document.sections.push_back(std::move(listed));
    }
    outlook.blocks.emplace_back(
        Note{fmt::format("Rates appear from {} entries, comparisons from {} (with {} earlier), "
                         "watched patterns from 60 entries on 42 days. A quiet week is also a "
                         "fine week.",
                         kRateEntriesMin, kCompareNowMin, kCompareBeforeMin)});
    document.sections.push_back(std::move(outlook));
}

void add_first_run(Document& document) {
    document.sections.push_back({.id = "coverage",
                                 .heading = {},
                                 .aside = {},
                                 .blocks = {KeyValue{"Data", "no entries yet"}}});
    document.sections.push_back(
        {.id = "outlook",
         .heading = {},
         .aside = {},
         .blocks = {Note{"A first entry takes one line:"},
                    Command{"attune log \"They answered late\" %late-reply hurt=6 --responded"}}});
}

Section limits_section(const WeekData& data) {
    return {.id = "limits",
            .heading = {},
            .aside = {},
            .blocks = {Note{fmt::format(
                "What this cannot say: why. Entries are moments you chose to log, and hard moments "
                "settle on their own. Details: {}",
                details_command("week", data.first, data.first + (data.days - 1), data.today))}}};
}

}  // namespace

Document build_week(const WeekData& data, const WeekOptions& options) {
    Document document;
    document.kind = "week";
    document.title = "Attune weekly";
    const CivilDay last = data.first + (data.days - 1);
    const bool so_far = data.today < last;
    document.period = period_label(data.first, last) + (so_far ? ", so far" : "");

    const WeekFigures figures = compute_week(data);
    document.suppressed = figures.suppressed;
    document.machine = week_machine(data, figures);
    std::vector<Section> charts = week_charts(data, document.machine);

    Section explanation = week_explanation(data, figures);
    document.sections.push_back(coverage_section(data, figures));
    if (figures.entries < kRateEntriesMin) {
        add_listing(data, figures, document);
    } else {
        document.sections.push_back(counts_section(data, figures));
        document.sections.push_back(response_section(data, figures));
        if (!figures.copings.empty()) document.sections.push_back(coping_section(data, figures));
    }
    const DayRange days{data.first, last};
    take(predictions_part(data.steps, false), document, explanation);
    take(with_people_part(data.steps, days), document, explanation);
    if (data.patterns) {
        Part patterns = patterns_part(*data.patterns, data.labels);
        if (figures.entries < kRateEntriesMin && data.patterns->standings.empty())
            patterns.sections.clear();
        take(std::move(patterns), document, explanation);
    }
    take(win_part(data.steps, data.today), document, explanation);
    std::move(charts.begin(), charts.end(), std::back_inserter(document.sections));
    explain_suppressed(document, explanation);
    if (options.explain) document.sections.push_back(std::move(explanation));
    if (figures.entries >= kRateEntriesMin) document.sections.push_back(limits_section(data));
    if (data.journal_empty) {
        // Programs find the same members; a person finds where to begin.
        document.sections.clear();
        add_first_run(document);
    }
    return document;
}

}  // namespace attune::report
