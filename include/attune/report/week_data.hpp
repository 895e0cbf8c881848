#pragma once

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/report/diary.hpp"
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

/// What a weekly report is made of, from the diary of `days_before` days before the week and the
/// week itself.
[[nodiscard]] WeekData week_of(Diary diary, const WeekRange& range);

/// Reads that diary, and the steps of the week where `read_row` is given. `seed` picks the win.
/// Only rows of the days asked for are touched, so it takes the same time whatever the size of the
/// past. Damaged when the image cannot be read.
///
/// Kinds: `trigger` makes the entries; `entry` counts as diary entry, `checkin` as check-in;
/// `practice` adds its value `minutes`.
[[nodiscard]] Result<WeekData> load_week_data(db::Connection& database, const WeekRange& range,
                                              const RowReader& read_row = {},
                                              std::uint64_t seed = 0);

}  // namespace attune::report
