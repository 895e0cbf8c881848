#include "attune/stats/resample.hpp"

#include <algorithm>
#include <cmath>

#include "attune/base/assert.hpp"

namespace attune::stats {

std::size_t block_days(std::size_t days) {
    if (days >= 42) return 7;
    std::size_t root = 1;
    while (root * root * root < days)
        ++root;
    return std::max<std::size_t>(3, root);
}

std::vector<std::size_t> draw_days(std::size_t days, std::size_t block, Random& random) {
    ATTUNE_ASSERT(days > 0 && block > 0);
    std::vector<std::size_t> drawn;
    drawn.reserve(days);
    while (drawn.size() < days) {
        const std::size_t start = random.index(days);
        for (std::size_t i = 0; i < block && drawn.size() < days; ++i) {
            drawn.push_back((start + i) % days);
        }
    }
    return drawn;
}

Interval percentile_interval(std::vector<double> replicates, double level) {
    ATTUNE_ASSERT(!replicates.empty() && level > 0 && level < 1);
    const auto at = [&](double share) {
        const double last = static_cast<double>(replicates.size()) - 1;
        const double place = std::clamp(share * (last + 2) - 1, 0.0, last);
        const double part = place - std::floor(place);
        const auto lower = replicates.begin() + static_cast<std::ptrdiff_t>(place);
        std::nth_element(replicates.begin(), lower, replicates.end());
        if (part == 0) return *lower;
        const double upper = *std::min_element(lower + 1, replicates.end());
        return *lower + part * (upper - *lower);
    };
    return {at(0.5 - 0.5 * level), at(0.5 + 0.5 * level)};
}

namespace {

/// The interval of what `figure(random)` comes to when it is asked again and again.
template <typename Figure>
Result<Interval> interval_of(std::size_t days, const BootstrapOptions& options, Figure figure) {
    constexpr std::size_t kDaysMin = 3;
    if (days < kDaysMin) {
        return fail(ErrorKind::NotEnoughData, "an interval over days needs 3 days");
    }
    Random random(options.seed);
    std::vector<double> replicates;
    replicates.reserve(static_cast<std::size_t>(options.replicates));
    for (int i = 0; i < options.replicates; ++i) {
        const std::optional<double> value = figure(random);
        if (value && std::isfinite(*value)) replicates.push_back(*value);
    }
    const auto asked = static_cast<std::size_t>(options.replicates);
    if (replicates.empty() || replicates.size() < asked - asked / 10) {
        return fail(ErrorKind::NotEnoughData, "too many draws of days hold no data");
    }
    return percentile_interval(std::move(replicates), options.level);
}

std::size_t block_of(std::size_t days, const BootstrapOptions& options) {
    return options.block == 0 ? block_days(days) : options.block;
}

}  // namespace

Result<Interval> bootstrap_interval(std::size_t days, const DayStatistic& statistic,
                                    const BootstrapOptions& options) {
    const std::size_t block = block_of(days, options);
    return interval_of(days, options,
                       [&](Random& random) { return statistic(draw_days(days, block, random)); });
}

Result<Interval> bootstrap_mean_interval(std::span<const DayPart> days,
                                         const BootstrapOptions& options) {
    const std::size_t n = days.size();
    const std::size_t block = std::min(std::max<std::size_t>(n, 1), block_of(n, options));
    // Up to each day, twice round, so that a run over the end is one difference too.
    std::vector<DayPart> up_to(1);
    for (std::size_t i = 0; i < 2 * n; ++i) {
        up_to.push_back(
            {up_to.back().sum + days[i % n].sum, up_to.back().count + days[i % n].count});
    }
    return interval_of(n, options, [&](Random& random) -> std::optional<double> {
        DayPart all;
        for (std::size_t drawn = 0; drawn < n; drawn += block) {
            const std::size_t start = random.index(n);
            const std::size_t end = start + std::min(block, n - drawn);
            all.sum += up_to[end].sum - up_to[start].sum;
            all.count += up_to[end].count - up_to[start].count;
        }
        return all.sum / all.count;
    });
}

}  // namespace attune::stats
