#pragma once

#include <cstddef>
#include <vector>

#include "attune/stats/random.hpp"

/// Series without trend or change that carry over from day to day: what tests on diaries compare
/// with.
namespace attune::stats {

/// phi brought to at most 0.95 away from 0, so that a series stays near its mean.
[[nodiscard]] double usable_phi(double phi);

/// A stationary AR(1) series with normal innovations of variance 1 and |phi| < 1.
[[nodiscard]] std::vector<double> draw_ar1(std::size_t days, double phi, Random& random);

/// A standard normal number. Source: Marsaglia & Bray 1964, SIAM Review 6, 260-264 (polar method).
[[nodiscard]] double draw_normal(Random& random);

}  // namespace attune::stats
