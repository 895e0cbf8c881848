#include "attune/quiz/rescore.hpp"

#include <doctest/doctest.h>

#include "quiz/builders.hpp"

using namespace attune::quiz;
using namespace attune::quiz::test;

namespace {

const std::string kOld = "[[scale]]\nid = \"s\"\nscore = \"mean\"\nitems = [\"q1\", \"q2\"]\n";

/// A taking of `questionnaire` as it would be kept.
KeptTaking kept_taking(const attune::definition::Questionnaire& questionnaire,
                       const Answers& answers) {
    KeptTaking kept;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i].state == AnswerState::Value)
            kept.answers.emplace_back(questionnaire.items[i].id, answers[i].value);
    }
    const Scored scored = score_answers(questionnaire, answers);
    for (std::size_t i = 0; i < scored.scales.size(); ++i) {
        if (scored.scales[i].score)
            kept.scores.emplace_back(questionnaire.scales[i].id, *scored.scales[i].score);
    }
    return kept;
}

}  // namespace

TEST_CASE("the same key gives the same scores again, for every questionnaire of the program") {
    for (const auto& file : attune::definition::embedded_questionnaires()) {
        const auto questionnaire = loaded(file.text);
        Answers answers(questionnaire.items.size());
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const auto& item = questionnaire.items[i];
            const auto& response = questionnaire.response_of(item);
            if (!response.values.empty())
                answers[i] = {AnswerState::Value, response.values[i % response.values.size()]};
        }
        hide_unasked(questionnaire, answers);
        KeptTaking kept = kept_taking(questionnaire, answers);
        const Scored scored = score_answers(questionnaire, answers);
        for (std::size_t i = 0; i < scored.composites.size(); ++i) {
            if (scored.composites[i])
                kept.scores.emplace_back(questionnaire.composites[i].id, *scored.composites[i]);
        }
        const Rescored again = rescore(questionnaire, kept);
        CHECK_MESSAGE(!again.differs(), std::string(file.id));
        CHECK(again.answers == answers);
        CHECK(again.dropped.empty());
        CHECK(again.unfitting.empty());
        CHECK(again.differences.size() ==
              questionnaire.scales.size() + questionnaire.composites.size());
    }
}

TEST_CASE("a newer key that reverses an item shows the old score beside the new one") {
    const KeptTaking kept = kept_taking(key(2, kOld), answers({5, 1}));
    const auto newer = key(
        2,
        "[[scale]]\nid = \"s\"\ntitle = \"Ease\"\nscore = \"mean\"\nitems = [\"q1\", \"-q2\"]\n");
    const Rescored again = rescore(newer, kept);
    REQUIRE(again.differences.size() == 1);
    CHECK(again.differences[0].title == "Ease");
    CHECK(again.differences[0].kept == 3);
    CHECK(again.differences[0].now == 5);
    CHECK(again.differences[0].differs());
    CHECK(again.differs());
    CHECK(kept.scores == std::vector<std::pair<std::string, double>>{{"s", 3}});
}

TEST_CASE("scales that came and went stand on one side only") {
    const KeptTaking kept = kept_taking(key(2, kOld), answers({5, 1}));
    const auto newer =
        key(2,
            "[[scale]]\nid = \"t\"\nscore = \"sum\"\nitems = [\"q1\"]\n"
            "[[composite]]\nid = \"u\"\nformula = \"mean_of_scales\"\nof = [\"t\"]\n");
    const Rescored again = rescore(newer, kept);
    REQUIRE(again.differences.size() == 3);
    CHECK(again.differences[0].id == "t");
    CHECK_FALSE(again.differences[0].kept.has_value());
    CHECK(again.differences[0].now == 5);
    CHECK(again.differences[1].id == "u");
    CHECK(again.differences[2].id == "s");
    CHECK(again.differences[2].kept == 3);
    CHECK_FALSE(again.differences[2].now.has_value());
    CHECK_FALSE(again.differences[2].declared);
}

TEST_CASE("an item the newer key dropped and an answer it no longer has are named, not guessed") {
    const KeptTaking kept = kept_taking(key(3, kOld), answers({5, 1, 2}));
    const auto newer = loaded(
        "id = \"k\"\ntitle = \"K\"\nversion = \"2\"\nitem_count = 2\n"
        "[response]\nrange = [1, 4]\n" +
        kOld);
    const Rescored again = rescore(newer, kept);
    CHECK(again.dropped == std::vector<std::string>{"q3"});
    CHECK(again.unfitting == std::vector<std::string>{"q1"});
    CHECK(again.answers[0].state == AnswerState::OutOfRange);
    CHECK_FALSE(again.differences[0].now.has_value());
}

TEST_CASE("a looser rule for blanks gives a score where none was, and says so") {
    const KeptTaking kept = kept_taking(key(2, kOld), answers({4, kBlank}));
    CHECK(kept.scores.empty());
    CHECK_FALSE(rescore(key(2, kOld), kept).differs());
    const Rescored again =
        rescore(key(2, kOld + "when_missing = \"prorate\"\nmin_answered = 1\n"), kept);
    CHECK(again.differs());
    CHECK(again.differences[0].now == 4);
    CHECK(again.scored.scales[0].prorated);
}

TEST_CASE("rounding behind the ninth place is no difference") {
    KeptTaking kept = kept_taking(key(2, kOld), answers({4, 3}));
    kept.scores[0].second += 1e-12;
    CHECK_FALSE(rescore(key(2, kOld), kept).differs());
    kept.scores[0].second += 1e-6;
    CHECK(rescore(key(2, kOld), kept).differs());
}
