#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "attune/base/result.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/resample.hpp"
#include "attune/stats/series.hpp"

/// Whether days rise or fall. Missing days are left out of every pair and keep their place on the
/// time axis.
namespace attune::stats {

/// Counts of rising minus falling pairs of days, and what follows when days do not depend on each
/// other (which diaries do: for a claim use ar1_trend_test).
struct MannKendall {
    long s = 0;           ///< pairs that rise minus pairs that fall
    double variance = 0;  ///< of s under independence, corrected for ties
    double z = 0;         ///< with continuity correction
    double p = 1;         ///< two-sided
    double tau_b = 0;     ///< Kendall's tau with ties
};

/// Fewer than three days with a value, or all alike: ErrorKind::NotEnoughData.
/// Source: Mann 1945, Econometrica 13, 245-259; Kendall 1975, Rank Correlation Methods.
[[nodiscard]] Result<MannKendall> mann_kendall(std::span<const std::optional<double>> days);

/// Median of the slopes between all pairs of days, in units of the value per day. Nothing for fewer
/// than two days with a value. Source: Theil 1950; Sen 1968, J. Am. Stat. Assoc. 63, 1379-1389.
[[nodiscard]] std::optional<double> theil_sen_slope(std::span<const std::optional<double>> days);

/// Sen's interval of that slope for days that do not depend on each other. ErrorKind::NotEnoughData
/// as mann_kendall.
[[nodiscard]] Result<Interval> sen_interval(std::span<const std::optional<double>> days,
                                            double level = kUsualLevel);

struct TrendTest {
    double p = 1;    ///< two-sided
    double phi = 0;  ///< carry-over from day to day the null was made with
};

/// The default test for a trend: Mann-Kendall's s among `replicates` series without trend that
/// carry over from day to day as this one does (AR(1), phi freed of bias, at most 0.95 away from
/// 0), have its missing days and its values. Its false alarms stay near 5 % from 56 days on, also
/// for phi 0.6 (statistics page, section 1). Fewer than ten days with a value, or all alike:
/// ErrorKind::NotEnoughData.
[[nodiscard]] Result<TrendTest> ar1_trend_test(std::span<const std::optional<double>> days,
                                               std::uint64_t seed, int replicates = kReplicates);

}  // namespace attune::stats
