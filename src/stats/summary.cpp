#include "attune/stats/summary.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "attune/base/assert.hpp"

namespace attune::stats {

std::optional<double> mean(std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

std::optional<double> median(std::span<const double> values) {
    return quantile(values, 0.5);
}

std::optional<double> quantile(std::span<const double> values, double p) {
    ATTUNE_ASSERT(p >= 0 && p <= 1);
    if (values.empty()) return std::nullopt;
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(below);
    if (part == 0 || below + 1 == sorted.size()) return sorted[below];
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

std::optional<double> standard_deviation(std::span<const double> values) {
    if (values.size() < 2) return std::nullopt;
    const double centre = *mean(values);
    double squares = 0;
    for (const double value : values)
        squares += (value - centre) * (value - centre);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::optional<double> median_deviation(std::span<const double> values) {
    const auto centre = median(values);
    if (!centre) return std::nullopt;
    std::vector<double> distances;
    distances.reserve(values.size());
    for (const double value : values)
        distances.push_back(std::abs(value - *centre));
    return 1.4826 * *median(distances);
}

}  // namespace attune::stats
