#include "attune/stats/rates.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace attune::stats;
using attune::ErrorKind;

namespace {

Count count(double hits, double of) {
    return {std::lround(hits), std::lround(of)};
}

std::vector<Count> counts(const std::vector<double>& pairs, std::size_t values) {
    std::vector<Count> out;
    for (std::size_t i = 0; i + 1 < pairs.size() - values + 1; i += 2) {
        out.push_back(count(pairs[i], pairs[i + 1]));
    }
    return out;
}

/// What our functions make of the arguments of one vector, in the order of its values.
std::vector<double> evaluate(const std::string& name, const std::vector<double>& v) {
    if (name == "wilson") {
        const auto interval = wilson_interval(rate_of(count(v[0], v[1]))).value();
        return {interval.low, interval.high};
    }
    if (name == "jeffreys") {
        const auto interval = jeffreys_interval(count(v[0], v[1])).value();
        return {interval.low, interval.high};
    }
    if (name == "newcombe") {
        const auto change =
            newcombe_difference(rate_of(count(v[0], v[1])), rate_of(count(v[2], v[3]))).value();
        return {change.difference, change.interval.low, change.interval.high};
    }
    if (name == "icc") return {intra_day_correlation(counts(v, 1)).value()};
    return {};
}

}  // namespace

TEST_CASE("rates, differences and intra-day correlations agree with R to 1e-9") {
    std::size_t compared = 0;
    for (const auto& vector : attune::testing::load_vectors("rates.txt")) {
        const auto got = evaluate(vector.name, vector.numbers);
        for (std::size_t i = 0; i < got.size(); ++i) {
            const double expected = vector.numbers[vector.numbers.size() - got.size() + i];
            INFO(vector.name << " value " << i << ": " << got[i] << ", R " << expected);
            CHECK(std::abs(got[i] - expected) < 1e-9);
            ++compared;
        }
    }
    CHECK(compared == 36);
}

TEST_CASE("the reference values of the statistics page hold") {
    const auto wilson = wilson_interval(rate_of({7, 18})).value();
    CHECK(wilson.low == doctest::Approx(0.203052).epsilon(1e-5));
    CHECK(wilson.high == doctest::Approx(0.613810).epsilon(1e-6));
    const auto jeffreys = jeffreys_interval({7, 18}).value();
    CHECK(jeffreys.low == doctest::Approx(0.193813).epsilon(1e-5));
    CHECK(jeffreys.high == doctest::Approx(0.616646).epsilon(1e-6));
    CHECK(wilson_interval(rate_of({0, 5}))->high == doctest::Approx(0.434482).epsilon(1e-6));
    CHECK(jeffreys_interval({0, 5})->high == doctest::Approx(0.379377).epsilon(1e-6));
    CHECK(jeffreys_interval({0, 5})->low == 0);
    const auto change = newcombe_difference(rate_of({7, 18}), rate_of({31, 58})).value();
    CHECK(std::abs(change.difference - -0.146) < 5e-4);
    CHECK(std::abs(change.interval.low - -0.368) < 5e-4);
    CHECK(std::abs(change.interval.high - 0.1125) < 5e-4);
}

TEST_CASE("the method paper's own example gives its printed interval") {
    // Source: Newcombe 1998, Table II, contrast (a) 56/70 - 48/80, method 10: 0.0524 to 0.3339.
    const auto change = newcombe_difference(rate_of({56, 70}), rate_of({48, 80})).value();
    CHECK(std::abs(change.interval.low - 0.0524) < 5e-5);
    CHECK(std::abs(change.interval.high - 0.3339) < 5e-5);
}

TEST_CASE("no entries give no interval") {
    CHECK(wilson_interval(Rate{0, 0}).error().kind == ErrorKind::NotEnoughData);
    CHECK(jeffreys_interval(Count{}).error().kind == ErrorKind::NotEnoughData);
    CHECK(newcombe_difference(rate_of({1, 2}), Rate{}).error().kind == ErrorKind::NotEnoughData);
}

TEST_CASE("entries that differ within days keep their full weight") {
    const std::vector<Count> days{{1, 3}, {1, 3}, {2, 4}, {1, 2}};
    const DesignEffect effect = design_effect(days);
    REQUIRE(effect.correlation);
    CHECK(*effect.correlation < 0);
    CHECK(effect.n_effective == effect.n);
}

TEST_CASE("days that agree within themselves are worth one entry each") {
    const std::vector<Count> days{{3, 3}, {0, 3}, {3, 3}, {0, 3}};
    const DesignEffect effect = design_effect(days);
    CHECK(effect.correlation.value() == doctest::Approx(1));
    CHECK(effect.n_effective == doctest::Approx(4));
    CHECK(clustered_rate(days).share == 0.5);
}

TEST_CASE("the order of days and days without entries change nothing") {
    const std::vector<Count> days{{3, 4}, {0, 3}, {1, 2}};
    const std::vector<Count> mixed{{1, 2}, {0, 0}, {3, 4}, {0, 0}, {0, 3}};
    CHECK(design_effect(days).n_effective == doctest::Approx(design_effect(mixed).n_effective));
    CHECK(clustered_rate(days).share == clustered_rate(mixed).share);
}

TEST_CASE("one day alone says nothing about how days differ") {
    const std::vector<Count> days{{3, 6}};
    CHECK_FALSE(intra_day_correlation(days));
    CHECK(design_effect(days).n_effective == 6);
    CHECK_FALSE(intra_day_correlation(std::vector<Count>{{2, 2}, {3, 3}}));
    CHECK_FALSE(intra_day_correlation(std::vector<Count>{{1, 1}, {0, 1}}));
    CHECK(design_effect({}).n_effective == 0);
}
