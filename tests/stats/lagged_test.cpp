#include "attune/stats/lagged.hpp"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "attune/stats/series.hpp"
#include "stats/autoregression.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;
using attune::ErrorKind;
using attune::testing::load_vectors;
using attune::testing::vector_named;

namespace {

DaySeries with_gaps(const std::vector<double>& numbers) {
    DaySeries out;
    for (const double number : numbers)
        out.push_back(number == -99 ? std::optional<double>() : number);
    return out;
}

}  // namespace

TEST_CASE("lagged associations agree with R, missing days included") {
    const DaySeries first = with_gaps(vector_named("association.txt", "first"));
    const DaySeries second = with_gaps(vector_named("association.txt", "second"));
    REQUIRE(first.size() == 60);
    const auto got = lagged_association(first, second).value();
    CHECK(std::abs(got.phi - vector_named("association.txt", "phi").at(0)) < 1e-9);
    std::size_t compared = 0;
    for (const auto& vector : load_vectors("association.txt")) {
        if (vector.name != "lag") continue;
        const LagAssociation& one = got.lags.at(compared++);
        INFO(one.lag);
        CHECK(std::abs(one.correlation - vector.numbers.at(1)) < 1e-9);
        CHECK(std::abs(one.interval.low - vector.numbers.at(2)) < 1e-9);
        CHECK(std::abs(one.interval.high - vector.numbers.at(3)) < 1e-9);
        CHECK(std::abs(one.p - vector.numbers.at(4)) < 1e-9);
        CHECK(static_cast<double>(one.pairs) == vector.numbers.at(5));
        CHECK(std::abs(one.pairs_effective - vector.numbers.at(6)) < 1e-9);
    }
    CHECK(compared == 4);
}

TEST_CASE("what comes a day before is found at that lag, whatever the scale") {
    Random random(4);
    const auto course = draw_ar1(84, 0.3, random);
    DaySeries x;
    DaySeries y{5.0};
    for (const double value : course)
        x.emplace_back(value);
    for (std::size_t i = 0; i + 1 < course.size(); ++i)
        y.emplace_back(std::exp(course[i]) + 0.3 * draw_normal(random));
    const auto got = lagged_association(x, y).value();
    CHECK(got.lags[1].correlation > 0.6);
    CHECK(got.lags[1].p < 0.002);
    CHECK(got.lags[1].interval.low > 0);
    CHECK(got.lags[2].p > 0.01);
    for (auto& day : x)
        day = 7 * *day - 100;
    CHECK(lagged_association(x, y)->lags[1].p == got.lags[1].p);
}

TEST_CASE("a lagged pair needs 42 days and at most 30 percent missing") {
    Random random(5);
    DaySeries x = complete_series(draw_ar1(kLagDaysMin, 0, random));
    DaySeries y = complete_series(draw_ar1(kLagDaysMin, 0, random));
    CHECK(lagged_association(x, y));
    // 42 days may miss 12.6.
    for (std::size_t i = 0; i < 12; ++i)
        y[3 * i].reset();
    CHECK(lagged_association(x, y));
    y[38].reset();
    CHECK(lagged_association(x, y).error().kind == ErrorKind::NotEnoughData);
    x.pop_back();
    y.pop_back();
    CHECK_FALSE(lagged_association(x, complete_series(draw_ar1(kLagDaysMin - 1, 0, random))));
    CHECK_FALSE(lagged_association(DaySeries(60, 1.0), DaySeries(60, 2.0)));
}

TEST_CASE("ranks share their mean where values are alike") {
    const auto ranks = ranks_of(DaySeries{5, std::nullopt, 1, 5, 9});
    CHECK(ranks[0] == 2.5);
    CHECK_FALSE(ranks[1]);
    CHECK(ranks[2] == 1);
    CHECK(ranks[4] == 4);
}

TEST_CASE("within a day a moment is compared with the next one alone") {
    Random random(6);
    std::vector<TimedMoment> moments;
    for (std::size_t day = 0; day < 25; ++day) {
        const double level = 3 * draw_normal(random);
        double last = 0;
        for (int i = 0; i < 4; ++i) {
            const double before = draw_normal(random);
            moments.push_back({day, 120.0 * i, level + before, level + last});
            last = before;
        }
    }
    const auto linked = within_day_lag(moments, 1, 199).value();
    CHECK(linked.pairs == 75);
    CHECK(linked.days == 25);
    CHECK(linked.correlation > 0.9);
    CHECK(linked.p == doctest::Approx(1.0 / 200));

    std::vector<TimedMoment> apart = moments;
    for (TimedMoment& moment : apart)
        moment.minute *= 3.01;
    CHECK(within_day_lag(apart, 1, 19).error().message == "40 pairs within days needed, 0 present");
    std::reverse(moments.begin(), moments.end());
    CHECK(within_day_lag(moments, 1, 199)->p == linked.p);
}

TEST_CASE("moments of one day share its level, which is no association") {
    Random random(7);
    int alarms = 0;
    for (int i = 0; i < 100; ++i) {
        std::vector<TimedMoment> moments;
        for (std::size_t day = 0; day < 20; ++day) {
            const double level = 3 * draw_normal(random);
            for (int k = 0; k < 4; ++k)
                moments.push_back(
                    {day, 60.0 * k, level + draw_normal(random), level + draw_normal(random)});
        }
        alarms += within_day_lag(moments, 3, 99)->p <= 0.05 ? 1 : 0;
    }
    CHECK(alarms <= 11);
}
