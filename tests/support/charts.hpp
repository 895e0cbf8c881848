#pragma once

#include "attune/report/document.hpp"

/// One of each chart, with gaps, intervals and marks, as the tests of the renderers draw them.
namespace attune::testing {

inline CivilDay chart_day(int offset) {
    return *CivilDay::make(2026, 3, 2) + offset;
}

inline report::Table twin_of(const std::string& title, std::vector<std::string> names,
                             std::vector<std::vector<std::string>> rows) {
    report::Table twin{.title = title, .columns = {}, .rows = {}};
    for (std::string& name : names)
        twin.columns.push_back({.name = std::move(name)});
    for (auto& cells : rows)
        twin.rows.push_back({std::move(cells)});
    return twin;
}

inline report::Bars interval_bars() {
    report::Bars bars{.title = "Feelings", .unit = "share of 36 entries", .bars = {}, .full = 1};
    bars.bars = {
        {.label = "hurt",
         .value = 0.5,
         .interval = stats::Interval{0.34, 0.66},
         .text = "18 of 36, 50 %"},
        {.label = "anxious",
         .value = 0.25,
         .interval = stats::Interval{0.14, 0.41},
         .text = "9 of 36, 25 %"},
        {.label = "calm", .value = 0, .interval = stats::Interval{0, 0.1}, .text = "0 of 36"}};
    return bars;
}

inline report::HeatStrip year_strip() {
    report::HeatStrip strip{.title = "Peak intensity by day",
                            .description = "Median peak of each day, 53 weeks; 122 days rated.",
                            .days = {},
                            .twin = twin_of("Peak intensity by day", {"Month", "Days", "Median"},
                                            {{"Mar 2025", "12", "5"}, {"Apr 2025", "9", "6"}})};
    for (int i = 0; i < 371; ++i) {
        report::DayCell cell{chart_day(i - 364), {}, 0};
        if (i % 3 == 1) cell = {cell.day, static_cast<double>(i * 7 % 11), 2};
        strip.days.push_back(cell);
    }
    return strip;
}

inline report::ShareLine share_line() {
    report::ShareLine line{
        .title = "Responded, week by week",
        .description = "Share answered rather than reacted to, 6 weeks.",
        .points = {},
        .twin = twin_of("Responded, week by week", {"Week of", "Count", "Share", "95 % interval"},
                        {{"Mon 2 Mar", "4 of 9", "44 %", "19 % to 73 %"},
                         {"Mon 9 Mar", "1 of 3", "too few for a percentage"}})};
    line.points = {{chart_day(0), 0.44, stats::Interval{0.19, 0.73}, 9},
                   {chart_day(7), {}, {}, 3},
                   {chart_day(14), 0.5, stats::Interval{0.22, 0.78}, 8},
                   {chart_day(21), 0.6, stats::Interval{0.31, 0.83}, 10},
                   {chart_day(28), {}, {}, 0},
                   {chart_day(35), 0.75, stats::Interval{0.41, 0.93}, 8}};
    return line;
}

inline report::LevelLine level_line() {
    report::LevelLine line{
        .title = "Peak intensity, week by week",
        .description = "Median peak, 0 to 10, over 5 weeks; it fell by 0.5 a week.",
        .points = {{chart_day(0), 7, stats::Interval{6, 8}, 9},
                   {chart_day(7), 6.5, stats::Interval{5, 8}, 6},
                   {chart_day(14), {}, {}, 0},
                   {chart_day(21), 6, stats::Interval{4.5, 7}, 8},
                   {chart_day(28), 5, stats::Interval{4, 6.5}, 7}},
        .trend = std::pair(7.0, 5.0),
        .marks = {{chart_day(7), "start of the programme"}},
        .twin = twin_of("Peak intensity, week by week", {"Week of", "Median", "n"},
                        {{"Mon 2 Mar", "7 (6 to 8)", "9"}, {"Mon 9 Mar", "6.5 (5 to 8)", "6"}})};
    return line;
}

inline report::TimeGrid time_grid() {
    report::TimeGrid grid{.title = "Entries by weekday and time of day",
                          .description = "36 entries; most on weekday evenings.",
                          .bands = {"04-08", "08-12", "12-17", "17-22", "22-04"},
                          .days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
                          .cells = {},
                          .median_of = "peak, 0 to 10",
                          .twin = twin_of("Entries by weekday and time of day",
                                          {"Day", "04-08", "08-12", "12-17", "17-22", "22-04"},
                                          {{"Mon", "0", "1 (4)", "2 (5)", "12 (6.5)", "0"}})};
    for (int day = 0; day < 7; ++day) {
        std::vector<report::TimeCell> row;
        for (int band = 0; band < 5; ++band) {
            const long count = band * day % 4 + (band == 3 ? 12 - 2 * day : 0);
            row.push_back(
                {count, count > 2 ? std::optional<double>(3 + band * 0.5) : std::nullopt});
        }
        grid.cells.push_back(std::move(row));
    }
    return grid;
}

inline report::SlopePairs slope_pairs() {
    return {.title = "Before and after coping",
            .description = "Medians before and after; such drops also come without coping.",
            .rows = {{"three breaths", 7, 4, 9, "7 -> 4, 9 pairs"},
                     {"stepping away", 7, 6.5, 5, ""},
                     {"scrolling", 4, 6, 6, "4 -> 6, 6 pairs"}},
            .twin = twin_of("Before and after coping", {"Coping", "Before", "After", "Pairs"},
                            {{"three breaths", "7", "4", "9"},
                             {"stepping away", "7", "6.5", "5"},
                             {"scrolling", "4", "6", "6"}})};
}

inline report::CalibrationPlot calibration_plot() {
    return {.title = "Predictions and what came of them",
            .description = "20 predictions in three groups; trouble came less often than expected.",
            .bins = {{"0-33 %", 0.2, 0.1, stats::Interval{0.01, 0.37}, 8},
                     {"34-66 %", 0.5, {}, {}, 2},
                     {"67-100 %", 0.8, 0.4, stats::Interval{0.16, 0.69}, 10}},
            .twin = twin_of("Predictions and what came of them",
                            {"Expected", "Mean", "Came true", "95 % interval"},
                            {{"0-33 %", "20 %", "1 of 8", "1 % to 37 %"},
                             {"34-66 %", "50 %", "1 of 2", "too few"},
                             {"67-100 %", "80 %", "4 of 10", "16 % to 69 %"}})};
}

inline report::ScoreHistory score_history() {
    using report::ChangeMark;
    return {.title = "Attachment over time",
            .description = "Three takings with sam: anxiety went from 5.3 to 3.9.",
            .low = 1,
            .high = 7,
            .lines = {{"Anxiety, with sam",
                       {{chart_day(0), 5.3, stats::Interval{4.6, 6.0}},
                        {chart_day(28), 4.9, stats::Interval{4.2, 5.6}, ChangeMark::Unclear,
                         ChangeMark::Unclear},
                        {chart_day(56), 3.9, stats::Interval{3.2, 4.6}, ChangeMark::Lower,
                         ChangeMark::Unclear}}},
                      {"Avoidance, with sam",
                       {{chart_day(0), 2.5, stats::Interval{1.8, 3.2}},
                        {chart_day(28), {}, {}},
                        {chart_day(56), 4.1, stats::Interval{3.4, 4.8}, ChangeMark::Higher,
                         ChangeMark::Higher}}}},
            .twin = twin_of("Attachment over time", {"When", "Anxiety", "Avoidance"},
                            {{"Mon 2 Mar", "5.3 (4.6 to 6.0)", "2.5 (1.8 to 3.2)"},
                             {"Mon 27 Apr", "3.9 (3.2 to 4.6)", "4.1 (3.4 to 4.8)"}})};
}

inline report::WeekBars week_bars() {
    return {.title = "Practice by week",
            .description = "Minutes of practice in 5 weeks; nothing recorded in one of them.",
            .unit = "minutes",
            .weeks = {{chart_day(0), 40},
                      {chart_day(7), 0},
                      {chart_day(14), {}},
                      {chart_day(21), 95},
                      {chart_day(28), 60}},
            .marks = {{chart_day(7), "start of the programme"}},
            .twin = twin_of("Practice by week", {"Week of", "Minutes"},
                            {{"Mon 2 Mar", "40"}, {"Mon 16 Mar", "nothing recorded"}})};
}

inline report::SparkTable spark_table() {
    return {.title = "Six weeks at a glance",
            .description = "Entries, peak and share responded over six weeks.",
            .span = "6 weeks to 12 Apr",
            .rows = {{"entries", {9, 3, 8, 10, 0, 8}, 0, 10, "8", 38},
                     {"peak, 0 to 10", {7, 6.5, {}, 6, {}, 5}, 0, 10, "5", 30},
                     {"responded", {0.44, {}, 0.5, 0.6, {}, 0.75}, 0, 1, "75 %", 35}},
            .twin = twin_of("Six weeks at a glance", {"What", "2 Mar", "9 Mar", "16 Mar"},
                            {{"entries", "9", "3", "8"}})};
}

/// All of them, each in a section of its own.
inline report::Document chart_document() {
    report::Document document;
    document.kind = "charts";
    document.title = "Attune charts";
    document.period = "Mon 2 Mar - Sun 12 Apr 2026";
    const auto add = [&](std::string id, std::string heading, report::Block block) {
        document.sections.push_back({.id = std::move(id),
                                     .heading = std::move(heading),
                                     .aside = {},
                                     .blocks = {std::move(block)}});
    };
    add("feelings", "Feelings", interval_bars());
    add("glance", "At a glance", spark_table());
    add("calendar", "The year", year_strip());
    add("responded", "Responded", share_line());
    add("peak", "Peak intensity", level_line());
    add("times", "When", time_grid());
    add("coping", "What helped", slope_pairs());
    add("calibration", "Predictions", calibration_plot());
    add("history", "Attachment", score_history());
    add("dose", "Practice", week_bars());
    return document;
}

}  // namespace attune::testing
