#include "attune/store/assessment.hpp"

#include <string>

#include <doctest/doctest.h>

#include "attune/store/schema.hpp"

using namespace attune;
using namespace attune::store;

namespace {

definition::Questionnaire mood() {
    const auto checked = definition::load_questionnaire(
        "id = \"mood\"\ntitle = \"Mood\"\nversion = \"2\"\nitem_count = 3\n[response]\nrange = [1, "
        "5]\n"
        "[[scale]]\nid = \"calm\"\nscore = \"mean\"\nwhen_missing = \"prorate\"\nmin_answered = "
        "2\nitems = [\"q1\", \"-q2\", \"q3\"]\n"
        "[[scale]]\nid = \"rest\"\nscore = \"sum\"\nitems = [\"q3\"]\n",
        "mood.toml");
    REQUIRE(checked.value);
    definition::Questionnaire out = *checked.value;
    out.digest = "d1";
    return out;
}

journal::Moment moment() {
    journal::Moment at;
    at.utc = std::chrono::sys_seconds(std::chrono::seconds(1'772'397'600));
    at.local_day = CivilDay(std::chrono::sys_days(std::chrono::days(20'513)));
    return at;
}

const quiz::Answers kAnswers = {{quiz::AnswerState::Value, 4}, {quiz::AnswerState::Value, 1}, {}};

/// Puts a taking into the tables by hand.
void insert(db::Connection& database, int n, const std::string& definition,
            const std::string& person, int at, int deleted = 0) {
    REQUIRE(database.execute(
        "INSERT INTO entry(n, id, rev, device, sequence, clock, kind, at_utc, offset_min, "
        "local_day, "
        "precision, text, definition, created_ms, deleted) VALUES(" +
        std::to_string(n) + ", zeroblob(16), randomblob(16), zeroblob(8), 1, 1, 'assessment', " +
        std::to_string(at) + ", 0, '2026-03-01', 'minute', '', '" + definition + "', 0, " +
        std::to_string(deleted) + ")"));
    if (!person.empty()) {
        REQUIRE(database.execute("INSERT INTO tag VALUES(" + std::to_string(n) +
                                 ", 0, 'person', '" + person + "')"));
    }
}

}  // namespace

TEST_CASE("a taking keeps answers and scores with their ranges, and nothing for what is missing") {
    const auto questionnaire = mood();
    const auto record = record_from_taking(
        questionnaire, kAnswers, quiz::score_answers(questionnaire, kAnswers), moment(), "sam");
    CHECK(record.kind == "assessment");
    CHECK(record.definition == "mood 2 d1");
    CHECK(record.people == std::vector<std::string>{"sam"});
    REQUIRE(record.values.size() == 3);
    CHECK(record.values[0] == journal::Value{"q1", "item", 4, "", 1, 5});
    CHECK(record.values[1] == journal::Value{"q2", "item", 1, "", 1, 5});
    CHECK(record.values[2] == journal::Value{"calm", "score", 4.5, "", 1, 5});
}

TEST_CASE(
    "the wording that was read is kept by its digest, and a taking without one says nothing") {
    auto questionnaire = mood();
    const auto scored = quiz::score_answers(questionnaire, kAnswers);
    questionnaire.wording_digest = "w1";
    const auto record = record_from_taking(questionnaire, kAnswers, scored, moment(), "");
    CHECK(record.definition == "mood 2 d1 w1");
    CHECK(read_definition_name(record.definition).digest == "d1");
    CHECK(read_definition_name(record.definition).wording == "w1");
    CHECK(read_definition_name("mood 2 d1").wording.empty());
    CHECK(answers_from_record(questionnaire, record).value() == kAnswers);
}

TEST_CASE("answers come back from the record as they went in") {
    const auto questionnaire = mood();
    auto record = record_from_taking(questionnaire, kAnswers,
                                     quiz::score_answers(questionnaire, kAnswers), moment(), "");
    CHECK(answers_from_record(questionnaire, record).value() == kAnswers);
    CHECK(record.people.empty());
    record.definition = "other 2 d1";
    CHECK(answers_from_record(questionnaire, record).error().kind == ErrorKind::Refused);
}

TEST_CASE("a stored taking is scored again from its own names, and keeps the scores it had") {
    const auto questionnaire = mood();
    const auto record = record_from_taking(
        questionnaire, kAnswers, quiz::score_answers(questionnaire, kAnswers), moment(), "");
    const quiz::KeptTaking kept = kept_taking(record);
    CHECK(kept.answers == std::vector<std::pair<std::string, double>>{{"q1", 4}, {"q2", 1}});
    CHECK(kept.scores == std::vector<std::pair<std::string, double>>{{"calm", 4.5}});
    const quiz::Rescored again = quiz::rescore(questionnaire, kept);
    CHECK(again.answers == kAnswers);
    CHECK_FALSE(again.differs());
    CHECK(kept_taking(journal::Record{}).answers.empty());
}

TEST_CASE("takings are found by questionnaire and person, newest first, removed ones never") {
    auto database = db::Connection::open_in_memory().value();
    REQUIRE(make_schema(database));
    insert(database, 1, "mood 2 d1", "", 100);
    insert(database, 2, "mood 1 d0", "", 300);
    insert(database, 3, "mood 2 d1", "Sam", 200);
    insert(database, 4, "mood-brief 1 x", "", 400);
    insert(database, 5, "mood 2 d1", "", 500, 1);
    CHECK(find_takings(database, "mood", "", 10).value() == std::vector<std::int64_t>{2, 1});
    CHECK(find_takings(database, "mood", "", 1).value() == std::vector<std::int64_t>{2});
    CHECK(find_takings(database, "mood", "sam", 10).value() == std::vector<std::int64_t>{3});
    CHECK(find_takings(database, "mood", "ben", 10).value().empty());
}

TEST_CASE("a short form reads a taking of its long form, and of nothing else") {
    const auto whole = mood();
    const auto record =
        record_from_taking(whole, kAnswers, quiz::score_answers(whole, kAnswers), moment(), "sam");
    definition::Questionnaire brief = mood();
    brief.id = "mood-brief";
    CHECK_FALSE(answers_from_record(brief, record).has_value());
    brief.derived_from = "mood";
    brief.items.erase(brief.items.begin());
    const auto answers = answers_from_record(brief, record);
    REQUIRE(answers.has_value());
    CHECK(*answers == quiz::Answers{kAnswers[1], kAnswers[2]});
}
