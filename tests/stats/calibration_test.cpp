#include "attune/stats/calibration.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace attune::stats;
using attune::ErrorKind;
using attune::testing::vector_named;

namespace {

const std::vector<Prediction> kSix{{.8, false}, {.6, false}, {.9, true},
                                   {.7, false}, {.5, false}, {.75, true}};

}  // namespace

TEST_CASE("the Brier score and Spiegelhalter's Z agree with R") {
    const auto expected = vector_named("series.txt", "brier");
    REQUIRE(expected.size() == 3);
    const BrierScore score = brier_score(kSix).value();
    CHECK(std::abs(score.score - expected[0]) < 1e-9);
    CHECK(std::abs(score.reference - expected[1]) < 1e-9);
    CHECK(std::abs(score.skill.value() - expected[2]) < 1e-9);
    CHECK(std::abs(spiegelhalter_z(kSix).value() -
                   vector_named("series.txt", "spiegelhalter").at(0)) < 1e-9);
}

TEST_CASE("below its minimum a score is not given") {
    CHECK(brier_score(std::span(kSix).first(4)).error().kind == ErrorKind::NotEnoughData);
    CHECK(murphy_parts(kSix).error().kind == ErrorKind::NotEnoughData);
    CHECK(spiegelhalter_z(std::vector<Prediction>{{.5, true}, {1, true}}).error().kind ==
          ErrorKind::NotEnoughData);
    CHECK_FALSE(brier_score(std::vector<Prediction>(5, {.4, false}))->skill);
}

TEST_CASE("Murphy's parts add up to the score") {
    std::vector<Prediction> many;
    for (int i = 0; i < 40; ++i)
        many.push_back({(i % 4 + 1) / 5.0, i % 3 == 0});
    const MurphyParts parts = murphy_parts(many).value();
    CHECK(parts.reliability - parts.resolution + parts.uncertainty ==
          doctest::Approx(brier_score(many)->score));
}

TEST_CASE("the table has its borders at 33 and 66 percent") {
    const std::vector<Prediction> edges{
        {0, false}, {.33, true}, {.34, true}, {.66, false}, {.67, true}};
    const auto rows = calibration_table(edges);
    CHECK(rows[0].came_true == Count{1, 2});
    CHECK(rows[1].came_true == Count{1, 2});
    CHECK(rows[2].came_true == Count{1, 1});
    CHECK(rows[0].predicted == doctest::Approx(0.165));
    CHECK(calibration_table({})[1].predicted == 0);
}
