#include "attune/journal/practice.hpp"

#include <doctest/doctest.h>

using namespace attune;
using namespace attune::journal;

TEST_CASE("minutes are those that passed, to the second") {
    using std::chrono::milliseconds;
    CHECK(minutes_of(std::chrono::minutes(5)) == doctest::Approx(5));
    CHECK(minutes_of(milliseconds(390'000)) == doctest::Approx(6.5));
    CHECK(minutes_of(milliseconds(6'000)) == doctest::Approx(0.1));
    CHECK(minutes_of(milliseconds(499)) == doctest::Approx(0));
    CHECK(minutes_of(milliseconds(20'400)) == doctest::Approx(0.33));
}

TEST_CASE("a number of minutes is read back to the second it came from") {
    for (int seconds = 0; seconds < 3600; seconds += 7) {
        const std::string words = describe_minutes(minutes_of(std::chrono::seconds(seconds)));
        const int minutes = seconds / 60;
        const int rest = seconds % 60;
        std::string expected = std::to_string(rest) + " s";
        if (minutes > 0)
            expected = std::to_string(minutes) + " min" +
                       (rest > 0 ? " " + std::to_string(rest) + " s" : "");
        CHECK(words == expected);
    }
    CHECK(describe_minutes(75.4) == "75 min");
    CHECK(describe_minutes(-3) == "-3 min");
    CHECK(describe_minutes(1e300) == "1e+300 min");
}

TEST_CASE("a session is its minutes and ratings, each with its ends") {
    const PracticeSession session{.definition = "breath 1 00",
                                  .done = std::chrono::minutes(5),
                                  .ratings = {{"tense", "before", 6, 0, 10},
                                              {"near", "after", 4, 1, 5},
                                              {"tense", "after", 3, 0, 10},
                                              {"far", "before", 2, 0, 10}},
                                  .people = {"sam"},
                                  .text = "a word"};
    const Record record = record_of(session, Moment{});
    CHECK(record.kind == kPracticeKind);
    CHECK(record.definition == "breath 1 00");
    CHECK(record.text == "a word");
    REQUIRE(record.values.size() == 5);
    CHECK(record.values[0].key == "minutes");
    CHECK(record.values[0].phase == "item");
    CHECK(!record.values[0].low);
    CHECK(record.values[2].low == 1);
    CHECK(record.values[2].high == 5);
    CHECK(describe_practice(record) == "5 min, tense 6-3, near 4, far before 2");
}

TEST_CASE("a record of another program without minutes is described by what it has") {
    Record record;
    record.kind = kPracticeKind;
    CHECK(describe_practice(record).empty());
    record.values.push_back({"calm\x1b", "before", 2});
    CHECK(describe_practice(record).find('\x1b') == std::string::npos);
}
