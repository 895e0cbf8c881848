#include "attune/quiz/targets.hpp"

#include <doctest/doctest.h>

#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;

TEST_CASE("a global score is the mean over people, and who is missing leaves it to the others") {
    const auto q = key(2,
                       "[[scale]]\nid = \"a\"\nscore = \"mean\"\nitems = [\"q1\"]\n"
                       "[[scale]]\nid = \"b\"\nscore = \"mean\"\nitems = [\"q2\"]\n");
    const auto means = mean_of_targets(
        q, {score_answers(q, answers({1, 5})), score_answers(q, answers({4, kBlank})),
            score_answers(q, answers({4, 2}))});
    REQUIRE(means.size() == 2);
    CHECK(means[0].score == 3);
    CHECK(means[0].people == 3);
    CHECK(means[1].score == 3.5);
    CHECK(means[1].people == 2);
}

TEST_CASE("nobody has no global score, and a person without answers counts for nobody") {
    const auto q = key(1, "[[scale]]\nid = \"a\"\nscore = \"mean\"\nitems = [\"q1\"]\n");
    CHECK_FALSE(mean_of_targets(q, {})[0].score.has_value());
    const auto means = mean_of_targets(q, {score_answers(q, Answers(1))});
    CHECK_FALSE(means[0].score.has_value());
    CHECK(means[0].people == 0);
}
