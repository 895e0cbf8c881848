#include "attune/stats/trend_interval.hpp"

#include <vector>

#include "attune/stats/series.hpp"
#include "attune/stats/summary.hpp"
#include "attune/stats/trend.hpp"

namespace attune::stats {

Result<Interval> theil_sen_interval(std::span<const std::optional<double>> days,
                                    const BootstrapOptions& options) {
    constexpr std::size_t kDaysMin = 3;
    const auto slope = theil_sen_slope(days);
    if (!slope || days_with_value(days) < kDaysMin)
        return fail(ErrorKind::NotEnoughData, "the interval of a slope needs three days");
    DaySeries left(days.begin(), days.end());
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i]) *left[i] -= *slope * static_cast<double>(i);
    }
    DaySeries drawn(days.size());
    return bootstrap_interval(
        days.size(),
        [&](std::span<const std::size_t> numbers) -> std::optional<double> {
            for (std::size_t i = 0; i < drawn.size(); ++i) {
                drawn[i] = left[numbers[i]];
                if (drawn[i]) *drawn[i] += *slope * static_cast<double>(i);
            }
            return theil_sen_slope(drawn);
        },
        options);
}

}  // namespace attune::stats
