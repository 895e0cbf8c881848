#include "attune/stats/rates.hpp"

#include <algorithm>
#include <cmath>

#include "attune/base/assert.hpp"
#include "attune/stats/distributions.hpp"

namespace attune::stats {

namespace {

void assert_count(const Count& count) {
    ATTUNE_ASSERT(count.hits >= 0 && count.hits <= count.of);
}

tl::unexpected<Error> no_entries() {
    return fail(ErrorKind::NotEnoughData, "a rate needs entries");
}

}  // namespace

Rate rate_of(const Count& count) {
    assert_count(count);
    return {count.share(), static_cast<double>(count.of)};
}

Result<Interval> wilson_interval(const Rate& rate, double level) {
    ATTUNE_ASSERT(rate.share >= 0 && rate.share <= 1 && level > 0 && level < 1);
    if (rate.n <= 0) return no_entries();
    const double z = normal_quantile(0.5 + 0.5 * level);
    const double p = rate.share;
    const double n = rate.n;
    const double shrink = 1 + z * z / n;
    const double centre = (p + z * z / (2 * n)) / shrink;
    const double half = z / shrink * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return Interval{std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Result<Interval> jeffreys_interval(const Count& count, double level) {
    assert_count(count);
    ATTUNE_ASSERT(level > 0 && level < 1);
    if (count.of == 0) return no_entries();
    const double a = static_cast<double>(count.hits) + 0.5;
    const double b = static_cast<double>(count.of - count.hits) + 0.5;
    return Interval{count.hits == 0 ? 0 : beta_quantile(0.5 - 0.5 * level, a, b),
                    count.hits == count.of ? 1 : beta_quantile(0.5 + 0.5 * level, a, b)};
}

Result<RateDifference> newcombe_difference(const Rate& first, const Rate& second, double level) {
    ATTUNE_TRY(const Interval one, wilson_interval(first, level));
    ATTUNE_TRY(const Interval two, wilson_interval(second, level));
    const double difference = first.share - second.share;
    return RateDifference{
        difference,
        {difference - std::hypot(first.share - one.low, two.high - second.share),
         difference + std::hypot(one.high - first.share, second.share - two.low)}};
}

std::optional<double> intra_day_correlation(std::span<const Count> days) {
    double days_used = 0;
    double n = 0;
    double hits = 0;
    double squared_sizes = 0;
    double within = 0;
    double between = 0;
    for (const Count& day : days) {
        assert_count(day);
        if (day.of == 0) continue;
        const auto size = static_cast<double>(day.of);
        const auto yes = static_cast<double>(day.hits);
        ++days_used;
        n += size;
        hits += yes;
        squared_sizes += size * size;
        within += yes - yes * yes / size;
        between += yes * yes / size;
    }
    if (days_used < 2 || n <= days_used || hits == 0 || hits == n) return std::nullopt;
    between -= hits * hits / n;
    const double mean_between = between / (days_used - 1);
    const double mean_within = within / (n - days_used);
    const double typical_size = (n - squared_sizes / n) / (days_used - 1);
    return (mean_between - mean_within) / (mean_between + (typical_size - 1) * mean_within);
}

DesignEffect design_effect(std::span<const Count> days) {
    DesignEffect effect;
    double days_used = 0;
    for (const Count& day : days) {
        effect.n += static_cast<double>(day.of);
        days_used += day.of > 0 ? 1 : 0;
    }
    if (days_used == 0) return effect;
    effect.mean_per_day = effect.n / days_used;
    effect.correlation = intra_day_correlation(days);
    const double correlation = std::max(0.0, effect.correlation.value_or(0));
    effect.n_effective = effect.n / (1 + (effect.mean_per_day - 1) * correlation);
    return effect;
}

Rate clustered_rate(std::span<const Count> days) {
    Count total;
    for (const Count& day : days) {
        total.hits += day.hits;
        total.of += day.of;
    }
    return {total.share(), design_effect(days).n_effective};
}

}  // namespace attune::stats
