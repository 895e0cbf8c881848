#pragma once

#include <vector>

#include "attune/report/document.hpp"
#include "attune/report/week.hpp"
#include "report/week_figures.hpp"

/// The parts a weekly Document is put together from.
namespace attune::report {

/// The numbers of the week as a program reads them.
[[nodiscard]] Machine week_machine(const WeekData& data, const WeekFigures& figures);

/// The calendar of intensity and the responded share by week, over the last twelve weeks: sections
/// of the page, and member `history` of `machine`.
[[nodiscard]] std::vector<Section> week_charts(const WeekData& data, Machine& machine);

/// How each number of the week is made, for --explain.
[[nodiscard]] Section week_explanation(const WeekData& data, const WeekFigures& figures);

/// A rate with its interval as a program reads it; `method` says how the interval was made.
[[nodiscard]] Machine rate_machine(const RateFigure& rate);

}  // namespace attune::report
