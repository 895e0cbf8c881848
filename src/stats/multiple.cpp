#include "attune/stats/multiple.hpp"

#include <algorithm>
#include <numeric>

#include "attune/base/assert.hpp"

namespace attune::stats {

namespace {

/// Steps up from the largest p, carrying the smallest p m / rank * factor seen so far.
std::vector<double> step_up(std::span<const double> p, double factor) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
    std::vector<double> adjusted(p.size());
    const auto m = static_cast<double>(p.size());
    double lowest = 1;
    double rank = m;
    for (const std::size_t i : order) {
        ATTUNE_ASSERT(p[i] >= 0 && p[i] <= 1);
        lowest = std::min(lowest, p[i] * m / rank * factor);
        adjusted[i] = lowest;
        --rank;
    }
    return adjusted;
}

}  // namespace

std::vector<double> benjamini_hochberg(std::span<const double> p) {
    return step_up(p, 1);
}

std::vector<double> benjamini_yekutieli(std::span<const double> p) {
    double harmonic = 0;
    for (std::size_t i = 1; i <= p.size(); ++i)
        harmonic += 1 / static_cast<double>(i);
    return step_up(p, harmonic);
}

}  // namespace attune::stats
