#include <doctest/doctest.h>

#include "attune/store/assessment.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz::test;

TEST_CASE("words and choices come back from a taking and from a draft, and are no numbers") {
    // Ids that mean something in the journal.
    const auto q = loaded(
        "id = \"k\"\ntitle = \"K\"\nversion = \"1\"\n[response]\nrange = [1, 5]\n"
        "[[item]]\nid = \"q\"\n[[item]]\nid = \"person\"\ntype = \"choices\"\n"
        "[[item]]\nid = \"thought\"\ntype = \"text\"\n"
        "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q\"]\n");
    const auto given = answers({4, kBlank, kBlank});
    store::Administration how;
    how.order = {2, 0, 1};
    how.unscored = {{}, {{}, {1, 3}}, {"both, # 2", {}}};
    const auto taking =
        store::record_from_taking(q, given, quiz::score_answers(q, given), {}, "", how);
    CHECK(taking.values.size() == 2);
    CHECK(taking.tags == std::vector<journal::Tag>{{"item.person", "1"}, {"item.person", "3"}});
    const auto draft = store::record_from_draft(q, given, {}, "", how, "line");
    for (const auto& record : {taking, draft}) {
        CAPTURE(record.kind);
        const auto back = store::administration_from_record(q, record);
        CHECK(back.unscored == how.unscored);
        CHECK(back.order == how.order);
        CHECK(*store::answers_from_record(q, record) == given);
    }
    CHECK(store::kept_taking(taking).answers.size() == 1);
}

TEST_CASE("a choice that is no value of today's questionnaire is left out, the others stay") {
    const auto q = loaded(
        "id = \"k\"\ntitle = \"K\"\nversion = \"1\"\n[response]\nrange = [1, 5]\n"
        "[[item]]\nid = \"q\"\n[[item]]\nid = \"many\"\ntype = \"choices\"\n"
        "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q\"]\n");
    journal::Record record;
    record.tags = {{"item.many", "2"}, {"item.many", "9"}, {"item.q", "3"}, {"many", "4"}};
    const auto back = store::administration_from_record(q, record);
    REQUIRE(back.unscored.size() == 2);
    CHECK(back.unscored[1].chosen == std::vector<double>{2});
    CHECK_FALSE(back.unscored[0].is_given());
}
