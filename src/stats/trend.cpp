#include "attune/stats/trend.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "attune/stats/distributions.hpp"
#include "attune/stats/summary.hpp"
#include "stats/autoregression.hpp"

namespace attune::stats {

namespace {

long sign_sum(std::span<const double> values) {
    long s = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = i + 1; j < values.size(); ++j) {
            s += (values[j] > values[i] ? 1 : 0) - (values[j] < values[i] ? 1 : 0);
        }
    }
    return s;
}

std::vector<double> present(std::span<const std::optional<double>> days) {
    std::vector<double> values;
    for (const auto& day : days) {
        if (day) values.push_back(*day);
    }
    return values;
}

/// Sum over groups of equal values of f(size).
template <typename Function>
double sum_over_ties(std::span<const double> values, Function f) {
    std::map<double, double> sizes;
    for (const double value : values)
        ++sizes[value];
    double sum = 0;
    for (const auto& group : sizes)
        sum += f(group.second);
    return sum;
}

double spread_of_pairs(double n) {
    return n * (n - 1) * (2 * n + 5);
}

tl::unexpected<Error> too_little() {
    return fail(ErrorKind::NotEnoughData, "a trend needs days that differ");
}

std::vector<double> pairwise_slopes(std::span<const std::optional<double>> days) {
    std::vector<double> slopes;
    for (std::size_t i = 0; i < days.size(); ++i) {
        for (std::size_t j = i + 1; j < days.size(); ++j) {
            if (days[i] && days[j]) {
                slopes.push_back((*days[j] - *days[i]) / static_cast<double>(j - i));
            }
        }
    }
    return slopes;
}

/// The values `sorted`, put into the order that `like` has on the days that are not missing: the
/// same ties, another course.
std::vector<double> reordered(std::span<const double> sorted, std::span<const double> like) {
    std::vector<std::size_t> order(like.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return like[a] < like[b]; });
    std::vector<double> out(like.size());
    for (std::size_t rank = 0; rank < order.size(); ++rank)
        out[order[rank]] = sorted[rank];
    return out;
}

}  // namespace

Result<MannKendall> mann_kendall(std::span<const std::optional<double>> days) {
    const std::vector<double> values = present(days);
    const auto n = static_cast<double>(values.size());
    MannKendall result;
    result.s = sign_sum(values);
    const double ties = sum_over_ties(values, spread_of_pairs);
    result.variance = (spread_of_pairs(n) - ties) / 18;
    if (n < 3 || result.variance <= 0) return too_little();
    const auto s = static_cast<double>(result.s);
    result.z = (s - (s > 0 ? 1 : s < 0 ? -1 : 0)) / std::sqrt(result.variance);
    result.p = 2 * normal_cdf(-std::abs(result.z));
    const double pairs = n * (n - 1) / 2;
    const double tied = sum_over_ties(values, [](double size) { return size * (size - 1) / 2; });
    result.tau_b = s / std::sqrt(pairs * (pairs - tied));
    return result;
}

std::optional<double> theil_sen_slope(std::span<const std::optional<double>> days) {
    return median(pairwise_slopes(days));
}

Result<Interval> sen_interval(std::span<const std::optional<double>> days, double level) {
    ATTUNE_TRY(const MannKendall test, mann_kendall(days));
    std::vector<double> slopes = pairwise_slopes(days);
    std::sort(slopes.begin(), slopes.end());
    const auto count = static_cast<double>(slopes.size());
    const double reach = normal_quantile(0.5 + 0.5 * level) * std::sqrt(test.variance);
    const double low = std::max(std::nearbyint((count - reach) / 2) - 1, 0.0);
    const double high = std::min(std::nearbyint((count + reach) / 2), count - 1);
    return Interval{slopes[static_cast<std::size_t>(low)], slopes[static_cast<std::size_t>(high)]};
}

Result<TrendTest> ar1_trend_test(std::span<const std::optional<double>> days, std::uint64_t seed,
                                 int replicates) {
    constexpr std::size_t kDaysMin = 10;
    const std::vector<double> values = present(days);
    const auto carried = inertia(days);
    if (values.size() < kDaysMin || !carried) return too_little();

    TrendTest test;
    test.phi = usable_phi(*carried);
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const long observed = std::abs(sign_sum(values));
    Random random(seed);
    long as_far = 0;
    for (int i = 0; i < replicates; ++i) {
        const std::vector<double> course = draw_ar1(days.size(), test.phi, random);
        std::vector<double> like;
        for (std::size_t day = 0; day < days.size(); ++day) {
            if (days[day]) like.push_back(course[day]);
        }
        if (std::abs(sign_sum(reordered(sorted, like))) >= observed) ++as_far;
    }
    test.p = static_cast<double>(1 + as_far) / static_cast<double>(replicates + 1);
    return test;
}

}  // namespace attune::stats
