#include "attune/stats/multiple.hpp"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace attune::stats;

namespace {

const std::vector<double> kP{.001, .008, .039, .041, .042, .06,  .074, .205,
                             .212, .216, .222, .251, .269, .275, .34};

}  // namespace

TEST_CASE("adjusted p-values agree with R to 1e-9") {
    std::size_t compared = 0;
    for (const auto& vector : attune::testing::load_vectors("rates.txt")) {
        if (vector.name != "bh" && vector.name != "by") continue;
        const auto got = vector.name == "bh" ? benjamini_hochberg(kP) : benjamini_yekutieli(kP);
        REQUIRE(got.size() == vector.numbers.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            INFO(vector.name << " " << i);
            CHECK(std::abs(got[i] - vector.numbers[i]) < 1e-9);
            ++compared;
        }
    }
    CHECK(compared == 30);
}

TEST_CASE("adjusted p-values stay with their questions when the order changes") {
    std::vector<double> reversed(kP.rbegin(), kP.rend());
    auto adjusted = benjamini_hochberg(reversed);
    std::reverse(adjusted.begin(), adjusted.end());
    CHECK(adjusted == benjamini_hochberg(kP));
}

TEST_CASE("one question needs no adjustment and none gives none") {
    CHECK(benjamini_hochberg(std::vector<double>{.03}) == std::vector<double>{.03});
    CHECK(benjamini_yekutieli(std::vector<double>{.03}) == std::vector<double>{.03});
    CHECK(benjamini_hochberg({}).empty());
}
