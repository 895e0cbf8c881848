#pragma once

#include "attune/report/steps.hpp"
#include "report/part.hpp"

/// What reports say of steps taken on purpose. A part without records has no section.
namespace attune::report {

/// Predictions closed: expected on average, what came true, the Brier score from 5 on; always with
/// the number still open. `table`: with the three rows of the calibration table.
[[nodiscard]] Part predictions_part(const Steps& steps, bool table);

/// Needs voiced and met, boundaries and what became of them, repairs and their steps, all as counts
/// of these days.
[[nodiscard]] Part with_people_part(const Steps& steps, const DayRange& days);

/// The same over a long time, without repairs: needs also person by person where there are several
/// (at most 6, those with most notes first), boundaries with the people they are drawn to (at most
/// 8, those with most notes first; how many more is said). `needs.people` in the members.
[[nodiscard]] Part standing_with_people_part(const Steps& steps, const DayRange& days);

/// One of the wins.
[[nodiscard]] Part win_part(const Steps& steps, CivilDay today);

/// Medians of what check-ins rate.
[[nodiscard]] Part checkins_part(const Steps& steps);

}  // namespace attune::report
