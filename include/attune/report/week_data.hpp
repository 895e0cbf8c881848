#pragma once

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/report/week.hpp"

namespace attune::report {

struct WeekRange {
    CivilDay first;
    int days = 7;
    CivilDay today;
    /// Days before `first` to read: kBeforeDays are enough for the text; a page and JSON show
    /// kHistoryDays.
    int days_before = kBeforeDays;
};

/// Days before the period that the charts of a page reach back: with the week itself, twelve weeks.
inline constexpr int kHistoryDays = 77;

/// Reads what a weekly report is made of. Only rows of the days asked for are touched, so it takes
/// the same time whatever the size of the past. Intensities on another scale than 0 to 10 are
/// brought to it; a coping has a pair only when before and after were given on the same scale.
/// Damaged when the image cannot be read.
///
/// Kinds: `trigger` makes the entries; `entry` counts as diary entry, `checkin` as check-in;
/// `practice` adds its value `minutes`. Numbers: intensity and feeling.* in phase peak, coping.SLUG
/// in phases before and after.
[[nodiscard]] Result<WeekData> load_week_data(db::Connection& database, const WeekRange& range);

}  // namespace attune::report
