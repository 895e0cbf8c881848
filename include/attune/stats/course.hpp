#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "attune/base/result.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/resample.hpp"

/// What may be claimed about the course of a series of days: that it rises or falls, or that its
/// level changed. Days are numbered from 0; missing days stay missing and keep their place.
namespace attune::stats {

/// Longer series are looked at week by week: pairs of days grow with the square of their number.
inline constexpr std::size_t kDailyTrendMax = 130;

struct WeeklyTrend {
    double per_week = 0;    ///< Theil-Sen slope, in units of the value
    Interval interval;      ///< theil_sen_interval, per week
    double p = 1;           ///< ar1_trend_test
    double phi = 0;         ///< carry-over from one step to the next
    std::size_t days = 0;   ///< with data
    int days_per_step = 1;  ///< 7 where the series was looked at week by week

    /// Test and interval are made in different ways; a claim needs both.
    [[nodiscard]] bool claimed() const { return p <= kClaimLevel && !interval.contains(0); }
};

/// The trend of a series of days; above kDailyTrendMax days that of the medians of its weeks,
/// counted from the first day on. ErrorKind::NotEnoughData below kTrendDaysMin days or
/// kTrendDataMin of them with data, or when all are alike; the message names the rule ("56 days
/// needed, 31 present"). Source: theil_sen_slope, theil_sen_interval, ar1_trend_test.
[[nodiscard]] Result<WeeklyTrend> weekly_trend(std::span<const std::optional<double>> days,
                                               std::uint64_t seed, int replicates = kReplicates);

struct LevelChange {
    double p = 1;       ///< cusum_p_ar1 of the days with data
    std::size_t n = 0;  ///< days with data
    /// The first day of the new level, present when p <= kClaimLevel: of the breaks that outweigh
    /// the penalty the one that explains most, or the best division in two where none does.
    /// Uncertain by days: to be told as its week.
    std::optional<std::size_t> day;
    double before = 0;  ///< means of the days on either side; 0 without `day`
    double after = 0;
};

/// Whether, and in which week, the level of a series changed; at most once. ErrorKind::
/// NotEnoughData below kChangeDaysMin days, below kTrendDataMin of them with data, or when all are
/// alike. Source: cusum_p_ar1 judges whether; penalised_breaks with change_penalty, else
/// best_segmentation, say where; segments of at least 7 days with data.
[[nodiscard]] Result<LevelChange> level_change(std::span<const std::optional<double>> days,
                                               std::uint64_t seed, int replicates = kReplicates);

}  // namespace attune::stats
