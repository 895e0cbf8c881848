#include "attune/stats/change_point.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "attune/stats/series.hpp"
#include "stats/autoregression.hpp"
#include "support/series.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;
using attune::testing::series_x;
using attune::testing::vector_named;

TEST_CASE("the best divisions of the reference series agree with R") {
    for (std::size_t breaks = 0; breaks <= 3; ++breaks) {
        const auto expected = vector_named("series.txt", "breaks" + std::to_string(breaks));
        REQUIRE(expected.size() == breaks + 2);
        const Segmentation got = best_segmentation(series_x(), breaks, 5).value();
        INFO(breaks);
        REQUIRE(got.breaks.size() == breaks);
        for (std::size_t i = 0; i < breaks; ++i) {
            CHECK(static_cast<double>(got.breaks[i]) == expected[i]);
        }
        CHECK(std::abs(got.residual_squares - expected[breaks]) < 1e-9);
        CHECK(std::abs(got.bic - expected[breaks + 1]) < 1e-9);
    }
}

TEST_CASE("the CUSUM statistic and its p agree with R") {
    const auto expected = vector_named("series.txt", "cusum");
    const double statistic = cusum_statistic(series_x()).value();
    CHECK(std::abs(statistic - expected.at(0)) < 1e-9);
    CHECK(std::abs(cusum_p_independent(statistic) - expected.at(1)) < 1e-9);
    CHECK(cusum_p_independent(0) == 1);
}

TEST_CASE("a planted change of level is found at its day and a penalty keeps noise whole") {
    Random random(5);
    std::vector<double> days;
    for (int i = 0; i < 84; ++i)
        days.push_back((i < 40 ? 6 : 3) + draw_normal(random));
    const auto breaks = penalised_breaks(days, change_penalty(days).value(), 7);
    REQUIRE(breaks.size() == 1);
    CHECK(breaks[0] >= 39);
    CHECK(breaks[0] <= 41);
    CHECK(cusum_p_ar1(days, 1).value() < 0.05);

    // Carry-over makes levels by itself: the penalty allows for it, and a change counts only with
    // the CUSUM test.
    int plain = 0;
    int allowed_for = 0;
    int claimed = 0;
    for (int i = 0; i < 100; ++i) {
        const auto quiet = draw_ar1(84, 0.6, random);
        const double penalty = change_penalty(quiet).value();
        const double phi = usable_phi(inertia(complete_series(quiet)).value());
        plain += penalised_breaks(quiet, penalty * (1 - phi) / (1 + phi), 7).empty() ? 0 : 1;
        if (penalised_breaks(quiet, penalty, 7).empty()) continue;
        ++allowed_for;
        claimed += cusum_p_ar1(quiet, 3, 199).value() <= 0.05 ? 1 : 0;
    }
    CHECK(allowed_for < plain / 2);
    CHECK(claimed <= 10);
}

TEST_CASE("penalised breaks are those of the division with that many levels") {
    const auto breaks = penalised_breaks(series_x(), 9, 5);
    CHECK(breaks == best_segmentation(series_x(), breaks.size(), 5)->breaks);
    CHECK(penalised_breaks(series_x(), 1e6, 5).empty());
}

TEST_CASE("too few days have no levels") {
    CHECK_FALSE(best_segmentation(std::vector<double>{1, 2, 3}, 1, 5));
    CHECK(penalised_breaks(std::vector<double>{1, 2, 3}, 1, 2).empty());
    CHECK_FALSE(cusum_statistic(std::vector<double>{2, 2, 2, 2}));
    CHECK_FALSE(cusum_p_ar1(std::vector<double>{1, 2, 3}, 1));
    CHECK_FALSE(change_penalty(std::vector<double>{1, 2}));
}
