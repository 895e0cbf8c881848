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
    std::sort(replicates.begin(), replicates.end());
    const auto at = [&](double share) {
        const double last = static_cast<double>(replicates.size()) - 1;
        const double place = std::clamp(share * (last + 2) - 1, 0.0, last);
        const auto below = static_cast<std::size_t>(place);
        const double part = place - static_cast<double>(below);
        if (part == 0) return replicates[below];
        return replicates[below] + part * (replicates[below + 1] - replicates[below]);
    };
    return {at(0.5 - 0.5 * level), at(0.5 + 0.5 * level)};
}

Result<Interval> bootstrap_interval(std::size_t days, const DayStatistic& statistic,
                                    const BootstrapOptions& options) {
    constexpr std::size_t kDaysMin = 3;
    if (days < kDaysMin) {
        return fail(ErrorKind::NotEnoughData, "an interval over days needs 3 days");
    }
    Random random(options.seed);
    const std::size_t block = options.block == 0 ? block_days(days) : options.block;
    std::vector<double> replicates;
    replicates.reserve(static_cast<std::size_t>(options.replicates));
    for (int i = 0; i < options.replicates; ++i) {
        const auto value = statistic(draw_days(days, block, random));
        if (value && std::isfinite(*value)) replicates.push_back(*value);
    }
    const auto asked = static_cast<std::size_t>(options.replicates);
    if (replicates.empty() || replicates.size() < asked - asked / 10) {
        return fail(ErrorKind::NotEnoughData, "too many draws of days hold no data");
    }
    return percentile_interval(std::move(replicates), options.level);
}

}  // namespace attune::stats
