#include "attune/stats/resample.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <doctest/doctest.h>

#include "attune/stats/summary.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;

namespace {

std::vector<double> vector_named(const std::string& name) {
    return attune::testing::vector_named("rates.txt", name);
}

DayStatistic over(const std::vector<double>& days,
                  std::optional<double> (*figure)(std::span<const double>)) {
    return [days, figure](std::span<const std::size_t> drawn) {
        std::vector<double> values;
        for (const std::size_t day : drawn)
            values.push_back(days[day]);
        return figure(values);
    };
}

}  // namespace

TEST_CASE("blocks grow with the cube root and are whole weeks from six weeks on") {
    CHECK(block_days(1) == 3);
    CHECK(block_days(27) == 3);
    CHECK(block_days(28) == 4);
    CHECK(block_days(41) == 4);
    CHECK(block_days(42) == 7);
    CHECK(block_days(365) == 7);
}

TEST_CASE("drawn days come in runs that go round the end and each day is as likely as any other") {
    Random random(11);
    std::map<std::size_t, int> seen;
    for (int i = 0; i < 3000; ++i) {
        const auto drawn = draw_days(10, 4, random);
        REQUIRE(drawn.size() == 10);
        for (std::size_t at = 0; at < drawn.size(); ++at) {
            ++seen[drawn[at]];
            if (at % 4 != 0) REQUIRE(drawn[at] == (drawn[at - 1] + 1) % 10);
        }
    }
    REQUIRE(seen.size() == 10);
    for (const auto& one : seen) {
        INFO(one.first);
        CHECK(std::abs(one.second - 3000) < 300);
    }
}

TEST_CASE("intervals of a mean and a median come to those of all possible draws") {
    const auto days = vector_named("days");
    const auto mean_ends = vector_named("exact_mean");
    const auto median_ends = vector_named("exact_median");
    REQUIRE(days.size() == 9);
    REQUIRE(mean_ends.size() == 3);
    REQUIRE(median_ends.size() == 2);
    const BootstrapOptions options{.seed = 5, .replicates = 19999};
    const auto means = bootstrap_interval(9, over(days, &mean), options).value();
    CHECK(std::abs(means.low - mean_ends[0]) < 0.12);  // one step of the means is 1/9
    CHECK(std::abs(means.high - mean_ends[1]) < 0.12);
    const auto medians = bootstrap_interval(9, over(days, &median), options).value();
    CHECK(medians.low == median_ends[0]);
    CHECK(medians.high == median_ends[1]);
}

TEST_CASE("the same seed gives the same interval") {
    const std::vector<double> days{3, 5, 1, 8, 2, 2, 7, 9, 4, 6, 3, 5};
    const auto first = bootstrap_interval(days.size(), over(days, &mean), {.seed = 1}).value();
    const auto again = bootstrap_interval(days.size(), over(days, &mean), {.seed = 1}).value();
    const auto other = bootstrap_interval(days.size(), over(days, &mean), {.seed = 2}).value();
    CHECK(first == again);
    CHECK_FALSE(first == other);
}

TEST_CASE("a shift of all days shifts the interval and a scale scales it") {
    const std::vector<double> days{3, 5, 1, 8, 2, 2, 7, 9, 4, 6, 3, 5};
    std::vector<double> changed;
    for (const double value : days)
        changed.push_back(2 * value + 10);
    const auto plain = bootstrap_interval(days.size(), over(days, &median), {.seed = 3}).value();
    const auto moved = bootstrap_interval(days.size(), over(changed, &median), {.seed = 3}).value();
    CHECK(moved.low == doctest::Approx(2 * plain.low + 10));
    CHECK(moved.high == doctest::Approx(2 * plain.high + 10));
}

TEST_CASE("two days, or draws that mostly hold no data, give no interval") {
    const std::vector<double> days{1, 2};
    CHECK(bootstrap_interval(2, over(days, &mean), {}).error().kind ==
          attune::ErrorKind::NotEnoughData);
    const DayStatistic rarely = [](std::span<const std::size_t> drawn) -> std::optional<double> {
        if (drawn.front() != 0) return std::nullopt;
        return 1;
    };
    CHECK(bootstrap_interval(20, rarely, {}).error().kind == attune::ErrorKind::NotEnoughData);
}

TEST_CASE("percentile ends are order statistics where they can be") {
    std::vector<double> replicates;
    for (int i = 1999; i >= 1; --i)
        replicates.push_back(i);
    const Interval interval = percentile_interval(replicates, 0.95);
    CHECK(interval.low == doctest::Approx(50));
    CHECK(interval.high == doctest::Approx(1950));
    CHECK(percentile_interval({7}, 0.95) == Interval{7, 7});
}

TEST_CASE("a mean over days by runs has the interval of the mean over drawn days") {
    Random random(12);
    for (const std::size_t n : {3U, 10U, 41U, 60U}) {
        std::vector<DayPart> days;
        for (std::size_t i = 0; i < n; ++i)
            days.push_back({10 * random.unit(), 1 + static_cast<double>(random.index(3))});
        const auto mean_of = [&](std::span<const std::size_t> drawn) -> std::optional<double> {
            DayPart all;
            for (const std::size_t day : drawn) {
                all.sum += days[day].sum;
                all.count += days[day].count;
            }
            return all.sum / all.count;
        };
        const BootstrapOptions options{.seed = n, .replicates = 199};
        const auto expected = bootstrap_interval(n, mean_of, options).value();
        const auto interval = bootstrap_mean_interval(days, options).value();
        CHECK(std::abs(interval.low - expected.low) < 1e-9);
        CHECK(std::abs(interval.high - expected.high) < 1e-9);
    }
    CHECK(bootstrap_mean_interval(std::vector<DayPart>(2), {}).error().kind ==
          attune::ErrorKind::NotEnoughData);
    CHECK(bootstrap_mean_interval({}, {}).error().kind == attune::ErrorKind::NotEnoughData);
    // Days without any part in it.
    CHECK(bootstrap_mean_interval(std::vector<DayPart>(20), {}).error().kind ==
          attune::ErrorKind::NotEnoughData);
}
