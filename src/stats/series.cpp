#include "attune/stats/series.hpp"

#include <algorithm>

namespace attune::stats {

namespace {

/// Calls visit(a, b) for each two neighbouring days that both have a value.
template <typename Visit>
void for_each_pair(std::span<const std::optional<double>> days, Visit visit) {
    for (std::size_t i = 1; i < days.size(); ++i) {
        if (days[i - 1] && days[i]) visit(*days[i - 1], *days[i]);
    }
}

}  // namespace

std::size_t days_with_value(std::span<const std::optional<double>> days) {
    return static_cast<std::size_t>(
        std::count_if(days.begin(), days.end(), [](const auto& day) { return day.has_value(); }));
}

DaySeries complete_series(std::span<const double> values) {
    return {values.begin(), values.end()};
}

std::optional<double> mean_squared_difference(std::span<const std::optional<double>> days) {
    double sum = 0;
    double pairs = 0;
    for_each_pair(days, [&](double a, double b) {
        sum += (b - a) * (b - a);
        ++pairs;
    });
    if (pairs == 0) return std::nullopt;
    return sum / pairs;
}

std::optional<double> autocorrelation(std::span<const std::optional<double>> days) {
    const auto n = static_cast<double>(days_with_value(days));
    if (n < 3) return std::nullopt;
    double mean = 0;
    for (const auto& day : days)
        mean += day.value_or(0) / n;
    double squares = 0;
    for (const auto& day : days) {
        if (day) squares += (*day - mean) * (*day - mean);
    }
    double products = 0;
    double pairs = 0;
    for_each_pair(days, [&](double a, double b) {
        products += (a - mean) * (b - mean);
        ++pairs;
    });
    if (pairs == 0 || squares == 0) return std::nullopt;
    return products / squares * ((n - 1) / pairs);
}

std::optional<double> inertia(std::span<const std::optional<double>> days) {
    const auto n = static_cast<double>(days_with_value(days));
    const auto r = autocorrelation(days);
    if (!r || n < 5) return std::nullopt;
    return (n * *r + 1) / (n - 3);
}

}  // namespace attune::stats
