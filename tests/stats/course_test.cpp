#include "attune/stats/course.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "attune/stats/series.hpp"
#include "attune/stats/trend.hpp"
#include "stats/autoregression.hpp"

using namespace attune::stats;
using attune::ErrorKind;

namespace {

DaySeries falling(std::size_t days, double per_day, Random& random) {
    DaySeries out;
    for (const double value : draw_ar1(days, 0.3, random)) {
        out.emplace_back(6 + value - per_day * static_cast<double>(out.size()));
    }
    return out;
}

}  // namespace

TEST_CASE("a fall is told per week with an interval around it") {
    Random random(8);
    const DaySeries days = falling(70, 0.05, random);
    const WeeklyTrend trend = weekly_trend(days, 1, 199).value();
    CHECK(trend.per_week == doctest::Approx(7 * theil_sen_slope(days).value()));
    CHECK(trend.interval.contains(trend.per_week));
    CHECK(trend.interval.high < 0);
    CHECK(trend.claimed());
    CHECK(trend.days == 70);
    CHECK(weekly_trend(days, 1, 199)->interval == trend.interval);
}

TEST_CASE("intervals of a weekly trend hold the true slope about as often as they say") {
    Random random(81);
    int held = 0;
    for (int i = 0; i < 60; ++i) {
        held += weekly_trend(falling(56, 0.02, random), 5, 99)->interval.contains(-0.14) ? 1 : 0;
    }
    CHECK(held >= 49);
}

TEST_CASE("a trend needs 56 days, 35 of them with data") {
    Random random(9);
    const DaySeries days = falling(kTrendDaysMin, 0, random);
    CHECK(weekly_trend(days, 1, 19));
    const DaySeries short_by_one(days.begin(), days.end() - 1);
    const auto refused = weekly_trend(short_by_one, 1, 19);
    CHECK(refused.error().kind == ErrorKind::NotEnoughData);
    CHECK(refused.error().message == "56 days needed, 55 present");

    DaySeries thin = days;
    for (std::size_t i = 0; i < kTrendDaysMin - kTrendDataMin; ++i)
        thin[2 * i].reset();
    CHECK(weekly_trend(thin, 1, 19));
    CHECK(level_change(thin, 1, 19));
    thin[1].reset();
    CHECK(weekly_trend(thin, 1, 19).error().message == "35 days with data needed, 34 present");
    CHECK_FALSE(level_change(thin, 1, 19));
}

TEST_CASE("a change of level is found in its week, once, and days without data keep their place") {
    Random random(12);
    DaySeries days;
    for (std::size_t day = 0; day < 84; ++day)
        days.emplace_back((day < 50 ? 6.0 : 3.0) + draw_normal(random));
    for (const std::size_t gone : {3U, 20U, 21U, 60U})
        days[gone].reset();
    const LevelChange change = level_change(days, 1, 199).value();
    REQUIRE(change.day);
    CHECK(*change.day >= 48);
    CHECK(*change.day <= 52);
    CHECK(change.before == doctest::Approx(6).epsilon(0.1));
    CHECK(change.after == doctest::Approx(3).epsilon(0.2));
    CHECK(change.n == 80);
}

TEST_CASE("what the test calls a change has a week, and what it does not call one has none") {
    Random random(14);
    int told = 0;
    for (int i = 0; i < 60; ++i) {
        DaySeries days;
        for (std::size_t day = 0; day < kChangeDaysMin; ++day)
            days.emplace_back((day < 28 ? 5.0 : 4.2) + draw_normal(random));
        const LevelChange change = level_change(days, 3, 99).value();
        CHECK(change.day.has_value() == (change.p <= kClaimLevel));
        if (!change.day) continue;
        ++told;
        CHECK(*change.day >= 7);
        CHECK(*change.day <= kChangeDaysMin - 7);
    }
    CHECK(told >= 20);
}

TEST_CASE("no change is told of days that only carry over") {
    Random random(13);
    int told = 0;
    for (int i = 0; i < 60; ++i) {
        const auto days = complete_series(draw_ar1(kChangeDaysMin, 0.6, random));
        told += level_change(days, 2, 99)->day ? 1 : 0;
    }
    CHECK(told <= 7);
    const auto days = complete_series(draw_ar1(kChangeDaysMin - 1, 0.6, random));
    CHECK(level_change(days, 2, 99).error().message == "56 days needed, 55 present");
}
