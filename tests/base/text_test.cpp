#include "attune/base/text.hpp"

#include <doctest/doctest.h>

using namespace attune;

TEST_CASE("in ASCII a letter keeps being that letter without its mark") {
    CHECK(to_ascii("Zo\u00eb and Andr\u00e9") == "Zoe and Andre");
    CHECK(to_ascii("Zoe\u0308") == "Zoe");
    CHECK(to_ascii("\u2018a\u2019 \u2192 b") == "'a' -> b");
    CHECK(to_ascii("\u9577\u3044") == "????");
    CHECK(to_ascii("\u00df\u00f8") == "??");
    CHECK(to_ascii("\xff") == "?");
}
