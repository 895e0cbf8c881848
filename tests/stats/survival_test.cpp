#include "attune/stats/survival.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace attune::stats;
using attune::testing::load_vectors;
using attune::testing::vector_named;

namespace {

const std::vector<Duration> kTimes{{20, true}, {45, true}, {60, true},   {30, true}, {120, false},
                                   {15, true}, {90, true}, {240, false}, {35, true}, {60, true}};

void compare_curve(SurvivalScale scale, const std::string& name) {
    const auto steps = survival_curve(kTimes, scale).value();
    std::size_t i = 0;
    for (const auto& vector : load_vectors("series.txt")) {
        if (vector.name != name) continue;
        REQUIRE(i < steps.size());
        INFO(name << " at " << steps[i].time);
        CHECK(steps[i].time == vector.numbers[0]);
        CHECK(std::abs(steps[i].share - vector.numbers[1]) < 1e-9);
        CHECK(std::abs(steps[i].interval.low - vector.numbers[2]) < 1e-9);
        CHECK(std::abs(steps[i].interval.high - vector.numbers[3]) < 1e-9);
        ++i;
    }
    CHECK(i == 7);
}

}  // namespace

TEST_CASE("the curve and both of its intervals agree with R") {
    compare_curve(SurvivalScale::Log, "survival_log");
    compare_curve(SurvivalScale::LogLog, "survival_loglog");
}

TEST_CASE("the median time and its ends agree with R, and an end may be out of reach") {
    const auto median = median_time(kTimes).value();
    CHECK(median.median == 52.5);
    CHECK(median.low == 30);
    CHECK_FALSE(median.high);
    const auto expected = vector_named("series.txt", "median_time_loglog");
    const auto other = median_time(kTimes, SurvivalScale::LogLog).value();
    CHECK(other.low == expected.at(1));
    CHECK(other.high == expected.at(2));
}

TEST_CASE("open cases alone give no median and order does not matter") {
    CHECK_FALSE(median_time(std::vector<Duration>{{5, false}, {9, false}}));
    CHECK_FALSE(median_time({}));
    std::vector<Duration> reversed(kTimes.rbegin(), kTimes.rend());
    CHECK(median_time(reversed)->median == 52.5);
    CHECK_FALSE(median_time(std::vector<Duration>{{5, true}, {9, false}, {9, false}})->median);
}

TEST_CASE("one fall by half in ten minutes is a half-time of ten minutes") {
    CHECK(two_point_half_time(8, 4, 10).value() == doctest::Approx(10));
    CHECK(two_point_half_time(8, 2, 10).value() == doctest::Approx(5));
    CHECK_FALSE(two_point_half_time(4, 4, 10));
    CHECK_FALSE(two_point_half_time(4, 0, 10));
}
