#include "attune/stats/instability.hpp"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "stats/autoregression.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;
using attune::ErrorKind;
using attune::testing::vector_named;

namespace {

/// Five ratings a day at random minutes, whose differences grow as gap^growth.
std::vector<TimedValue> wandering(std::size_t days, double growth, Random& random) {
    std::vector<TimedValue> out;
    for (std::size_t day = 0; day < days; ++day) {
        double minute = 500;
        double value = 5;
        for (int i = 0; i < 5; ++i) {
            out.push_back({day, minute, value});
            const double gap = 20 + 300 * random.unit();
            minute += gap;
            value += std::pow(gap / 150, growth) * draw_normal(random);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("the smooth curve agrees with R's lowess, outlier and ties included") {
    const auto x = vector_named("regression.txt", "lowess_x");
    const auto y = vector_named("regression.txt", "lowess_y");
    REQUIRE(x.size() == 15);
    const auto check = [&](const char* name, const LowessOptions& options) {
        const auto expected = vector_named("regression.txt", name);
        const auto got = lowess(x, y, options);
        REQUIRE(got.size() == expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            INFO(name << " " << i);
            CHECK(std::abs(got[i] - expected[i]) < 1e-9);
        }
    };
    check("lowess", {});
    check("lowess_once", {.span = 0.4, .passes = 0});
    CHECK(lowess({}, {}).empty());
}

TEST_CASE("differences that grow with the gap are brought to one gap") {
    Random random(15);
    CHECK(timed_instability(wandering(150, 0.5, random))->lambda ==
          doctest::Approx(0.5).epsilon(0.3));
    CHECK(timed_instability(wandering(150, 0, random))->lambda < 0.15);
    const auto adjusted = timed_instability(wandering(150, 0.5, random)).value();
    // At the median gap of 170 minutes the variance of a difference is 170/150.
    CHECK(adjusted.gap_median == doctest::Approx(170).epsilon(0.1));
    CHECK(adjusted.mssd == doctest::Approx(170.0 / 150).epsilon(0.2));
}

TEST_CASE("even gaps need no adjustment") {
    std::vector<TimedValue> values;
    for (std::size_t day = 0; day < 20; ++day) {
        for (int i = 0; i < 3; ++i)
            values.push_back({day, 60.0 * i, i == 1 ? 7.0 : 5.0});
    }
    const auto got = timed_instability(values).value();
    CHECK(got.lambda == 0);
    CHECK(got.mssd == doctest::Approx(4));
    CHECK(got.pairs == 40);
    values.pop_back();
    CHECK(timed_instability(values).error().message == "40 pairs within days needed, 39 present");
}

TEST_CASE("pairs never cross the night nor a gap above six hours") {
    const std::vector<TimedValue> values{{2, 100, 3}, {1, 1400, 1}, {1, 1000, 2},
                                         {2, 460, 5}, {2, 821, 9},  {2, 460, 5}};
    const auto pairs = successive_pairs(values);
    REQUIRE(pairs.size() == 1);
    CHECK(pairs[0].day == 2);
    CHECK(pairs[0].gap == 360);
    CHECK(pairs[0].second == 5);
    std::vector<TimedValue> close{{1, 1040, 1}, {1, 1400, 2}, {1, 1039, 8}};
    CHECK(successive_pairs(close).size() == 2);
    std::reverse(close.begin(), close.end());
    CHECK(successive_pairs(close)[0].first == 8);
}
