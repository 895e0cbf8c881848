#include "attune/quiz/score.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "attune/quiz/check.hpp"
#include "attune/stats/random.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;

namespace {

const std::string kThree = "[[scale]]\nid = \"s\"\nitems = [\"q1\", \"-q2\", \"q3\"]\n";

double score(const definition::Questionnaire& q, const Answers& a, std::size_t scale = 0) {
    const auto found = score_answers(q, a).scales[scale].score;
    REQUIRE(found.has_value());
    return *found;
}

}  // namespace

TEST_CASE(
    "reversal is the two ends of the response minus the answer, not the largest answer seen") {
    const auto q = key(3, kThree + "score = \"mean\"\n");
    // Nobody answered 5; q2 = 2 still turns into 4.
    CHECK(score(q, answers({1, 2, 1})) == 2);
    CHECK(score(q, answers({1, 1, 1})) == doctest::Approx(7.0 / 3));
}

TEST_CASE("reversing twice gives the answer back") {
    const auto q = key(1, "");
    for (double x = 1; x <= 5; x += 1) {
        CHECK(keyed_value(q, {0, true}, keyed_value(q, {0, true}, x)) == x);
        CHECK(keyed_value(q, {0, false}, x) == x);
    }
}

TEST_CASE("the sign belongs to the scale: one item may be plain here and reversed there") {
    const auto q = key(2,
                       "[[scale]]\nid = \"a\"\nscore = \"sum\"\nitems = [\"q1\", \"q2\"]\n"
                       "[[scale]]\nid = \"b\"\nscore = \"sum\"\nitems = [\"-q1\", \"q2\"]\n");
    CHECK(score(q, answers({5, 2}), 0) == 7);
    CHECK(score(q, answers({5, 2}), 1) == 3);
}

TEST_CASE(
    "a blank is no zero: without a rule it leaves no score, with one the rest stands for it") {
    const auto strict = key(3, kThree + "score = \"mean\"\n");
    const ScaleScore none = score_answers(strict, answers({5, kBlank, 5})).scales[0];
    CHECK_FALSE(none.score.has_value());
    CHECK(none.answered == 2);
    CHECK(none.blank == 1);
    const auto prorated =
        key(3, kThree + "score = \"sum\"\nmin_answered = 2\nwhen_missing = \"prorate\"\n");
    const ScaleScore some = score_answers(prorated, answers({5, kBlank, 4})).scales[0];
    CHECK(some.score == 13.5);
    CHECK(some.prorated);
    CHECK_FALSE(score_answers(prorated, answers({5, kBlank, kBlank})).scales[0].score.has_value());
    CHECK_FALSE(score_answers(prorated, answers({1, 1, 1})).scales[0].prorated);
}

TEST_CASE("no answer at all is no score, even where one answer is enough") {
    const auto q =
        key(3, kThree + "score = \"mean\"\nmin_answered = 1\nwhen_missing = \"prorate\"\n");
    CHECK_FALSE(score_answers(q, answers({kBlank, kBlank, kBlank})).scales[0].score.has_value());
    CHECK(score(q, answers({kBlank, kBlank, 4})) == 4);
}

TEST_CASE("blank and invalid answers are counted apart and neither is scored") {
    const auto q =
        key(3, kThree + "score = \"mean\"\nmin_answered = 1\nwhen_missing = \"prorate\"\n");
    Answers a = answers({4, kBlank, kBlank});
    a[1] = {AnswerState::OutOfRange, 99};
    a[2] = {AnswerState::NotAValue, 99};
    const ScaleScore s = score_answers(q, a).scales[0];
    CHECK(s.score == 4);
    CHECK(s.blank == 0);
    CHECK(s.out_of_range == 1);
    CHECK(s.not_a_value == 1);
    CHECK(s.invalid() == 2);
}

TEST_CASE("a hidden item leaves the denominator") {
    const auto q = loaded(
        "id = \"k\"\ntitle = \"K\"\nversion = \"1\"\n[response]\nrange = [1, 5]\n[[item]]\nid = "
        "\"a\"\n"
        "[[item]]\nid = \"b\"\nshow_if = \"a >= 3\"\n[[scale]]\nid = \"m\"\nscore = "
        "\"mean\"\nitems = [\"a\", \"b\"]\n"
        "[[scale]]\nid = \"s\"\nscore = \"sum\"\nitems = [\"a\", \"b\"]\n");
    Answers a = answers({2, 5});
    hide_unasked(q, a);
    CHECK(score(q, a, 0) == 2);
    CHECK(score(q, a, 1) == 2);
    CHECK(score_answers(q, a).scales[0].asked == 1);
}

TEST_CASE("a transform multiplies score and range") {
    const auto q = key(3, kThree + "score = \"sum\"\ntransform = \"x4\"\n");
    CHECK(score(q, answers({1, 5, 1})) == 12);
    CHECK(q.scales[0].low == 12);
    CHECK(q.scales[0].high == 60);
}

TEST_CASE("a total of unequal scales is said to be of items or of scales, and the two differ") {
    const std::string scales =
        "[[scale]]\nid = \"a\"\nscore = \"mean\"\nitems = [\"q1\", \"q2\", \"q3\"]\n"
        "[[scale]]\nid = \"b\"\nscore = \"mean\"\nitems = [\"q4\"]\n";
    const auto q = key(
        4, scales +
               "[[composite]]\nid = \"items\"\nformula = \"mean_of_items\"\nof = [\"a\", \"b\"]\n"
               "[[composite]]\nid = \"scales\"\nformula = \"mean_of_scales\"\nof = [\"a\", \"b\"]\n"
               "[[composite]]\nid = \"sum\"\nformula = \"sum_of_scales\"\nof = [\"a\", \"-b\"]\n"
               "[[composite]]\nid = \"gap\"\nformula = \"difference\"\nof = [\"a\"]\nminus = "
               "[\"b\"]\n");
    const Scored scored = score_answers(q, answers({1, 1, 1, 5}));
    CHECK(scored.composites[0] == 2);
    CHECK(scored.composites[1] == 3);
    CHECK(scored.composites[2] == 2);
    CHECK(scored.composites[3] == -4);
    CHECK(q.composites[3].low == -4);
    CHECK(q.composites[3].high == 4);
    for (const auto& none : score_answers(q, answers({1, 1, 1, kBlank})).composites)
        CHECK_FALSE(none.has_value());
}

TEST_CASE("negative scales are reversed for the total only") {
    const auto q = key(
        4,
        "[[scale]]\nid = \"kind\"\nscore = \"mean\"\nitems = [\"q1\", \"q2\"]\n"
        "[[scale]]\nid = \"harsh\"\nscore = \"mean\"\nitems = [\"q3\", \"q4\"]\n"
        "[[composite]]\nid = \"t\"\nformula = \"mean_of_items\"\nof = [\"kind\", \"-harsh\"]\n");
    const Scored scored = score_answers(q, answers({5, 5, 2, 2}));
    CHECK(scored.scales[1].score == 2);
    CHECK(scored.composites[0] == 4.5);
}

TEST_CASE(
    "raising one answer moves exactly the scales that name the item, in the declared direction") {
    stats::Random random(7);
    for (const char* id : {"attachment", "mindful-attention", "maas"}) {
        const auto q = shipped(id);
        for (int round = 0; round < 200; ++round) {
            Answers a;
            for (const auto& item : q.items) {
                const auto& values = q.response_of(item).values;
                a.push_back({AnswerState::Value, values[random.index(values.size() - 1)]});
            }
            const std::size_t raised = random.index(a.size());
            const Scored before = score_answers(q, a);
            a[raised].value += 1;
            const Scored after = score_answers(q, a);
            for (std::size_t s = 0; s < q.scales.size(); ++s) {
                double expected = 0;
                for (const auto& keyed : q.scales[s].items) {
                    if (keyed.item == raised) expected = keyed.reversed ? -1 : 1;
                }
                const double moved = (*after.scales[s].score - *before.scales[s].score) *
                                     static_cast<double>(q.scales[s].items.size());
                CHECK(moved == doctest::Approx(expected));
            }
        }
    }
}

TEST_CASE("every shipped questionnaire passes its own cases and the generated ones") {
    for (const auto& file : definition::embedded_questionnaires()) {
        CAPTURE(file.id);
        const auto q = loaded(file.text);
        CHECK(q.checks.size() >= 3);
        for (const auto& problem : check_scoring(q))
            FAIL_CHECK(problem.where() << ": " << problem.message);
    }
}

TEST_CASE(
    "the house questionnaires are marked as not validated, balanced and explained item by item") {
    for (const char* id : {"attachment", "mindful-attention"}) {
        const auto q = shipped(id);
        CHECK(q.status == "house, not validated");
        CHECK(q.norms.empty());
        for (const auto& item : q.items)
            CHECK_FALSE(item.construct.empty());
        for (const auto& scale : q.scales) {
            long reversed = 0;
            for (const auto& keyed : scale.items)
                reversed += keyed.reversed ? 1 : 0;
            CHECK(std::labs(2 * reversed - static_cast<long>(scale.items.size())) <= 1);
        }
    }
    const auto attachment = shipped("attachment");
    CHECK(attachment.items.size() == 24);
    CHECK(attachment.scales[0].items.size() == 12);
    CHECK(attachment.scales[1].items.size() == 12);
    CHECK(shipped("mindful-attention").items.size() == 15);
}

TEST_CASE("the published key ships numbers, not words") {
    const auto maas = shipped("maas");
    CHECK_FALSE(maas.has_wording());
    for (const auto& item : maas.items)
        CHECK(item.text.empty());
    CHECK(maas.items.size() == 15);
    CHECK(maas.scales[0].low == 1);
    CHECK(maas.scales[0].high == 6);
    for (const auto& keyed : maas.scales[0].items)
        CHECK_FALSE(keyed.reversed);
}

TEST_CASE("a case that does not come out is a problem at its place") {
    const auto q = key(
        3, kThree + "score = \"mean\"\n[[check]]\nname = \"low\"\nall = 1\nscores = { s = 1 }\n");
    const auto problems = check_scoring(q);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where() == "test.toml:14:16");
    CHECK(problems[0].message == "'s' comes out as 2.3333333333333335, not 1");
    CHECK(problems[0].hint == "case: low");
}

TEST_CASE("an item that no scale uses is worth a note, no error") {
    const auto problems = check_scoring(key(4, kThree + "score = \"mean\"\n"));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message == "no scale uses item 'q4'");
    CHECK_FALSE(definition::has_errors(problems));
    auto meant = key(4, kThree + "score = \"mean\"\n");
    meant.unused = {3};
    CHECK(check_scoring(meant).empty());
}
