#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/minimums.hpp"

/// How much ratings move from one to the next when they are not evenly spaced in time.
namespace attune::stats {

/// Pairs further apart than this tell nothing of how the first led into the second.
inline constexpr double kPairGapMinutesMax = 360;

struct TimedValue {
    std::size_t day = 0;  ///< any number that tells days apart; a day ends with the night
    double minute = 0;    ///< since the day began, or since anything else that is the same all day
    double value = 0;
};

/// One rating after the other on the same day.
struct SuccessivePair {
    std::size_t day = 0;
    double gap = 0;  ///< minutes, above 0
    double first = 0;
    double second = 0;
};

/// Neighbouring ratings of a day with a gap above 0 and at most kPairGapMinutesMax, in order of
/// time; never across the night. The order of `values` changes nothing.
[[nodiscard]] std::vector<SuccessivePair> successive_pairs(std::span<const TimedValue> values);

struct TimedInstability {
    double mssd = 0;        ///< mean square of the adjusted differences; RMSSD is its root
    double lambda = 0;      ///< how differences grow with the gap: gap^lambda, 0 to 1
    double gap_median = 0;  ///< minutes
    std::size_t pairs = 0;
};

/// Mean squared successive difference of ratings at any times: each difference is divided by
/// (gap / median gap)^lambda, with the lambda (to 0.01) for which squared differences depend least
/// on the gap, judged by a lowess curve over the gaps. Fewer than kInstabilityPairsMin pairs:
/// ErrorKind::NotEnoughData. Source: Jahng, Wood & Trull 2008, Psychological Methods 13, 354-375.
[[nodiscard]] Result<TimedInstability> timed_instability(std::span<const TimedValue> values);

struct LowessOptions {
    double span = 2.0 / 3;  ///< share of the points that each local line looks at
    int passes = 3;         ///< that give outliers less weight
};

/// A smooth curve through points with rising `x` (ties allowed) and as many `y`: its height at each
/// x. Empty for no points. Source: Cleveland 1979, J. Am. Stat. Assoc. 74, 829-836 (R: lowess with
/// delta = 0).
[[nodiscard]] std::vector<double> lowess(std::span<const double> x, std::span<const double> y,
                                         const LowessOptions& options = {});

}  // namespace attune::stats
