#pragma once

#include "attune/report/document.hpp"
#include "attune/report/week.hpp"
#include "report/week_figures.hpp"

/// What a week says, and a longer period in the same words.
namespace attune::report {

/// How much was logged on how many days, and which days are left out.
[[nodiscard]] Section coverage_section(const WeekData& data, const WeekFigures& figures);

/// Entries by trigger and the range of peaks.
[[nodiscard]] Section counts_section(const WeekData& data, const WeekFigures& figures);

/// Reacted or responded, against the days before, and how often it was caught in time.
[[nodiscard]] Section response_section(const WeekData& data, const WeekFigures& figures);

/// How often each coping was used, with medians of its true pairs.
[[nodiscard]] Section coping_section(const WeekData& data, const WeekFigures& figures);

}  // namespace attune::report
