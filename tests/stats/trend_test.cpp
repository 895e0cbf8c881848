#include "attune/stats/trend.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "stats/autoregression.hpp"
#include "support/series.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;
using attune::ErrorKind;
using attune::testing::series_x;
using attune::testing::vector_named;

TEST_CASE("the slope, its interval and Mann-Kendall agree with R") {
    const DaySeries x = complete_series(series_x());
    const auto expected = vector_named("series.txt", "mann_kendall");
    REQUIRE(expected.size() == 5);
    const MannKendall test = mann_kendall(x).value();
    CHECK(static_cast<double>(test.s) == expected[0]);
    CHECK(std::abs(test.variance - expected[1]) < 1e-9);
    CHECK(std::abs(test.z - expected[2]) < 1e-9);
    CHECK(std::abs(test.p - expected[3]) < 1e-9);
    CHECK(std::abs(test.tau_b - expected[4]) < 1e-9);

    CHECK(std::abs(theil_sen_slope(x).value() - -1.0 / 7) < 1e-9);
    const auto ends = vector_named("series.txt", "sen_interval");
    const Interval interval = sen_interval(x).value();
    CHECK(std::abs(interval.low - ends.at(0)) < 1e-9);
    CHECK(std::abs(interval.high - ends.at(1)) < 1e-9);
}

TEST_CASE("a missing day keeps its place on the time axis") {
    CHECK(theil_sen_slope(DaySeries{1, std::nullopt, 3}) == 1);
    CHECK(theil_sen_slope(DaySeries{1, 3}) == 2);
    CHECK_FALSE(theil_sen_slope(DaySeries{1, std::nullopt}));
}

TEST_CASE("days that are all alike or too few have no trend") {
    CHECK(mann_kendall(DaySeries{3, 3, 3, 3}).error().kind == ErrorKind::NotEnoughData);
    CHECK(mann_kendall(DaySeries{3, 4}).error().kind == ErrorKind::NotEnoughData);
    CHECK(ar1_trend_test(DaySeries(9, 3.0), 1).error().kind == ErrorKind::NotEnoughData);
    CHECK(sen_interval(DaySeries{}).error().kind == ErrorKind::NotEnoughData);
}

TEST_CASE("a smooth fall is a trend and its mirror image is the same") {
    const TrendTest fall = ar1_trend_test(complete_series(series_x()), 1).value();
    CHECK(fall.p < 0.02);
    CHECK(std::abs(fall.phi - 0.341314) < 1e-6);
    DaySeries rise;
    for (const double value : series_x())
        rise.emplace_back(10 - value);
    CHECK(std::abs(ar1_trend_test(rise, 1)->p - fall.p) < 0.005);
}

TEST_CASE("the same seed gives the same p and missing days are no trouble") {
    DaySeries days = complete_series(series_x());
    days[4].reset();
    days[5].reset();
    days[20].reset();
    const double p = ar1_trend_test(days, 9)->p;
    CHECK(p == ar1_trend_test(days, 9)->p);
    CHECK(p < 0.05);
}

TEST_CASE("carry-over without a trend is rarely taken for one") {
    // 200 null diaries of 56 days at phi 0.6; the slow suite holds this to [.02, .08] over 1000.
    Random random(2024);
    int alarms = 0;
    for (int i = 0; i < 200; ++i) {
        const auto days = complete_series(draw_ar1(56, 0.6, random));
        alarms += ar1_trend_test(days, 7, 199)->p <= 0.05 ? 1 : 0;
    }
    CHECK(alarms <= 20);
    CHECK(alarms >= 1);
}
