#include "attune/base/counted.hpp"

#include <doctest/doctest.h>

using namespace attune;

TEST_CASE("only one of a thing is one thing") {
    CHECK(counted(0, "entry", "entries") == "0 entries");
    CHECK(counted(1, "entry", "entries") == "1 entry");
    CHECK(counted(2, "entry", "entries") == "2 entries");
}
