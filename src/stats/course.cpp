#include "attune/stats/course.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "attune/stats/change_point.hpp"
#include "attune/stats/series.hpp"
#include "attune/stats/summary.hpp"
#include "attune/stats/trend.hpp"
#include "attune/stats/trend_interval.hpp"

namespace attune::stats {

namespace {

constexpr int kWeekDays = 7;
constexpr std::size_t kSegmentDaysMin = 7;

Status check_enough(std::span<const std::optional<double>> days, std::size_t days_min) {
    if (days.size() < days_min) {
        return fail(ErrorKind::NotEnoughData, std::to_string(days_min) + " days needed, " +
                                                  std::to_string(days.size()) + " present");
    }
    const std::size_t with = days_with_value(days);
    if (with < kTrendDataMin) {
        return fail(ErrorKind::NotEnoughData, std::to_string(kTrendDataMin) +
                                                  " days with data needed, " +
                                                  std::to_string(with) + " present");
    }
    return {};
}

/// The days with data: their numbers and values.
struct Present {
    std::vector<std::size_t> numbers;
    std::vector<double> values;
};

Present present_days(std::span<const std::optional<double>> days) {
    Present out;
    for (std::size_t day = 0; day < days.size(); ++day) {
        if (!days[day]) continue;
        out.numbers.push_back(day);
        out.values.push_back(*days[day]);
    }
    return out;
}

DaySeries medians_of_weeks(std::span<const std::optional<double>> days) {
    DaySeries out;
    for (std::size_t first = 0; first < days.size(); first += kWeekDays) {
        std::vector<double> values;
        for (std::size_t i = first; i < std::min(first + kWeekDays, days.size()); ++i) {
            if (days[i]) values.push_back(*days[i]);
        }
        out.push_back(median(values));
    }
    return out;
}

/// Sum of squares around the two means of a division at `at`.
double rest_of(std::span<const double> values, std::size_t at) {
    double rest = 0;
    for (const auto part : {values.first(at), values.subspan(at)}) {
        const double centre = mean(part).value_or(0);
        for (const double value : part)
            rest += (value - centre) * (value - centre);
    }
    return rest;
}

/// The breaks that outweigh the penalty, or else the one of the best division in two.
Result<std::vector<std::size_t>> likely_breaks(std::span<const double> values) {
    if (const auto penalty = change_penalty(values)) {
        auto breaks = penalised_breaks(values, *penalty, kSegmentDaysMin);
        if (!breaks.empty()) return breaks;
    }
    ATTUNE_TRY(Segmentation two, best_segmentation(values, 1, kSegmentDaysMin));
    return std::move(two.breaks);
}

}  // namespace

Result<WeeklyTrend> weekly_trend(std::span<const std::optional<double>> days, std::uint64_t seed,
                                 int replicates) {
    ATTUNE_CHECK(check_enough(days, kTrendDaysMin));
    const int days_per_step = days.size() <= kDailyTrendMax ? 1 : kWeekDays;
    const DaySeries steps =
        days_per_step == 1 ? DaySeries(days.begin(), days.end()) : medians_of_weeks(days);
    ATTUNE_TRY(const TrendTest test, ar1_trend_test(steps, seed, replicates));
    // Each replicate looks at all pairs of days; 499 of them place the ends well enough.
    constexpr int kIntervalReplicates = 499;
    ATTUNE_TRY(
        const Interval interval,
        theil_sen_interval(steps, {.seed = seed ^ 0x5eed,
                                   .replicates = std::min(replicates, kIntervalReplicates)}));
    const double steps_per_week = static_cast<double>(kWeekDays) / days_per_step;
    return WeeklyTrend{.per_week = theil_sen_slope(steps).value_or(0) * steps_per_week,
                       .interval = {interval.low * steps_per_week, interval.high * steps_per_week},
                       .p = test.p,
                       .phi = test.phi,
                       .days = days_with_value(days),
                       .days_per_step = days_per_step};
}

Result<LevelChange> level_change(std::span<const std::optional<double>> days, std::uint64_t seed,
                                 int replicates) {
    ATTUNE_CHECK(check_enough(days, kChangeDaysMin));
    const Present present = present_days(days);
    LevelChange out;
    out.n = present.values.size();
    ATTUNE_TRY(out.p, cusum_p_ar1(present.values, seed, replicates));
    if (out.p > kClaimLevel) return out;
    ATTUNE_TRY(const auto breaks, likely_breaks(present.values));
    const std::span<const double> values(present.values);
    const auto explains_more = [&](std::size_t a, std::size_t b) {
        return rest_of(values, a) < rest_of(values, b);
    };
    const std::size_t best = *std::min_element(breaks.begin(), breaks.end(), explains_more);
    out.day = present.numbers[best];
    out.before = mean(values.first(best)).value_or(0);
    out.after = mean(values.subspan(best)).value_or(0);
    return out;
}

}  // namespace attune::stats
