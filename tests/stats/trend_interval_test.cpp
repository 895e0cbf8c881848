#include "attune/stats/trend_interval.hpp"

#include <doctest/doctest.h>

#include "attune/stats/trend.hpp"

using namespace attune::stats;

namespace {

/// 84 days that fall by 0.05 a day with a ripple of four days.
DaySeries falling() {
    DaySeries days;
    for (int i = 0; i < 84; ++i)
        days.emplace_back(8 - 0.05 * i + 0.5 * (i % 4));
    return days;
}

}  // namespace

TEST_CASE("the interval of a slope holds the slope and comes out alike for one seed") {
    const DaySeries days = falling();
    const auto interval = theil_sen_interval(days, {.seed = 7, .replicates = 199});
    REQUIRE(interval);
    CHECK(interval->contains(*theil_sen_slope(days)));
    CHECK(interval->high < 0);
    CHECK(*interval == *theil_sen_interval(days, {.seed = 7, .replicates = 199}));
}

TEST_CASE("the interval of a slope turns with the scale and stands still under a shift") {
    DaySeries turned = falling();
    DaySeries raised = falling();
    for (std::size_t i = 0; i < turned.size(); ++i) {
        *turned[i] *= -2;
        *raised[i] += 16;
    }
    const auto interval = theil_sen_interval(falling(), {.seed = 3, .replicates = 199});
    const auto other = theil_sen_interval(turned, {.seed = 3, .replicates = 199});
    const auto shifted = theil_sen_interval(raised, {.seed = 3, .replicates = 199});
    REQUIRE((interval && other && shifted));
    CHECK(other->low == doctest::Approx(-2 * interval->high));
    CHECK(other->high == doctest::Approx(-2 * interval->low));
    CHECK(shifted->low == doctest::Approx(interval->low));
    CHECK(shifted->high == doctest::Approx(interval->high));
}

TEST_CASE("missing days stay missing in the interval of a slope and too few leave none") {
    DaySeries days = falling();
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (i % 5 == 2) days[i].reset();
    }
    const auto interval = theil_sen_interval(days, {.seed = 5, .replicates = 199});
    REQUIRE(interval);
    CHECK(interval->contains(*theil_sen_slope(days)));
    CHECK_FALSE(theil_sen_interval(DaySeries{1.0, {}, 3.0}, {.seed = 1}));
    CHECK_FALSE(theil_sen_interval({}, {.seed = 1}));
}
