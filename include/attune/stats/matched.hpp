#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/resample.hpp"

/// What a coping did beyond what happens anyway. Hard moments settle by themselves: among ratings
/// that correlate .5, moments logged from 7 on fall by 1.5 points with no help at all.
namespace attune::stats {

/// A moment with a rating before and after, with the coping in question or without it.
struct RatedMoment {
    int day = 0;                          ///< a count of calendar days
    bool used = false;                    ///< the coping in question
    double before = 0;                    ///< 0 to 10
    double after = 0;                     ///< on the same scale
    std::vector<std::uint32_t> triggers;  ///< numbers of trigger families
    std::vector<std::uint32_t> contexts;

    [[nodiscard]] double drop() const { return before - after; }
};

struct MatchedComparison {
    std::size_t used = 0;      ///< moments with the coping
    std::size_t sets = 0;      ///< of those, matched with at least one similar moment
    std::size_t controls = 0;  ///< similar moments without it, each in one set
    double drop_with = 0;      ///< means over the sets
    double drop_without = 0;
    double effect = 0;  ///< drop_with - drop_without; above 0: it fell further with the coping
    Interval interval;  ///< of the effect, by days
    double p = 1;       ///< two-sided, the coping changing places within each set; sequential as in
                        ///< factor_tests
};

/// Differences of ratings before that still count as similar, and similar moments a set has at
/// most.
inline constexpr double kBeforeDifferenceMax = 1;
inline constexpr std::size_t kControlsMax = 3;

/// What is drawn for a comparison.
enum class MatchedWants { Everything, NoInterval };

/// Each moment with the coping beside up to three similar ones without it: |difference before| at
/// most 1, those with a trigger in common first, then those with a context in common, then the
/// nearest before, then the nearest day; a lot decides among the rest, never the rating after. A
/// moment stands in one set only; sets are filled in turn,
/// so that few lie empty. ErrorKind::NotEnoughData below kMatchedSetsMin sets, naming the rule. The
/// order of `moments` changes nothing. With NoInterval the interval stays empty and the rest is the
/// same. Source: Rosenbaum 2002, Observational Studies, chapters 3 and 10.
[[nodiscard]] Result<MatchedComparison> matched_comparison(
    std::span<const RatedMoment> moments, std::uint64_t seed, int replicates = kReplicates,
    MatchedWants wants = MatchedWants::Everything);

/// How many sets such a comparison would have, enough or not.
[[nodiscard]] std::size_t count_matched_sets(std::span<const RatedMoment> moments);

struct MedianDrop {
    double drop = 0;  ///< median of before - after
    std::size_t n = 0;
    std::optional<Interval> interval;  ///< by blocks of days with such moments; from 3 of them on
};

/// The fall over the moments that used the coping, whatever made it; nothing when there is none.
[[nodiscard]] std::optional<MedianDrop> median_drop(std::span<const RatedMoment> moments,
                                                    std::uint64_t seed,
                                                    int replicates = kReplicates);

}  // namespace attune::stats
