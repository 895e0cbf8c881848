#include "attune/stats/summary.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "support/series.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;

TEST_CASE("quantiles and spreads of the reference series agree with R") {
    const auto& x = attune::testing::series_x();
    std::size_t compared = 0;
    for (const auto& vector : attune::testing::load_vectors("rates.txt")) {
        const auto& v = vector.numbers;
        INFO(vector.name);
        if (vector.name == "quantile_x") {
            CHECK(quantile(x, v[0]).value() == doctest::Approx(v[1]).epsilon(1e-12));
        } else if (vector.name == "sd_x") {
            CHECK(standard_deviation(x).value() == doctest::Approx(v[0]).epsilon(1e-12));
        } else if (vector.name == "mad_x") {
            CHECK(median_deviation(x).value() == doctest::Approx(v[0]).epsilon(1e-12));
        } else if (vector.name == "mean_x") {
            CHECK(mean(x).value() == doctest::Approx(v[0]).epsilon(1e-12));
        } else {
            continue;
        }
        ++compared;
    }
    CHECK(compared == 9);
}

TEST_CASE("no values have no middle and one value has no spread") {
    CHECK_FALSE(mean({}));
    CHECK_FALSE(median({}));
    CHECK_FALSE(median_deviation({}));
    const std::vector<double> one{4};
    CHECK(median(one) == 4);
    CHECK_FALSE(standard_deviation(one));
}

TEST_CASE("an even number of values has its median halfway") {
    const std::vector<double> values{9, 1, 4, 5};
    CHECK(median(values) == 4.5);
}
