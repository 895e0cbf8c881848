#include "attune/quiz/answers.hpp"

#include <doctest/doctest.h>

#include "attune/quiz/unscored.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;

TEST_CASE("blank, out of range and no value are three different things") {
    const auto q = key(1, "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q1\"]\n");
    const auto state = [&](std::string_view text) {
        return read_answer(text, q.responses[0]).state;
    };
    for (const char* blank : {"", "  ", "-", "NA", "na", "N/A", "NaN", "null", "."}) {
        CAPTURE(blank);
        CHECK(state(blank) == AnswerState::Blank);
    }
    for (const char* outside : {"0", "6", "-1", "99", "1e300"}) {
        CAPTURE(outside);
        CHECK(state(outside) == AnswerState::OutOfRange);
    }
    for (const char* none : {"2.5", "x", "3,0", "inf", "4 5", "often"}) {
        CAPTURE(none);
        CHECK(state(none) == AnswerState::NotAValue);
    }
    for (const char* three : {"3", " 3 ", "3.0", "+3", "03", "3e0"}) {
        CAPTURE(three);
        CHECK(read_answer(three, q.responses[0]) == Answer{AnswerState::Value, 3});
    }
}

TEST_CASE("a list of answers may be split by commas, blanks and lines, with blanks and comments") {
    const auto q = key(4, "");
    const Answers expected = answers({1, kBlank, 3, 5});
    for (const char* text :
         {"1,,3,5", "1 - 3 5", "1\n-\n3\n5\n", "1, NA, 3, 5\r\n", "1,-,\n3,5 # the last two\n",
          "\xEF\xBB\xBF"
          "1;;3;5",
          "q1 = 1\nq4 = 5\n# q2 is left out\nq3=3"}) {
        CAPTURE(text);
        const auto read = parse_answers(q, text, "a.txt");
        REQUIRE(read);
        CHECK(read->answers == expected);
    }
}

TEST_CASE("an equals sign in a comment makes no named list of a plain one") {
    CHECK(parse_answers(key(2, ""), "# or q1 = 3\n1 2\n", "a").value().answers == answers({1, 2}));
}

TEST_CASE("an answer that is none is an error with its place") {
    const auto q = key(3, "");
    const auto error = [&](std::string_view text) {
        return parse_answers(q, text, "a.txt").error();
    };
    CHECK(error("1,9,3").where == "a.txt:1:3");
    CHECK(error("1,9,3").message == "the answer to item 'q2' is none of its values");
    CHECK(error("1,9,3").hint == "answers are 1 to 5, or - for a blank");
    CHECK(error("1\n2.5\n3").where == "a.txt:2:1");
    CHECK(error("1,2").message == "2 answers for the 3 items of 'k'");
    CHECK(error("1,2,3,4").where == "a.txt:1:7");
    CHECK(error("").message == "0 answers for the 3 items of 'k'");
    CHECK(error("q1 = 1\nq9 = 2").message == "no item 'q9'");
    CHECK(error("q1 = 1\n  q9 = 2").where == "a.txt:2:3");
    CHECK(error("q1 = 1\nq1 = 2").message == "item 'q1' is answered twice");
    CHECK(error("q1 = 1\nq2 2").message == "this line has no '='");
    CHECK(error("q1 = 7").where == "a.txt:1:5");
    CHECK(error("1,9,3").kind == ErrorKind::BadInput);
}

TEST_CASE(
    "the wrong order of the same answers gives other items, so the order is asked for by name") {
    const auto q = key(3, "[[order]]\nname = \"turned\"\nitems = [\"q3\", \"q1\", \"q2\"]\n");
    CHECK(parse_answers(q, "1,2,3", "a", "turned").value().answers == answers({2, 3, 1}));
    CHECK(parse_answers(q, "1,2,3", "a").value().answers == answers({1, 2, 3}));
    CHECK(parse_answers(q, "1,2,3", "a", "tuned").error().kind == ErrorKind::Usage);
}

TEST_CASE("an item whose condition does not hold loses its answer, and so do those behind it") {
    const auto q = loaded(
        "id = \"k\"\ntitle = \"K\"\nversion = \"1\"\n[response]\nrange = [1, 5]\n"
        "[[item]]\nid = \"a\"\n[[item]]\nid = \"b\"\nshow_if = \"a >= 3\"\n[[item]]\nid = "
        "\"c\"\nshow_if = \"b = 5\"\n");
    Answers shown = answers({3, 5, 1});
    hide_unasked(q, shown);
    CHECK(shown == answers({3, 5, 1}));
    Answers hidden = answers({2, 5, 1});
    hide_unasked(q, hidden);
    CHECK(hidden[1].state == AnswerState::Hidden);
    CHECK(hidden[2].state == AnswerState::Hidden);
    Answers blank = answers({kBlank, 5, 1});
    hide_unasked(q, blank);
    CHECK(blank[1].state == AnswerState::Hidden);
}

TEST_CASE("a short form passes over what it omits of the long form's answers") {
    auto q = key(2, "");
    CHECK(parse_answers(q, "q1 = 1\nq2 = 2\nq3 = 3\n", "a").error().where == "a:3:1");
    q.derived_from = "long";
    q.omit = {"q3"};
    CHECK(parse_answers(q, "q1 = 1\nq2 = 2\nq3 = 3\n", "a").value().answers == answers({1, 2}));
    CHECK_FALSE(parse_answers(q, "q1 = 1\nq4 = 3\n", "a").has_value());
}
