#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attune/stats/factors.hpp"
#include "attune/stats/random.hpp"

/// Hits of a diary in a new order, for the tests on many conditions at once.
namespace attune::stats {

/// The entries in one canonical order and the runs of their days.
struct OrderedOccasions {
    struct Day {
        int day = 0;
        std::uint32_t begin = 0;
        std::uint32_t entries = 0;
        std::uint32_t hits = 0;
    };
    std::vector<Occasion> entries;  ///< by day, then by conditions and outcome
    std::vector<Day> days;
    long hits = 0;

    [[nodiscard]] double share() const {
        return static_cast<double>(hits) / static_cast<double>(entries.size());
    }
};
[[nodiscard]] OrderedOccasions ordered(std::span<const Occasion> occasions);

/// Whether whole weeks have to change places: the daily share of hits has a lag-1 autocorrelation
/// above 0.2.
[[nodiscard]] bool carries_over(const OrderedOccasions& all);

/// Draws of which entries are hits. What comes back is valid until the next draw.
class HitShuffler {
  public:
    HitShuffler(const OrderedOccasions& all, std::uint64_t seed);

    /// Days, or weeks when they carry over, in a new order laid along the entries.
    [[nodiscard]] std::span<const std::uint32_t> laid_along();

  private:
    [[nodiscard]] std::uint32_t below(std::uint32_t count);
    void place(std::uint32_t begin, std::uint32_t entries, std::uint32_t hits);

    const OrderedOccasions& all_;
    std::vector<std::vector<std::uint32_t>> units_;  ///< numbers of days that stay together
    Random random_;
    std::vector<std::uint32_t> hits_;
    std::vector<char> drawn_;
};

/// Counts draws that are as far as the observed one, until the p-value is certain to be no finding.
class SequentialP {
  public:
    void note(bool as_far) {
        ++draws_;
        as_far_ += as_far ? 1 : 0;
    }
    [[nodiscard]] bool settled() const { return as_far_ >= kEnough; }
    [[nodiscard]] double p() const {
        if (settled()) return static_cast<double>(as_far_) / static_cast<double>(draws_);
        return static_cast<double>(1 + as_far_) / static_cast<double>(1 + draws_);
    }

  private:
    static constexpr long kEnough = 50;
    long draws_ = 0;
    long as_far_ = 0;
};

}  // namespace attune::stats
