#include "stats/autoregression.hpp"

#include <algorithm>
#include <cmath>

#include "attune/base/assert.hpp"

namespace attune::stats {

double usable_phi(double phi) {
    return std::clamp(phi, -0.95, 0.95);
}

double draw_normal(Random& random) {
    while (true) {
        const double x = 2 * random.unit() - 1;
        const double y = 2 * random.unit() - 1;
        const double square = x * x + y * y;
        if (square > 0 && square < 1) return x * std::sqrt(-2 * std::log(square) / square);
    }
}

std::vector<double> draw_ar1(std::size_t days, double phi, Random& random) {
    ATTUNE_ASSERT(phi > -1 && phi < 1);
    std::vector<double> out(days);
    double last = draw_normal(random) / std::sqrt(1 - phi * phi);
    for (double& value : out) {
        value = last;
        last = phi * last + draw_normal(random);
    }
    return out;
}

}  // namespace attune::stats
