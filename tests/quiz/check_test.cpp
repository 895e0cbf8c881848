#include "attune/quiz/check.hpp"

#include <set>

#include <doctest/doctest.h>

#include "quiz/builders.hpp"

using namespace attune::quiz;
using namespace attune::quiz::test;
using attune::definition::Problem;
using attune::definition::Questionnaire;

namespace {

std::string errors_of(const Questionnaire& questionnaire) {
    std::string out;
    for (const Problem& problem : check_scoring(questionnaire)) {
        if (problem.weight == Problem::Weight::Error) out += problem.message + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE(
    "every questionnaire of the program passes its own cases and the ones made from its key") {
    std::set<std::string> seen;
    for (const auto& file : attune::definition::embedded_questionnaires()) {
        const Questionnaire questionnaire = loaded(file.text);
        CHECK_MESSAGE(errors_of(questionnaire).empty(), std::string(file.path)
                                                            << "\n"
                                                            << errors_of(questionnaire));
        CHECK_MESSAGE(!questionnaire.checks.empty(), std::string(file.path) << " has no [[check]]");
        CHECK_MESSAGE(questionnaire.id == std::string(file.id), std::string(file.path));
        seen.insert(questionnaire.id);
    }
    CHECK(seen.contains("attachment"));
    CHECK(seen.size() == attune::definition::embedded_questionnaires().size());
}

TEST_CASE("the cases made from a key notice when scoring and key disagree") {
    Questionnaire questionnaire = key(3,
                                      "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q1\", "
                                      "\"-q2\", \"q3\"]\n[[composite]]\nid = \"c\"\nformula = "
                                      "\"difference\"\nof = [\"s\"]\nminus = [\"s\"]\n");
    CHECK(errors_of(questionnaire).empty());
    Questionnaire narrow = questionnaire;
    narrow.scales[0].high = 3;
    CHECK(errors_of(narrow) ==
          "with the highest answer everywhere 's' comes out as 3.6666666666666665, outside of 1 to "
          "3\n");
    Questionnaire shifted = questionnaire;
    shifted.composites[0].low = 1;
    CHECK(errors_of(shifted).find(
              "with the lowest answer everywhere 'c' comes out as 0, outside") == 0);
    Questionnaire impatient = questionnaire;
    impatient.scales[0].items[1].item = 0;  // an item twice, in two directions
    CHECK(errors_of(impatient).find("raising item 'q1' does not move 's'") != std::string::npos);
}

TEST_CASE("an item in two directions of two scales moves each of them its own way") {
    CHECK(errors_of(key(2,
                        "[[scale]]\nid = \"a\"\nscore = \"sum\"\nitems = [\"q1\", \"q2\"]\n"
                        "[[scale]]\nid = \"b\"\nscore = \"mean\"\nitems = [\"-q1\"]\n"
                        "transform = \"x4\"\n[[composite]]\nid = \"c\"\nformula = "
                        "\"mean_of_items\"\nof = [\"a\", \"-b\"]\n"))
              .empty());
}

TEST_CASE("a key with items that are shown only sometimes agrees with its own cases") {
    const Questionnaire questionnaire = loaded(
        "id = \"k\"\ntitle = \"K\"\nversion = \"1\"\n[response]\nrange = [0, 3]\n"
        "[[item]]\nid = \"q1\"\n[[item]]\nid = \"q2\"\nshow_if = \"q1 >= 1\"\n"
        "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q1\", \"q2\"]\n"
        "[[check]]\nname = \"hidden leaves the denominator\"\nanswers = [0, 3]\nscores = { s = 0 "
        "}\n"
        "[[check]]\nname = \"blank does not\"\nanswers = [1, \"blank\"]\nscores = { s = \"none\" "
        "}\n"
        "[[check]]\nanswers = [1, 3]\nscores = { s = 2 }\n");
    CHECK(errors_of(questionnaire).empty());
}
