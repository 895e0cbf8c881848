#include "attune/stats/course.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "attune/stats/change_point.hpp"
#include "attune/stats/series.hpp"
#include "attune/stats/summary.hpp"
#include "attune/stats/trend.hpp"

namespace attune::stats {

namespace {

constexpr double kWeek = 7;
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

}  // namespace

Result<WeeklyTrend> weekly_trend(std::span<const std::optional<double>> days, std::uint64_t seed,
                                 int replicates) {
    ATTUNE_CHECK(check_enough(days, kTrendDaysMin));
    ATTUNE_TRY(const TrendTest test, ar1_trend_test(days, seed, replicates));
    const Present present = present_days(days);
    const double slope = theil_sen_slope(days).value_or(0);
    std::vector<double> rest(present.values);
    for (std::size_t i = 0; i < rest.size(); ++i)
        rest[i] -= slope * static_cast<double>(present.numbers[i]);

    std::vector<std::optional<double>> drawn(days.size());
    const auto statistic = [&](std::span<const std::size_t> order) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            drawn[present.numbers[i]] =
                slope * static_cast<double>(present.numbers[i]) + rest[order[i]];
        }
        return theil_sen_slope(drawn);
    };
    // Each replicate looks at all pairs of days; 499 of them place the ends well enough.
    constexpr int kIntervalReplicates = 499;
    ATTUNE_TRY(const Interval interval,
               bootstrap_interval(rest.size(), statistic,
                                  {.seed = seed ^ 0x5eed,
                                   .replicates = std::min(replicates, kIntervalReplicates)}));
    return WeeklyTrend{.per_week = slope * kWeek,
                       .interval = {interval.low * kWeek, interval.high * kWeek},
                       .p = test.p,
                       .phi = test.phi,
                       .days = present.values.size()};
}

Result<LevelChange> level_change(std::span<const std::optional<double>> days, std::uint64_t seed,
                                 int replicates) {
    ATTUNE_CHECK(check_enough(days, kChangeDaysMin));
    const Present present = present_days(days);
    LevelChange out;
    out.n = present.values.size();
    ATTUNE_TRY(out.p, cusum_p_ar1(present.values, seed, replicates));
    const auto penalty = change_penalty(present.values);
    if (out.p > kClaimLevel || !penalty) return out;
    std::optional<std::size_t> best;
    for (const std::size_t at : penalised_breaks(present.values, *penalty, kSegmentDaysMin)) {
        if (!best || rest_of(present.values, at) < rest_of(present.values, *best)) best = at;
    }
    if (!best) return out;
    const std::span<const double> values(present.values);
    out.day = present.numbers[*best];
    out.before = mean(values.first(*best)).value_or(0);
    out.after = mean(values.subspan(*best)).value_or(0);
    return out;
}

}  // namespace attune::stats
