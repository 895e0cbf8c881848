#include "attune/stats/survival.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "attune/base/assert.hpp"
#include "attune/stats/distributions.hpp"

namespace attune::stats {

namespace {

/// Where the curve first lies at or below one half; halfway to the next step when it lies at
/// exactly one half.
std::optional<double> half_of(const std::vector<SurvivalStep>& steps,
                              const std::function<double(const SurvivalStep&)>& curve) {
    constexpr double kHalf = 0.5;
    constexpr double kEqual = 1e-9;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double share = curve(steps[i]);
        if (share > kHalf + kEqual) continue;
        if (share < kHalf - kEqual || i + 1 == steps.size()) return steps[i].time;
        return (steps[i].time + steps[i + 1].time) / 2;
    }
    return std::nullopt;
}

/// `reach` is the half-width on the scale of ln share.
Interval interval_of(double share, double reach, SurvivalScale scale) {
    if (scale == SurvivalScale::Log) {
        return {share * std::exp(-reach), std::min(1.0, share * std::exp(reach))};
    }
    const double power = std::exp(reach / -std::log(share));
    return {std::pow(share, power), std::pow(share, 1 / power)};
}

}  // namespace

Result<std::vector<SurvivalStep>> survival_curve(std::span<const Duration> durations,
                                                 SurvivalScale scale, double level) {
    std::vector<Duration> sorted(durations.begin(), durations.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const Duration& a, const Duration& b) { return a.time < b.time; });
    const double z = normal_quantile(0.5 + 0.5 * level);
    std::vector<SurvivalStep> steps;
    double share = 1;
    double greenwood = 0;
    for (std::size_t i = 0; i < sorted.size();) {
        ATTUNE_ASSERT(sorted[i].time > 0);
        const auto open = static_cast<double>(sorted.size() - i);
        const double time = sorted[i].time;
        double ended = 0;
        for (; i < sorted.size() && sorted[i].time == time; ++i)
            ended += sorted[i].ended ? 1 : 0;
        if (ended == 0) continue;
        SurvivalStep step;
        step.time = time;
        share *= 1 - ended / open;
        step.share = share;
        step.interval = {share, share};
        if (open > ended) {
            greenwood += ended / (open * (open - ended));
            step.interval = interval_of(share, z * std::sqrt(greenwood), scale);
        }
        steps.push_back(step);
    }
    if (steps.empty()) return fail(ErrorKind::NotEnoughData, "none of them has ended yet");
    return steps;
}

Result<MedianTime> median_time(std::span<const Duration> durations, SurvivalScale scale,
                               double level) {
    ATTUNE_TRY(const std::vector<SurvivalStep> steps, survival_curve(durations, scale, level));
    return MedianTime{half_of(steps, [](const SurvivalStep& step) { return step.share; }),
                      half_of(steps, [](const SurvivalStep& step) { return step.interval.low; }),
                      half_of(steps, [](const SurvivalStep& step) { return step.interval.high; })};
}

std::optional<double> two_point_half_time(double start, double later, double time) {
    if (!(later > 0 && later < start && time > 0)) return std::nullopt;
    return time * std::numbers::ln2 / std::log(start / later);
}

}  // namespace attune::stats
