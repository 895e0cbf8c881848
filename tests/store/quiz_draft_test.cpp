#include <doctest/doctest.h>

#include "attune/store/assessment.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz::test;

TEST_CASE("seconds, order and seed of a taking come back as they were kept") {
    const auto q = key(3, "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q1\", \"q2\"]\n");
    store::Administration how;
    how.seconds = {1.25, {}, 3.5};
    how.order = {2, 0, 1};
    how.seed = 4294967295U;
    const auto given = answers({1, kBlank, 5});
    const auto record =
        store::record_from_taking(q, given, quiz::score_answers(q, given), {}, "sam", how);
    const auto back = store::administration_from_record(q, record);
    CHECK(back.seconds == how.seconds);
    CHECK(back.order == how.order);
    CHECK(back.seed == how.seed);
    // Seconds are no answers and no scores.
    CHECK(*store::answers_from_record(q, record) == given);
    const auto plain = store::administration_from_record(
        q, store::record_from_taking(q, given, quiz::score_answers(q, given), {}, ""));
    CHECK(plain.seconds.empty());
    CHECK(plain.order.empty());
    CHECK_FALSE(plain.seed.has_value());
}

TEST_CASE("a draft keeps answers and how they were asked, and no scores") {
    const auto q = key(3, "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q1\"]\n");
    store::Administration how;
    how.order = {1, 2, 0};
    how.seed = 7;
    const auto given = answers({4, kBlank, 2});
    const auto record = store::record_from_draft(q, given, {}, "sam", how, "words");
    CHECK(record.kind == "draft");
    CHECK(record.text == "words");
    CHECK(record.people == std::vector<std::string>{"sam"});
    CHECK(*store::answers_from_record(q, record) == given);
    CHECK(store::administration_from_record(q, record).order == how.order);
    for (const auto& value : record.values)
        CHECK(value.phase != "score");
}
