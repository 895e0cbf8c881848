#pragma once

#include <cstdint>
#include <vector>

/// What a shuffle within days would come to if every order were tried.
namespace attune::stats {

/// The distribution of a total of hits, each day's hits falling on any of its entries with equal
/// chance: the sum of one hypergeometric count a day, added up exactly. A shuffle has to be drawn
/// two thousand times to come near it. Chances below 1e-15 at either end are let go, so a tail is
/// right to 1e-12 over a year of days. Source: Mantel & Haenszel 1959 for the totals; their exact
/// distribution: Mehta, Patel & Gray 1985, J. Am. Stat. Assoc. 80, 969-973.
class DrawnTotal {
  public:
    /// The chance of no hits at all days so far: 1 at 0.
    DrawnTotal() : chance_{1.0} {}

    /// A day of `entries`, of which `hits` are hits and `drawn` are looked at.
    void add_day(std::uint32_t entries, std::uint32_t hits, std::uint32_t drawn);

    /// The chance of a total at least as far from `centre` as `total` is. 1 when it is the centre.
    [[nodiscard]] double as_far(double total, double centre) const;

  private:
    void let_go();

    std::vector<double> chance_;  ///< of the totals from low_ on
    std::vector<double> next_;
    std::vector<double> day_;
    std::uint32_t low_ = 0;
};

}  // namespace attune::stats
