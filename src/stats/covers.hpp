#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attune/stats/occasions.hpp"
#include "attune/stats/rates.hpp"

/// Which entries two or three conditions have in common.
namespace attune::stats {

/// Entries that share conditions, with enough of them inside and outside.
struct Cover {
    std::vector<std::uint32_t> words;    ///< rising
    std::vector<std::uint32_t> entries;  ///< rising; counted from the window's first
    std::size_t days = 0;
    std::vector<std::size_t> related;  ///< of a pair its triples, of a triple its pairs
};

/// All pairs of the 30 most frequent conditions, one of a kind each, and all triples that extend a
/// pair, in the order of their words. Entries are gone through once, not once a pair.
class Covers {
  public:
    Covers(const OccasionWindow& window, std::span<const std::uint32_t> kinds);

    [[nodiscard]] const std::vector<Cover>& pairs() const { return pairs_; }
    [[nodiscard]] const std::vector<Cover>& triples() const { return triples_; }
    /// Hits among the entries that have all of `words` (one or two of a cover's).
    [[nodiscard]] Count count(std::span<const std::uint32_t> words) const;
    [[nodiscard]] Count count(const Cover& cover) const;

  private:
    void choose_words();
    void make_pairs();
    void make_triples();
    [[nodiscard]] bool enough(Cover& cover) const;
    [[nodiscard]] bool differ(std::size_t i, std::size_t j) const {
        return kinds_[words_[i]] != kinds_[words_[j]];
    }

    OccasionWindow window_;
    std::span<const std::uint32_t> kinds_;
    std::vector<std::uint32_t> words_;  ///< those that are looked at, rising
    /// For each entry the places in words_ of its conditions, rising, laid end to end.
    std::vector<std::size_t> place_begin_;
    std::vector<std::uint32_t> places_;
    std::vector<std::size_t> pair_at_;  ///< by place x place: 1 + number of the pair, 0 for none
    std::vector<Count> pair_counts_;    ///< by place x place, of all pairs
    std::vector<Cover> pairs_;
    std::vector<Cover> triples_;
};

}  // namespace attune::stats
