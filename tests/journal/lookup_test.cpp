#include "attune/journal/lookup.hpp"

#include <doctest/doctest.h>

using namespace attune::journal;

TEST_CASE("a value is found by key and phase, a field by name, and nothing by anything else") {
    Record record;
    record.values = {{"feeling.hurt", "before", 7, "", 0.0, 10.0},
                     {"feeling.hurt", "after", 3, "", 0.0, 10.0},
                     {"feeling.hurt", "after", 2, "", 0.0, 10.0}};
    record.fields = {{"thought", "He left"}, {"thought", "again"}, {"other", ""}};
    REQUIRE(find_value(record, "feeling.hurt", "after") != nullptr);
    CHECK(find_value(record, "feeling.hurt", "after")->number == 3);
    CHECK(find_value(record, "feeling.hurt", "before")->number == 7);
    CHECK(find_value(record, "feeling.hurt", "peak") == nullptr);
    CHECK(find_value(record, "feeling", "after") == nullptr);
    REQUIRE(find_field(record, "thought") != nullptr);
    CHECK(*find_field(record, "thought") == "He left");
    REQUIRE(find_field(record, "other") != nullptr);
    CHECK(find_field(record, "other")->empty());
    CHECK(find_field(record, "Thought") == nullptr);
    CHECK(find_value(Record(), "", "") == nullptr);
}
