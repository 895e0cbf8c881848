#include "attune/quiz/unscored.hpp"

#include <doctest/doctest.h>

#include "attune/quiz/score.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;

namespace {

/// A scale item, one with several choices, one in words that shows when q is at least 3.
definition::Questionnaire mixed() {
    return loaded(
        "id = \"k\"\ntitle = \"K\"\nversion = \"1\"\n[response]\nrange = [1, 5]\n"
        "[[item]]\nid = \"q\"\n[[item]]\nid = \"many\"\ntype = \"choices\"\n"
        "[[item]]\nid = \"said\"\ntype = \"text\"\nshow_if = \"q >= 3\"\n"
        "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q\"]\n");
}

}  // namespace

TEST_CASE("several choices come in any order, with blanks or commas, and count once") {
    const auto q = mixed();
    const auto read = [&](std::string_view text) {
        return read_unscored(text, q.items[1], q.responses[0]);
    };
    for (const char* typed : {"1 3 4", "4,3,1", " 1, 3,4 3", "1\t3  4"}) {
        CAPTURE(typed);
        REQUIRE(read(typed));
        CHECK(read(typed)->chosen == std::vector<double>{1, 3, 4});
        CHECK(unscored_text(*read(typed)) == "1 3 4");
    }
    for (const char* none : {"1 6", "0", "often", "1-3", "2.5", "1;3"}) {
        CAPTURE(none);
        CHECK_FALSE(read(none).has_value());
    }
    for (const char* blank : {"", "-", "NA"}) {
        CAPTURE(blank);
        REQUIRE(read(blank));
        CHECK_FALSE(read(blank)->is_given());
    }
}

TEST_CASE("words are taken as they are, and only a lone - is none") {
    const auto q = mixed();
    const auto read = [&](std::string_view text) {
        return read_unscored(text, q.items[2], q.responses[0]).value().words;
    };
    CHECK(read("  na, 3 = #1 ") == "na, 3 = #1");
    CHECK(read("two\nlines") == "two\nlines");
    CHECK(read("-").empty());
    CHECK(read("\xFF") == "\xEF\xBF\xBD");
}

TEST_CASE("named lines answer in words and with several choices, beside the numbers") {
    const auto q = mixed();
    const auto typed =
        parse_answers(q, "said = a #1 = b # c\r\nq = 4\nmany = 5 1 # two\n", "a").value();
    CHECK(typed.answers == answers({4, kBlank, kBlank}));
    CHECK(typed.unscored[1].chosen == std::vector<double>{1, 5});
    CHECK(typed.unscored[2].words == "a #1 = b # c");
    CHECK(count_given(typed.answers, typed.unscored) == 3);
    CHECK(score_answers(q, typed.answers).scales[0].blank == 0);
    CHECK(parse_answers(q, "many = 1 9", "a").error().where == "a:1:7");
}

TEST_CASE("a hidden item loses its words") {
    const auto typed = parse_answers(mixed(), "q = 2\nsaid = gone\nmany = 2", "a").value();
    CHECK_FALSE(typed.unscored[2].is_given());
    CHECK(typed.unscored[1].is_given());
}

TEST_CASE("a list holds one choice and no words") {
    const auto q = mixed();
    CHECK(parse_answers(q, "4,2,-", "a").value().unscored[1].chosen == std::vector<double>{2});
    CHECK(parse_answers(q, "4,-,", "a").error().message == "2 answers for the 3 items of 'k'");
    const Error error = parse_answers(q, "4,2,3", "a").error();
    CHECK(error.message == "item 'said' is answered in words, which a list cannot hold");
    CHECK(error.where == "a:1:5");
}
