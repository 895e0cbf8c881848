#include "attune/stats/granularity.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace attune::stats;
using attune::ErrorKind;

namespace {

const Ratings kRatings{3, {7, 5, 6, 8, 3, 7, 2, 1, 3, 6, 5, 4, 9, 4, 8, 4, 3, 2, 5, 6, 3, 8, 7, 7}};

}  // namespace

TEST_CASE("intraclass correlations agree with R") {
    const auto expected = attune::testing::vector_named("series.txt", "icc");
    REQUIRE(expected.size() == 3);
    const auto icc = intraclass_correlations(kRatings).value();
    CHECK(std::abs(icc.single_random - expected[0]) < 1e-9);
    CHECK(std::abs(icc.average_agreement - expected[1]) < 1e-9);
    CHECK(std::abs(icc.average_consistency - expected[2]) < 1e-9);
    CHECK(granularity(kRatings).value() == doctest::Approx(1 - expected[2]));
}

TEST_CASE("feelings that always move together have no granularity") {
    CHECK(granularity(Ratings{2, {1, 3, 4, 6, 2, 4}}).value() == doctest::Approx(0));
}

TEST_CASE("what cannot be interpreted is not computed") {
    const auto refused = [](const Ratings& ratings) { return granularity(ratings).error().kind; };
    CHECK(refused({2, {1, 3, 4, 3, 2, 3}}) ==
          ErrorKind::NotEnoughData);  // a feeling without variance
    CHECK(refused({2, {1, 9, 9, 1, 2, 8, 8, 3}}) == ErrorKind::NotEnoughData);  // they disagree
    CHECK(refused({1, {1, 2, 3}}) == ErrorKind::NotEnoughData);
    CHECK(refused({3, {1, 2, 3}}) == ErrorKind::NotEnoughData);
}
