#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/instability.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/resample.hpp"

/// Whether one thing tends to come before another. Never that it leads to it.
namespace attune::stats {

/// The farthest that one series is looked at before the other.
inline constexpr std::size_t kLagDaysMax = 3;

struct LagAssociation {
    std::size_t lag = 0;     ///< days that the first series comes before the second
    double correlation = 0;  ///< of ranks, carry-over taken out
    Interval interval;       ///< Fisher's z with the effective number of pairs
    double p = 1;            ///< two-sided, among all circular shifts
    std::size_t pairs = 0;
    double pairs_effective = 0;
};

struct LaggedAssociation {
    std::array<LagAssociation, kLagDaysMax + 1> lags{};
    double phi = 0;  ///< carry-over of the first series, taken out of both
};

/// The first series against the second 0 to 3 days later. Both are turned into ranks and freed of
/// the first one's carry-over (each value minus phi times the day before; a day after a missing one
/// is missing); pairs with a missing day are left out. 1/n_eff = 1/n + (2/n) sum (1 - k/n) r1(k)
/// r2(k) over up to n/4 lags, at most n. The p-value is the rank of |correlation| among all
/// circular shifts; where it is the first of them, and so 1/n, the normal tail of their spread may
/// make it smaller. Fewer than kLagDaysMin days, more than kLagMissingMax of either missing,
/// different lengths or no variance: ErrorKind::NotEnoughData. Source: Bartlett 1946, J. R. Stat.
/// Soc. Suppl. 8, 27-41; Box & Jenkins 1976, chapter 11; statistics page, 2.5.
[[nodiscard]] Result<LaggedAssociation> lagged_association(
    std::span<const std::optional<double>> first, std::span<const std::optional<double>> second);

/// Two readings of one moment: what comes before, and what may come after.
struct TimedMoment {
    std::size_t day = 0;
    double minute = 0;
    double before = 0;
    double after = 0;
};

struct WithinDayLag {
    double correlation = 0;  ///< about the means of each day
    double p = 1;            ///< two-sided; later readings change places within each day
    std::size_t pairs = 0;   ///< of days that have two or more
    std::size_t days = 0;
};

/// A moment's `before` against the `after` of the next moment of the same day, at most six hours
/// later, never across the night. Days with one such pair say nothing about differences within a
/// day and are left out. Fewer than kInstabilityPairsMin pairs or no variance:
/// ErrorKind::NotEnoughData.
[[nodiscard]] Result<WithinDayLag> within_day_lag(std::span<const TimedMoment> moments,
                                                  std::uint64_t seed, int replicates = kReplicates);

/// Ranks from 1, ties sharing their mean rank; missing stays missing.
[[nodiscard]] std::vector<std::optional<double>> ranks_of(
    std::span<const std::optional<double>> days);

}  // namespace attune::stats
