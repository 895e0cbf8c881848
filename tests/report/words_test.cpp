#include "report/words.hpp"

#include <doctest/doctest.h>

using namespace attune::report;

TEST_CASE("a range beside zero does not end at a rounded zero") {
    CHECK(between_points({0.004, 0.22}) == "between +0.4 and +22");
    CHECK(between_points({-0.22, -0.0004}) == "between -22 and -0.04");
    CHECK(between_points({-0.004, 0.22}) == "between 0 and +22");
    CHECK(between_points({0.0, 0.22}) == "between 0 and +22");
    CHECK(between_points({-0.37, 0.11}) == "between -37 and +11");
}

TEST_CASE("how much further moments settled says n and has signs in its range") {
    CHECK(matched_effect_words(0.61, 63, {0.41, 0.78}) ==
          "vs similar moments without: 0.6 points more (n=63), likely between +0.4 and +0.8");
    CHECK(matched_effect_words(-1.5, 9, {-2.1, -0.01}) ==
          "vs similar moments without: 1.5 points less (n=9), likely between -2.1 and -0.01");
}
