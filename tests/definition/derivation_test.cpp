#include "attune/definition/derivation.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace attune::definition;

namespace {

const std::string kLong = R"(id = "mood"
title = "Mood"
version = "1"
[response]
range = [1, 5]
[[item]]
id = "q1"
text = "I feel calm."
[[item]]
id = "q2"
text = "I feel tense."
[[item]]
id = "q3"
text = "I feel rested."
[[scale]]
id = "calm"
score = "mean"
items = ["q1", "-q2", "q3"]
)";

const std::string kBrief = R"(id = "mood-brief"
title = "Mood, in brief"
version = "1"
derived_from = "mood"
omit = ["q3"]
[response]
range = [1, 5]
[[item]]
id = "q2"
text = "I feel tense."
[[item]]
id = "q1"
text = "I feel calm."
[[scale]]
id = "calm"
score = "mean"
items = ["q1", "-q2"]
)";

Questionnaire read(const std::string& text) {
    auto checked = load_questionnaire(text, "brief.toml");
    REQUIRE(checked.value);
    return *std::move(checked.value);
}

/// What is wrong with kBrief after a change, one problem a line.
std::string problems_with(const std::string& what, const std::string& by) {
    std::string text = kBrief;
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    std::string out;
    for (const Problem& problem :
         check_derivation(read(text.replace(at, what.size(), by)), read(kLong))) {
        if (!out.empty()) out += '\n';
        out += problem.where() + ": " + problem.message;
        if (!problem.hint.empty()) out += " (" + problem.hint + ")";
    }
    return out;
}

}  // namespace

TEST_CASE("a short form in another order, with the same items, is in order") {
    CHECK(check_derivation(read(kBrief), read(kLong)).empty());
}

TEST_CASE("an item that the long form lacks is found where it is declared") {
    CHECK(problems_with("id = \"q2\"\ntext = \"I feel tense.\"\n",
                        "id = \"q2\"\ntext = \"I feel tense.\"\n[[item]]\nid = \"q33\"\ntext = \"I "
                        "feel new.\"\n") ==
          "brief.toml:11:1: 'mood' has no item 'q33' (did you mean 'q3'?)");
}

TEST_CASE("a short form says what the long one says") {
    CHECK(problems_with("I feel tense.", "I am tense.") ==
          "brief.toml:8:1: item 'q2' has another text in 'mood' (there it is: I feel tense.)");
    CHECK(problems_with("range = [1, 5]", "range = [1, 7]") ==
          "brief.toml:8:1: item 'q2' has other answers in 'mood'\n"
          "brief.toml:11:1: item 'q1' has other answers in 'mood'");
}

TEST_CASE("a scale of both forms has the same signs in both") {
    CHECK(problems_with("\"-q2\"", "\"q2\"") ==
          "brief.toml:14:1: 'calm' does not reverse item 'q2', but 'mood' does");
    CHECK(problems_with("[\"q1\"", "[\"-q1\"") ==
          "brief.toml:14:1: 'calm' reverses item 'q1', but 'mood' does not");
    // Under another id the scale is another scale.
    CHECK(problems_with("id = \"calm\"\nscore = \"mean\"\nitems = [\"q1\", \"-q2\"]",
                        "id = \"tense\"\nscore = \"mean\"\nitems = [\"-q1\", \"q2\"]")
              .empty());
}

TEST_CASE("what is left out is said in full once it is said at all") {
    CHECK(problems_with("[\"q3\"]", "[\"q4\"]") ==
          "brief.toml:5:8: 'mood' has no item 'q4' to omit (did you mean 'q1'?)\n"
          "brief.toml:5:8: item 'q3' of 'mood' is neither declared nor omitted");
    CHECK(problems_with("omit = [\"q3\"]\n", "").empty());
}
