#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/report/document.hpp"
#include "attune/report/period.hpp"
#include "attune/report/week.hpp"
#include "attune/stats/series.hpp"
#include "report/part.hpp"

/// The subjects that a report of a period is put together from.
namespace attune::report {

/// What the subjects share.
struct PeriodView {
    const PeriodData& data;
    WeekData core;                       ///< the period itself, and the days it is compared with
    std::vector<const DiaryEntry*> now;  ///< entries of the period
    DayRange window;                     ///< twelve weeks or the period, whichever is longer
    std::vector<const DiaryEntry*> window_now;  ///< entries of the window
    stats::DaySeries peaks;                     ///< median peak of each day of the window
    int days_reached = 0;      ///< days from the first entry of the window to its end
    std::string window_words;  ///< "the 84 days to 31 Mar"
};
[[nodiscard]] PeriodView view_of(const PeriodData& data);

/// Consecutive stretches of days with their names: weeks, or months for a year.
struct Stretch {
    DayRange days;
    std::string label;  ///< "Mon 2 Mar", "Mar 2026"
};
[[nodiscard]] std::vector<Stretch> stretches_of(const PeriodRange& range);

/// Small lines: entries, peak, share reacted, minutes of practice by week or month.
[[nodiscard]] Part glance_part(const PeriodView& view);

/// The slope of the daily peak, and the week its level changed.
[[nodiscard]] Part trend_part(const PeriodView& view);

/// Feelings, body sites and triggers with their share of the entries that name any.
[[nodiscard]] Part words_part(const PeriodView& view);

/// Urges by family, and how often they were not acted on.
[[nodiscard]] Part strategies_part(const PeriodView& view);

/// Entries and reactions by person; a difference only with enough on either side.
[[nodiscard]] Part people_part(const PeriodView& view);

/// Drops with their interval, and each coping beside similar moments without it.
[[nodiscard]] Part coping_part(const PeriodView& view);

/// How much the peak moves from day to day and within days.
[[nodiscard]] Part swings_part(const PeriodView& view);

/// How far feelings that are rated together are told apart.
[[nodiscard]] Part granularity_part(const PeriodView& view);

/// How long it takes until half of the peak is left.
[[nodiscard]] Part recovery_part(const PeriodView& view);

/// Questionnaires taken in the period, by person, with reliable change.
[[nodiscard]] Part scores_part(const PeriodView& view);

/// Calendar, share responded by week, weekday by time of day, practice by week: for the page alone.
[[nodiscard]] Part charts_part(const PeriodView& view);

}  // namespace attune::report
