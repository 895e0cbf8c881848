#include "attune/stats/series.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "support/series.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;
using attune::testing::series_x;
using attune::testing::vector_named;

namespace {

double only(const std::string& name) {
    const auto numbers = vector_named("series.txt", name);
    REQUIRE(numbers.size() == 1);
    return numbers[0];
}

}  // namespace

TEST_CASE("instability and carry-over of the reference series agree with R") {
    const DaySeries x = complete_series(series_x());
    CHECK(std::abs(mean_squared_difference(x).value() - only("mssd")) < 1e-9);
    CHECK(std::abs(std::sqrt(mean_squared_difference(x).value()) - only("rmssd")) < 1e-9);
    CHECK(std::abs(autocorrelation(x).value() - only("acf1")) < 1e-9);
    CHECK(std::abs(inertia(x).value() - only("inertia")) < 1e-9);
    CHECK(only("mssd") == doctest::Approx(4.241379).epsilon(1e-6));
    CHECK(only("inertia") == doctest::Approx(0.341314).epsilon(1e-6));
}

TEST_CASE("no difference is taken across a missing day") {
    const DaySeries days{1, 2, std::nullopt, 9, 8};
    CHECK(mean_squared_difference(days) == 1);
    CHECK_FALSE(mean_squared_difference(DaySeries{1, std::nullopt, 3}));
}

TEST_CASE("missing days at the ends change nothing") {
    DaySeries x = complete_series(series_x());
    const double r = autocorrelation(x).value();
    x.insert(x.begin(), std::nullopt);
    x.push_back(std::nullopt);
    CHECK(autocorrelation(x).value() == doctest::Approx(r));
}

TEST_CASE("shift leaves carry-over alone and scale squares into the differences") {
    DaySeries changed;
    for (const double value : series_x())
        changed.emplace_back(3 * value - 7);
    const DaySeries x = complete_series(series_x());
    CHECK(autocorrelation(changed).value() == doctest::Approx(autocorrelation(x).value()));
    CHECK(mean_squared_difference(changed).value() ==
          doctest::Approx(9 * mean_squared_difference(x).value()));
}

TEST_CASE("series without variance or with too few days have no carry-over") {
    CHECK_FALSE(autocorrelation(DaySeries{4, 4, 4, 4}));
    CHECK_FALSE(autocorrelation(DaySeries{4, 5}));
    CHECK_FALSE(inertia(DaySeries{4, 5, 4, 5}));
}
