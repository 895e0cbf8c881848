#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/occasions.hpp"
#include "attune/stats/permutation.hpp"
#include "attune/stats/rates.hpp"
#include "attune/stats/resample.hpp"

/// Many conditions looked at in the same entries: which of them go with more hits? All conditions
/// share their shuffles, so looking at forty costs little more than looking at one. The order of
/// the entries changes nothing.
namespace attune::stats {

/// A condition against everything else.
struct FactorTest {
    std::uint32_t word = 0;
    Count with;     ///< hits among entries with the condition
    Count without;  ///< and among all others
    std::size_t days_with = 0;
    std::size_t days_without = 0;
    Shuffle shuffle = Shuffle::Days;
    std::size_t days_dropped = 0;  ///< within days only: days with one kind of entry alone
    double difference = 0;  ///< share with minus share without; within days: of the same days
    Interval interval;      ///< 95 %
    double p = 1;           ///< two-sided

    /// The same sign or none.
    [[nodiscard]] bool agrees_with(double other) const { return difference * other > 0; }
};

/// True when a side of a difference has kSideEntriesMin entries on kSideDaysMin days.
[[nodiscard]] constexpr bool enough_on_side(long entries, std::size_t days) {
    return entries >= kSideEntriesMin && days >= kSideDaysMin;
}

/// A test of each condition that has enough_on_side with it and without it, by number of the
/// condition; the others are left out.
///
/// Where days that have entries of both kinds are alone enough_on_side, the hits of each day change
/// places within it, and days of one kind only are dropped; the difference is Mantel and Haenszel's
/// over days, its interval from their variance, and the p-value counts every order there is, but
/// stays at the 1 / (replicates + 1) that shuffles could reach. Otherwise whole days of hits change
/// places with each other (weeks of the calendar, when the daily share has a lag-1 autocorrelation
/// above 0.2): they are laid along the entries in a new order, so hits that came together stay
/// together; the interval is Newcombe's with the effective n of entries that share days.
///
/// A p-value by shuffles that is clearly no finding is not computed further than 50 shuffles as far
/// as the observed one (p = 50 / shuffles so far), which keeps it valid. Source: statistics
/// page, 2.3; Mantel & Haenszel 1959, J. Natl. Cancer Inst. 22, 719-748; Besag & Clifford 1991,
/// Biometrika 78, 301-304.
[[nodiscard]] std::vector<FactorTest> factor_tests(const OccasionWindow& window, std::uint64_t seed,
                                                   int replicates = kReplicates);
[[nodiscard]] std::vector<FactorTest> factor_tests(std::span<const Occasion> occasions,
                                                   std::uint64_t seed,
                                                   int replicates = kReplicates);

/// One question: entries where all of some conditions held against all others. Its counts are there
/// in any case.
struct JointTest {
    FactorTest test;
    bool enough = false;  ///< on both sides; otherwise nothing was tested
};

/// The test of conditions together, as if they were one; a number that no entry has holds nowhere.
/// Without any condition all entries are on one side.
[[nodiscard]] JointTest joint_factor_test(const OccasionWindow& window,
                                          std::span<const std::uint32_t> words, std::uint64_t seed,
                                          int replicates = kReplicates);

}  // namespace attune::stats
