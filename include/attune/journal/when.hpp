#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/journal/iso_time.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/zone.hpp"

/// Dates and times as people type them. English words, any case; nothing is guessed: what is not
/// one of the forms is ErrorKind::Usage with two suggestions in the hint.
///
/// 1. Days: ISO days; today, yesterday, day before yesterday, 3 days ago, 2 weeks ago; mon, monday,
/// last friday; 1 mar,
///    mar 1, march 1st, 1 march 2025; 1st, the 23rd. A day without year or month is the most recent
///    one.
/// 2. Clocks: 21:40, 9pm, 9:40 pm, 9.40pm, 2140, noon, midnight. A bare hour is refused, unless a
/// part of the day
///    settles it ("this morning at 9").
/// 3. Parts of the day: morning 08-12, afternoon 12-17, evening 17-22, night 22-04; tonight, last
/// night, this morning.
///    They give a rough precision and the start of the span; a clock with a part ("friday night
///    1am") is exact.
/// 4. Day, clock and part stand in any order, with "on", "at", "in the" between them. A clock
/// without day is the most
///    recent one.
/// 5. Whole instants: now; ISO 8601 with time; 10m ago, 1h30 ago, an hour ago, -2h; @1772397600
/// (seconds since 1970).
/// 6. "Today" is the day that started at `day_start`; only with a clock before `day_start` it is
/// the calendar's.
/// 7. A local time that the clocks skipped is refused with its two neighbours; of one that came
/// twice the first is meant.
namespace attune::journal {

/// How 03/04/2026 is read. Unset: refused, showing both readings.
enum class DateOrder { Unset, DayMonth, MonthDay };

/// What parsing has to know about the moment of typing.
struct Now {
    std::chrono::sys_seconds utc{};
    Zone zone = {};
    std::chrono::minutes day_start = kDayStart;  ///< 0 to 12 hours after midnight
    DateOrder date_order = DateOrder::Unset;
    int week_start = 0;  ///< 0 Monday .. 6 Sunday

    /// The day it is, by `day_start`.
    [[nodiscard]] CivilDay today() const { return local_day_of(zone.local(utc), day_start); }
};

enum class Direction {
    Past,  ///< logging: the future is refused
    Plan,  ///< plans: the past is refused; also "tomorrow", "next friday", "in 2 days"
};

/// The moment that was meant. A day alone gets Precision::Day, noon of it (or now, when that is
/// earlier today).
[[nodiscard]] Result<Moment> parse_when(std::string_view text, const Now& now, Direction direction);

/// True when the whole text has the form of a day, a time or both, whether or not such a moment
/// exists or was meant.
[[nodiscard]] bool is_date_form(std::string_view text);

/// A closed range of days; without `first` it reaches back to the beginning.
struct DayRange {
    std::optional<CivilDay> first;
    CivilDay last;

    friend bool operator==(const DayRange&, const DayRange&) = default;
};

/// One day, for `--on`: a weekday is the most recent one, today included. Future days are allowed.
[[nodiscard]] Result<CivilDay> parse_day(std::string_view text, const Now& now);

/// A period, for `--from` (its first day), `--to` (its last) and reports: every form of parse_day;
/// this, last week, month, quarter, year; march, march 2025; 2026, 2026-02, 2026-W09, q1, q1 2026,
/// 2026-q1; past 4 weeks, last 30 days, 30d, 4w, 3 months, 1y (all ending today); since X; until X;
/// A..B, A to B, A.. and ..B. A week or month named without year is the most recent that has begun.
/// Days still to come are part of the range.
[[nodiscard]] Result<DayRange> parse_period(std::string_view text, const Now& now);

/// "Sun 1 Mar 21:40"; with the year when it is not that of `today`; "Sun 1 Mar, evening" and "Sun 1
/// Mar" when rough.
[[nodiscard]] std::string describe_moment(const Moment& moment, CivilDay today);

/// "Sun 1 Mar", with the year when it is not that of `today`.
[[nodiscard]] std::string describe_day(CivilDay day, CivilDay today);

}  // namespace attune::journal
