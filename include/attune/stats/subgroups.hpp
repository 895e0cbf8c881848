#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/factors.hpp"

/// Conditions that matter only together: a trigger with one person, late in the evening.
namespace attune::stats {

/// Two or three conditions of different kinds.
struct Subgroup {
    std::vector<std::uint32_t> words;  ///< rising
    Count inside;                      ///< hits among the entries where all of them held
    Count outside;                     ///< and among all others
    std::size_t days = 0;              ///< inside
    double quality = 0;  ///< weighted relative accuracy: coverage x (share inside - share of all)
    double parent_gap = 0;  ///< least distance of its share to that of one condition less
    /// One condition less says the same: that share is within 0.10, or what is left of those
    /// entries differs by no more than luck (Newcombe's interval contains 0).
    bool explained = false;
    double p = 1;  ///< family-wise over everything that was searched, two-sided

    [[nodiscard]] double difference() const { return inside.share() - outside.share(); }
};

struct SubgroupSearch {
    std::vector<Subgroup> found;  ///< everything looked at; farthest from 0 in quality first
    Shuffle shuffle = Shuffle::Days;
};

/// How far the draws of a search go.
enum class SubgroupDraws {
    All,       ///< until every p is settled
    ToChoose,  ///< until it is known which are chosen
};

/// Conjunctions of two conditions, and of three that extend the 20 best of those, among the 30 most
/// frequent conditions; `kinds[w]` is the kind of condition w, and a conjunction has one of a kind.
/// Each has enough_on_side inside and outside. One draw of shuffled days (weeks, when they carry
/// over; see factor_tests) goes through the whole search, and the best quality found in it is what
/// each observed one is compared with, so the p-values need no further correction.
///
/// ErrorKind::NotEnoughData below kSubgroupEntriesMin entries or kSubgroupDaysMin days with
/// entries, naming the rule. Nothing to search is an empty result. Source: Kloesgen 1996; Lavrac,
/// Flach & Zupan 1999 (WRAcc); Westfall & Young 1993, Resampling-Based Multiple Testing;
/// Duivesteijn & Knobbe 2011.
///
/// With SubgroupDraws::ToChoose the drawing ends as soon as no conjunction that is not explained
/// can be a finding any more: choose_subgroups at a level of 50 / replicates or less chooses the
/// same, and the p of everything else is that of fewer draws.
[[nodiscard]] Result<SubgroupSearch> search_subgroups(const OccasionWindow& window,
                                                      std::span<const std::uint32_t> kinds,
                                                      std::uint64_t seed,
                                                      int replicates = kReplicates,
                                                      SubgroupDraws draws = SubgroupDraws::All);
[[nodiscard]] Result<SubgroupSearch> search_subgroups(std::span<const Occasion> occasions,
                                                      std::span<const std::uint32_t> kinds,
                                                      std::uint64_t seed,
                                                      int replicates = kReplicates);

/// Which of `found` are worth words: p at most `level`, at most two, shorter ones first, then by
/// quality. One that is explained by one condition less is left out; so is one that a chosen
/// shorter one contains.
[[nodiscard]] std::vector<Subgroup> choose_subgroups(const SubgroupSearch& search, double level);

}  // namespace attune::stats
