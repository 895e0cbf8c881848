#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attune/stats/occasions.hpp"
#include "attune/stats/random.hpp"

/// Hits of a diary in a new order, for the tests on many conditions at once.
namespace attune::stats {

/// Whether whole weeks have to change places: the daily share of hits has a lag-1 autocorrelation
/// above 0.2.
[[nodiscard]] bool carries_over(const OccasionWindow& window);

/// Draws that are made and counted together: one bit of a word each.
inline constexpr std::size_t kDrawsAtOnce = 64;

/// Draws of which entries are hits: days, or weeks when they carry over, in a new order laid along
/// the entries, the hits of a day on any of the entries it comes to lie on.
class HitShuffler {
  public:
    HitShuffler(const OccasionWindow& window, std::uint64_t seed);

    /// The next draws. Bit r of word i: in draw r the window's i-th entry is a hit. Valid until the
    /// next call.
    [[nodiscard]] std::span<const std::uint64_t> draw();

  private:
    void place(std::uint32_t begin, std::uint32_t entries, std::uint32_t hits, unsigned bit);

    OccasionWindow window_;
    std::vector<std::vector<std::uint32_t>> units_;  ///< numbers of days that stay together
    Random random_;
    std::vector<std::uint64_t> drawn_;
};

using DrawCounts = std::array<std::uint32_t, kDrawsAtOnce>;

/// In how many of `entries` (0: the window's first) each draw has a hit. All draws are counted side
/// by side, in words that hold one binary digit of each draw's count. Source: Harley and Seal's
/// carry-save adder in Warren 2002, Hacker's Delight, 5-1, and the 8 x 8 transpose there, 7-3.
void count_hits(std::span<const std::uint32_t> entries, std::span<const std::uint64_t> drawn,
                DrawCounts& out);

}  // namespace attune::stats
