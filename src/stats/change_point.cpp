#include "attune/stats/change_point.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "attune/base/assert.hpp"
#include "attune/stats/series.hpp"
#include "attune/stats/summary.hpp"
#include "stats/autoregression.hpp"

namespace attune::stats {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Sum of squares of any run of days around its own mean, in constant time.
class RunCosts {
  public:
    explicit RunCosts(std::span<const double> days)
        : sum_(days.size() + 1), square_(days.size() + 1) {
        // Around the overall mean, so that large levels cost no digits.
        const double centre = mean(days).value_or(0);
        for (std::size_t i = 0; i < days.size(); ++i) {
            const double value = days[i] - centre;
            sum_[i + 1] = sum_[i] + value;
            square_[i + 1] = square_[i] + value * value;
        }
    }
    /// Days first to end - 1.
    [[nodiscard]] double of(std::size_t first, std::size_t end) const {
        const double sum = sum_[end] - sum_[first];
        return square_[end] - square_[first] - sum * sum / static_cast<double>(end - first);
    }

  private:
    std::vector<double> sum_;
    std::vector<double> square_;
};

}  // namespace

Result<Segmentation> best_segmentation(std::span<const double> days, std::size_t breaks,
                                       std::size_t segment_min) {
    ATTUNE_ASSERT(segment_min > 0);
    const std::size_t n = days.size();
    if (n < 2 || n < (breaks + 1) * segment_min) {
        return fail(ErrorKind::NotEnoughData, "too few days for that many levels");
    }
    const RunCosts costs(days);
    // best[k][end]: the cheapest division of days 0 to end - 1 into k + 1 segments; from[k][end]:
    // its last break.
    std::vector<std::vector<double>> best(breaks + 1, std::vector<double>(n + 1, kInfinity));
    std::vector<std::vector<std::size_t>> from(breaks + 1, std::vector<std::size_t>(n + 1, 0));
    for (std::size_t end = segment_min; end <= n; ++end)
        best[0][end] = costs.of(0, end);
    for (std::size_t k = 1; k <= breaks; ++k) {
        for (std::size_t end = (k + 1) * segment_min; end <= n; ++end) {
            for (std::size_t at = k * segment_min; at + segment_min <= end; ++at) {
                const double cost = best[k - 1][at] + costs.of(at, end);
                if (cost < best[k][end]) {
                    best[k][end] = cost;
                    from[k][end] = at;
                }
            }
        }
    }
    Segmentation out;
    out.residual_squares = best[breaks][n];
    for (std::size_t k = breaks, end = n; k > 0; --k) {
        end = from[k][end];
        out.breaks.insert(out.breaks.begin(), end);
    }
    const auto count = static_cast<double>(n);
    const auto parameters = static_cast<double>(2 * (breaks + 1));
    out.bic = count * (std::log(out.residual_squares) + 1 - std::log(count) +
                       std::log(2 * std::numbers::pi)) +
              std::log(count) * parameters;
    return out;
}

std::vector<std::size_t> penalised_breaks(std::span<const double> days, double penalty,
                                          std::size_t segment_min) {
    ATTUNE_ASSERT(segment_min > 0 && penalty >= 0);
    const std::size_t n = days.size();
    if (n < 2 * segment_min) return {};
    const RunCosts costs(days);
    std::vector<double> best(n + 1, kInfinity);
    std::vector<std::size_t> from(n + 1, 0);
    best[0] = -penalty;
    for (std::size_t end = segment_min; end <= n; ++end) {
        for (std::size_t at = 0; at + segment_min <= end; ++at) {
            const double cost = best[at] + costs.of(at, end) + penalty;
            if (cost < best[end]) {
                best[end] = cost;
                from[end] = at;
            }
        }
    }
    std::vector<std::size_t> breaks;
    for (std::size_t at = from[n]; at > 0; at = from[at])
        breaks.insert(breaks.begin(), at);
    return breaks;
}

std::optional<double> change_penalty(std::span<const double> days) {
    std::vector<double> steps;
    for (std::size_t i = 1; i < days.size(); ++i)
        steps.push_back(days[i] - days[i - 1]);
    const auto deviation = median_deviation(steps);
    const auto carried = inertia(complete_series(days));
    if (!deviation || !carried) return std::nullopt;
    const double variance = *deviation * *deviation / 2;
    const double phi = usable_phi(*carried);
    return 2 * variance * std::log(static_cast<double>(days.size())) * (1 + phi) / (1 - phi);
}

std::optional<double> cusum_statistic(std::span<const double> days) {
    const auto spread = standard_deviation(days);
    if (days.size() < 3 || !spread || *spread == 0) return std::nullopt;
    const double centre = *mean(days);
    double sum = 0;
    double highest = 0;
    for (const double value : days) {
        sum += value - centre;
        highest = std::max(highest, std::abs(sum));
    }
    return highest / (*spread * std::sqrt(static_cast<double>(days.size())));
}

double cusum_p_independent(double statistic) {
    // The alternating series converges too slowly near 0, where the answer is 1.
    if (statistic < 0.2) return 1;
    double p = 0;
    for (int k = 1; k <= 100; ++k) {
        const double term = std::exp(-2.0 * k * k * statistic * statistic);
        p += k % 2 == 1 ? 2 * term : -2 * term;
        if (term < 1e-17) break;
    }
    return std::clamp(p, 0.0, 1.0);
}

Result<double> cusum_p_ar1(std::span<const double> days, std::uint64_t seed, int replicates) {
    constexpr std::size_t kDaysMin = 10;
    const auto observed = cusum_statistic(days);
    const auto carried = inertia(complete_series(days));
    if (days.size() < kDaysMin || !observed || !carried) {
        return fail(ErrorKind::NotEnoughData, "a change of level needs days that differ");
    }
    const double phi = usable_phi(*carried);
    Random random(seed);
    long as_far = 0;
    for (int i = 0; i < replicates; ++i) {
        const auto drawn = cusum_statistic(draw_ar1(days.size(), phi, random));
        if (drawn && *drawn >= *observed) ++as_far;
    }
    return static_cast<double>(1 + as_far) / static_cast<double>(replicates + 1);
}

}  // namespace attune::stats
