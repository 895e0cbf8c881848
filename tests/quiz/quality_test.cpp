#include "attune/quiz/quality.hpp"

#include <doctest/doctest.h>

#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;

namespace {

std::string scales_of(int count, int items_each) {
    std::string out;
    for (int s = 0; s < count; ++s) {
        out += "[[scale]]\nid = \"s" + std::to_string(s) + "\"\nscore = \"mean\"\nitems = [";
        for (int i = 0; i < items_each; ++i)
            out += (i > 0 ? ", \"q" : "\"q") + std::to_string(s * items_each + i + 1) + "\"";
        out += "]\n";
    }
    return out;
}

}  // namespace

TEST_CASE("a run counts items in the order they were asked, over hidden ones, up to a blank") {
    const auto q = key(6, scales_of(1, 6));
    CHECK(quality_of(q, answers({2, 2, 3, 3, 3, 2})).longest_run == 3);
    CHECK(quality_of(q, answers({2, 2, kBlank, 2, 3, 4})).longest_run == 2);
    Answers hidden = answers({2, 2, 5, 2, 3, 4});
    hidden[2] = {AnswerState::Hidden, 0};
    CHECK(quality_of(q, hidden).longest_run == 3);
    // Asked as 1 6 2 3 4 5: 2 2 2 3 3 3.
    CHECK(quality_of(q, answers({2, 2, 3, 3, 3, 2}), {}, {0, 5, 1, 2, 3, 4}).longest_run == 3);
    // Asked as 3 1 4 2 5 6: 3 2 3 2 3 2.
    CHECK(quality_of(q, answers({2, 2, 3, 3, 3, 2}), {}, {2, 0, 3, 1, 4, 5}).longest_run == 1);
}

TEST_CASE("spread is the SD of the answers as shares of the scale") {
    const auto q = key(4, scales_of(1, 4));
    // sd(c(0, .25, .5, 1)) in R
    CHECK(*quality_of(q, answers({1, 2, 3, 5})).spread == doctest::Approx(0.4269562819149832));
    CHECK_FALSE(quality_of(q, answers({1, kBlank, kBlank, kBlank})).spread.has_value());
}

TEST_CASE("seconds are those of the items that were timed") {
    const auto q = key(3, scales_of(1, 3));
    CHECK(*quality_of(q, all(3, 2), {1.5, {}, 4.5}).seconds_per_item == doctest::Approx(3));
    CHECK_FALSE(quality_of(q, all(3, 2)).seconds_per_item.has_value());
}

TEST_CASE("even and odd halves need four scales and agree as in R") {
    const auto q = key(16, scales_of(4, 4));
    const Answers given = answers({1, 2, 2, 1, 5, 4, 4, 4, 3, 3, 2, 4, 2, 1, 1, 2});
    // odd halves 1.5 4.5 2.5 1.5, even halves 1.5 4 3.5 1.5; r <- cor(odd, even); 2 r / (1 + r)
    CHECK(*quality_of(q, given).even_odd == doctest::Approx(0.945270858948).epsilon(1e-9));
    const auto three = key(12, scales_of(3, 4));
    CHECK_FALSE(quality_of(three, all(12, 2)).even_odd.has_value());
    CHECK_FALSE(quality_of(q, all(16, 2)).even_odd.has_value());
}

TEST_CASE("careful answers get no note, each careless pattern its own") {
    Quality good{
        .answered = 24, .longest_run = 3, .spread = 0.25, .seconds_per_item = 5.0, .even_odd = 0.8};
    CHECK(quality_notes(good).empty());
    good.longest_run = 11;
    CHECK(quality_notes(good).empty());
    good.longest_run = 12;
    CHECK(quality_notes(good) == std::vector<std::string>{"the same answer 12 times in a row"});
    Quality fast{
        .answered = 24, .longest_run = 3, .spread = 0.25, .seconds_per_item = 1.9, .even_odd = {}};
    CHECK(quality_notes(fast) ==
          std::vector<std::string>{"1.9 seconds an item, where two are usual at least"});
    Quality narrow{
        .answered = 24, .longest_run = 3, .spread = 0.09, .seconds_per_item = {}, .even_odd = 0.29};
    CHECK(quality_notes(narrow).size() == 2);
    // A handful of answers says nothing about how they were given.
    CHECK(quality_notes({.answered = 5,
                         .longest_run = 5,
                         .spread = 0.0,
                         .seconds_per_item = {},
                         .even_odd = {}})
              .empty());
}
