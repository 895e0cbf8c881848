#include "cli/log_questions.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/journal/trigger_record.hpp"
#include "cli/amend.hpp"

namespace attune::cli {

namespace {

const KnownWords& words() {
    static const KnownWords known{
        .names = journal::Names(
            definition::Vocabularies::load(definition::embedded_vocabularies()).value(), {}),
        .people = {}};
    return known;
}

LogAsking asking(journal::LogArguments given = {}) {
    journal::Now now;
    now.utc = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + std::chrono::hours(20);
    return {.given = std::move(given), .literal = false, .now = now};
}

LogAsking typed(const char* words) {
    return asking({.words = {words}, .options = {}});
}

LogAsking with_options(std::vector<journal::GivenOption> options) {
    return asking({.words = {}, .options = std::move(options)});
}

/// The ids that are asked with these replies, in their order.
std::string asked(const LogAsking& before, const Replies& replies = {}) {
    std::vector<std::string> ids;
    for (const Question& question : log_questions(before, words())) {
        if (!question.when || question.when(replies)) ids.push_back(question.id);
    }
    return join(ids, " ");
}

std::string draft_with(const Replies& replies) {
    return journal::draft_of(with_replies(asking(), replies));
}

Reply said(std::string text) {
    Reply reply;
    reply.text = std::move(text);
    return reply;
}

Reply picks(std::vector<Pick> words) {
    Reply reply;
    reply.picks = std::move(words);
    return reply;
}

}  // namespace

TEST_CASE("an interview has nine screens and a menu") {
    CHECK(asked(asking()) == "what at with trigger feel body thought urge did response more");
    std::vector<std::string> screens;
    for (const Question& question : log_questions(asking(), words())) {
        const bool shown =
            question.counted && !question.extra && (!question.when || question.when({}));
        const std::string& screen = question.group.empty() ? question.id : question.group;
        if (shown && (screens.empty() || screens.back() != screen)) screens.push_back(screen);
    }
    CHECK(screens.size() == 9);
}

TEST_CASE("nothing that is known is asked again") {
    CHECK(asked(typed("He left @sam %silence hurt=7 +breath")) ==
          "at body thought urge did response more");
    CHECK(asked(typed("@sam hurt=7")).starts_with("what at trigger body"));
    Replies replies;
    replies["what"] = said("He left @sam %silence");
    CHECK(asked(asking(), replies) == "what at feel body thought urge did response more");
    // Every option of `log` that has a question takes it away.
    const std::pair<const char*, const char*> options[] = {
        {"at", "at"},     {"with", "with"}, {"trigger", "trigger"},
        {"feel", "feel"}, {"body", "body"}, {"thought", "thought"},
        {"urge", "urge"}, {"did", "did"},   {"mixed", "response"}};
    for (const auto& [option, question] : options) {
        CAPTURE(option);
        const std::string all = asked(with_options({{option, "x"}}));
        const auto parts = split(all, ' ');
        CHECK(std::find(parts.begin(), parts.end(), question) == parts.end());
    }
    const auto menu = log_questions(with_options({{"need", "rest"}, {"better", ""}}), words());
    const auto more = std::find_if(menu.begin(), menu.end(),
                                   [](const Question& question) { return question.id == "more"; });
    REQUIRE(more != menu.end());
    for (const Choice& choice : more->choices) {
        CHECK(choice.word != "need");
        CHECK(choice.word != "outcome");
    }
}

TEST_CASE("signs mean nothing where the text is literal") {
    LogAsking literal = typed("@sam");
    CHECK(asked(literal).starts_with("what"));
    literal.literal = true;
    CHECK_FALSE(asked(literal).contains("what"));
    literal.given.words.clear();
    Replies replies;
    replies["what"] = said("@sam");
    CHECK(asked(literal, replies).contains("with"));
}

TEST_CASE("the menu leads to what is picked, and to all of it") {
    Replies replies;
    replies["more"] = picks({{"need", {}}, {"bring", {}}});
    CHECK(asked(asking(), replies).ends_with("more need"));
    CHECK(draft_with(replies) == "--bring");
    replies["more"] = picks({{"all", {}}});
    CHECK(asked(asking(), replies)
              .ends_with("more belief present caught coping need other context outcome bring"));
    replies["caught"] = picks({{"before", {}}});
    CHECK(asked(asking(), replies).contains("caught lead coping"));
}

TEST_CASE("an unknown feeling asks the body, and what is found takes its place") {
    Replies replies;
    replies["feel"] = picks({{"unknown", {6}}, {"sad", {2}}});
    CHECK(asked(asking(), replies).contains("feel finder body"));
    replies["finder"] = picks({{"chest", {}}, {"tight", {}}});
    CHECK(asked(asking(), replies).contains("feel finder found thought"));
    CHECK(draft_with(replies) == "--feel=unknown=6\n--feel=sad=2\n--body=chest\n--body=tight");
    replies["found"] = picks({{"trapped", {std::nullopt}}});
    CHECK(draft_with(replies) == "--feel=sad=2\n--feel=trapped=6\n--body=chest\n--body=tight");
    replies["found"] = picks({{"trapped", {4}}});
    CHECK(draft_with(replies).contains("--feel=trapped=4"));
}

TEST_CASE("found feelings stand by region, each once, and go with the body words") {
    Replies replies;
    replies["feel"] = picks({{"unknown", {std::nullopt}}});
    replies["finder"] = picks({{"throat", {}}, {"heavy", {}}});
    auto questions = log_questions(asking(), words());
    const auto found =
        std::find_if(questions.begin(), questions.end(),
                     [](const Question& question) { return question.id == "found"; });
    REQUIRE(found != questions.end());
    found->prepare(*found, replies);
    REQUIRE(found->choices.size() > 3);
    const auto expected = words().names.vocabularies().feelings_for({"throat", "heavy"});
    std::vector<std::string> groups;
    for (const Choice& choice : found->choices) {
        CHECK(std::find(expected.begin(), expected.end(), choice.word) != expected.end());
        if (groups.empty() || groups.back() != choice.group) groups.push_back(choice.group);
    }
    std::sort(groups.begin(), groups.end());
    CHECK(std::unique(groups.begin(), groups.end()) == groups.end());
}

TEST_CASE("every reply becomes an option that log reads back, also as a draft") {
    Replies replies;
    replies["what"] = said("He left\nwithout a word");
    replies["with"] = picks({{"sam", {}}, {"my sister", {}}});
    replies["trigger"] = picks({{"silence", {}}});
    replies["feel"] = picks({{"hurt", {7}}, {"numb", {std::nullopt}}});
    replies["body"] = picks({{"chest", {5}}});
    replies["thought"] = said("he is done\nwith me");
    replies["belief"] = picks({{"abandonment", {60}}});
    replies["urge"] = picks({{"ghost-him", {}}});
    replies["did"] = picks({{"withdrawing", {}}});
    replies["response"] = picks({{"mixed", {}}});
    replies["caught"] = picks({{"before", {}}});
    replies["lead"] = said("1m30s");
    replies["present"].number = 3;
    replies["coping"] = picks({{"breath", {7, 4}},
                               {"walk", {6, std::nullopt}},
                               {"hug", {std::nullopt, 2}},
                               {"tea", {std::nullopt, std::nullopt}}});
    replies["need"] = picks({{"rest", {}}});
    replies["other"] = said("said nothing");
    replies["context"] = picks({{"home", {}}});
    replies["outcome"] = picks({{"same", {}}});
    replies["bring"].number = 1;
    const journal::LogArguments kept = with_replies(asking(), replies);
    const journal::LogArguments read = read_draft(journal::draft_of(kept));
    CHECK(read.text() == kept.text());
    CHECK(read.options == kept.options);
    const auto record = journal::build_trigger_record(journal::parse_typed_line(kept.text()),
                                                      kept.options, asking().now);
    REQUIRE(record);
    CHECK(record->people == std::vector<std::string>{"sam", "my sister"});
    CHECK(record->fields == std::vector<journal::Field>{{"thought", "he is done\nwith me"},
                                                        {"other", "said nothing"}});
    CHECK(record->values.size() == 9);
    CHECK(record->tags.size() == 14);
}

TEST_CASE("a time is written out so that it means the same later") {
    auto questions = log_questions(asking(), words());
    const auto when = std::find_if(questions.begin(), questions.end(),
                                   [](const Question& question) { return question.id == "at"; });
    REQUIRE(when != questions.end());
    const std::pair<const char*, const char*> cases[] = {
        {"yesterday 21:40", "2026-02-28T21:40:00+00:00"},
        {"10m ago", "2026-03-01T19:50:00+00:00"},
        {"last night", "2026-02-28 night"},
        {"this morning", "2026-03-01 morning"},
        {"friday", "2026-02-27"},
    };
    for (const auto& [typed, expected] : cases) {
        CAPTURE(typed);
        const auto kept = when->check(typed);
        REQUIRE(kept);
        CHECK(*kept == expected);
        // Read days later it is the same moment.
        journal::Now later = asking().now;
        const auto now = journal::parse_when(typed, later, journal::Direction::Past);
        later.utc += std::chrono::days(9);
        const auto again = journal::parse_when(*kept, later, journal::Direction::Past);
        REQUIRE(again);
        CHECK(*again == *now);
    }
    CHECK_FALSE(when->check("tomorrow"));
}

}  // namespace attune::cli
