#include "attune/stats/interrupted.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "attune/stats/series.hpp"
#include "stats/autoregression.hpp"
#include "support/series.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;
using attune::ErrorKind;
using attune::testing::load_vectors;
using attune::testing::series_x;
using attune::testing::vector_named;

namespace {

/// Coefficients, standard errors, phi and sigma of one line of regression.txt.
void check_fit(const InterruptedFit& got, const std::vector<double>& expected, double within) {
    REQUIRE(expected.size() == 10);
    for (std::size_t k = 0; k < 4; ++k) {
        INFO(k);
        CHECK(std::abs(got.coefficients[k] - expected[k]) < within);
        CHECK(std::abs(got.standard_errors[k] - expected[4 + k]) < within);
    }
    CHECK(std::abs(got.phi - expected[8]) < within);
    CHECK(std::abs(got.sigma - expected[9]) < within);
}

DaySeries stepped(double jump, double phi, Random& random, std::size_t days = 84,
                  std::size_t start = 28) {
    DaySeries out;
    std::size_t day = 0;
    for (const double value : draw_ar1(days, phi, random))
        out.emplace_back(value + (day++ >= start ? jump : 0.0));
    return out;
}

}  // namespace

TEST_CASE("the interrupted fit agrees with nlme at a given carry-over, gaps included") {
    DaySeries whole = complete_series(series_x());
    DaySeries gaps = whole;
    for (const std::size_t day : {2U, 3U, 8U, 16U, 24U})
        gaps[day].reset();
    std::size_t compared = 0;
    for (const auto& vector : load_vectors("regression.txt")) {
        if (vector.name != "gls_fixed" && vector.name != "gls_gaps") continue;
        const DaySeries& days = vector.name == "gls_gaps" ? gaps : whole;
        check_fit(fit_interrupted(days, 15, vector.numbers.at(8)).value(), vector.numbers, 1e-9);
        ++compared;
    }
    CHECK(compared == 6);
}

TEST_CASE("the carry-over itself is found where nlme finds it") {
    const auto got = fit_interrupted(complete_series(series_x()), 15).value();
    check_fit(got, vector_named("regression.txt", "gls_free"), 1e-6);
    // As printed on the statistics page.
    CHECK(std::abs(got.coefficients[0] - 6.84716) < 5e-6);
    CHECK(std::abs(got.coefficients[1] - -.185606) < 5e-7);
    CHECK(std::abs(got.jump() - .17715) < 5e-6);
    CHECK(std::abs(got.bend() - .051656) < 5e-7);
    CHECK(std::abs(got.phi - -.5036) < 5e-5);
}

TEST_CASE("Newey-West errors agree with sandwich") {
    const auto expected = vector_named("regression.txt", "newey_west");
    REQUIRE(expected.size() == 9);
    const auto got = fit_newey_west(complete_series(series_x()), 15).value();
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(std::abs(got.coefficients[k] - expected[k]) < 1e-9);
        CHECK(std::abs(got.standard_errors[k] - expected[4 + k]) < 1e-9);
    }
    CHECK(std::abs(got.sigma - expected[8]) < 1e-9);
    CHECK(std::abs(got.standard_errors[0] - .31997) < 5e-6);
    CHECK(std::abs(got.standard_errors[1] - .03590) < 5e-6);
    CHECK(std::abs(got.standard_errors[2] - .46358) < 5e-6);
    CHECK(std::abs(got.standard_errors[3] - .04927) < 5e-6);
}

TEST_CASE("a planted jump is found and none where there is none") {
    Random random(41);
    const auto with = interrupted_test(stepped(-3, 0.3, random), 28, 1, 199).value();
    CHECK(with.jump.p < 0.05);
    CHECK(with.jump.interval.high < 0);
    CHECK(with.jump.interval.contains(-3));
    const auto without = interrupted_test(stepped(0, 0.3, random), 28, 1, 199).value();
    CHECK(without.jump.interval.contains(0));
    CHECK(without.bend.interval.contains(without.bend.estimate));
}

TEST_CASE("the interval moves with the data and the seed repeats it") {
    Random random(6);
    const DaySeries days = stepped(1, 0.3, random, 60, 20);
    DaySeries doubled;
    for (const auto& day : days)
        doubled.emplace_back(2 * *day + 5);
    const auto one = interrupted_test(days, 20, 3, 99).value();
    const auto two = interrupted_test(doubled, 20, 3, 99).value();
    CHECK(two.jump.estimate == doctest::Approx(2 * one.jump.estimate).epsilon(1e-6));
    CHECK(two.jump.interval.low == doctest::Approx(2 * one.jump.interval.low).epsilon(1e-4));
    CHECK(two.jump.p == one.jump.p);
    CHECK(interrupted_test(days, 20, 3, 99)->jump.interval == one.jump.interval);
}

TEST_CASE("a program is judged from 14 days before and 28 after, no earlier") {
    Random random(3);
    const DaySeries days =
        stepped(0, 0, random, kProgramBeforeMin + kProgramAfterMin, kProgramBeforeMin);
    CHECK(interrupted_test(days, kProgramBeforeMin, 1, 19));
    CHECK(interrupted_test(days, kProgramBeforeMin - 1, 1, 19).error().kind ==
          ErrorKind::NotEnoughData);
    CHECK(interrupted_test(days, kProgramBeforeMin + 1, 1, 19).error().kind ==
          ErrorKind::NotEnoughData);
    DaySeries missing = days;
    missing[2].reset();
    CHECK_FALSE(interrupted_test(missing, kProgramBeforeMin, 1, 19));
    CHECK_FALSE(fit_interrupted(DaySeries(30, 4.0), 15));
    CHECK_FALSE(fit_newey_west(complete_series(series_x()), 2));
}

TEST_CASE("a start drawn from 21 days has a smallest p of 1 in 21") {
    DaySeries days;
    for (int day = 0; day < 84; ++day)
        days.emplace_back(day < 30 ? 7.0 + 0.01 * (day % 3) : 3.0 + 0.01 * (day % 5));
    const auto at_the_step = random_start_test(days, 30, 20, 21).value();
    CHECK(at_the_step.p == doctest::Approx(1.0 / 21));
    CHECK(at_the_step.window == 21);
    CHECK(at_the_step.difference == doctest::Approx(-4).epsilon(0.01));
    CHECK(random_start_test(days, 38, 20, 21)->p > 0.2);
    CHECK_FALSE(random_start_test(days, 41, 20, 21));
    CHECK_FALSE(random_start_test(days, 19, 20, 21));
    CHECK_FALSE(random_start_test(DaySeries(10), 5, 4, 3));
}
