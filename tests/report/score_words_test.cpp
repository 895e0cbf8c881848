#include "report/score_words.hpp"

#include <doctest/doctest.h>

using namespace attune::report;

TEST_CASE("the end of an interval beside zero is not shown as zero") {
    CHECK(shown_signed(-0.04) == "0.0");
    CHECK(shown_beside_zero(-0.04) == "-0.04");
    CHECK(shown_beside_zero(0.004) == "+0.004");
    CHECK(shown_beside_zero(-1.26) == shown_signed(-1.26));
    CHECK(shown_beside_zero(0) == "+0.0000");
}
