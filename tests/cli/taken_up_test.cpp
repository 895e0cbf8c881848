#include "cli/taken_up.hpp"

#include <doctest/doctest.h>

#include "cli/amend.hpp"
#include "cli/log_questions.hpp"

namespace attune::cli {

namespace {

journal::Now now() {
    journal::Now now;
    now.utc = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + std::chrono::hours(20);
    return now;
}

/// A draft read into replies and written again, and what no question takes.
std::string again(const char* draft, std::size_t left = 0) {
    journal::LogArguments arguments = read_draft(draft);
    const Replies replies = take_log_replies(arguments, now());
    CHECK(arguments.options.size() == left);
    return journal::draft_of(with_replies({.given = arguments, .now = now()}, replies));
}

}  // namespace

TEST_CASE("a draft that goes through the questions unanswered says the same") {
    const char* draft =
        "He left @sam\n--at=2026-02-28 evening\n--with=my sister\n--trigger=plans-changed\n"
        "--feel=hurt=7\n--feel=sad\n--body=chest=5\n--thought=one\n--thought=two\n"
        "--belief=abandonment=55\n--urge=clinging\n--did=waiting\n--mixed\n--caught=before\n"
        "--lead=30s\n--present=8\n--coping=breath=7-4\n--coping=walk=7-\n--need=rest\n"
        "--other=nothing\n--context=home\n--same\n--bring";
    CHECK(again(draft) == draft);
}

TEST_CASE("what no question can take is kept in the draft") {
    CHECK(again("--feel=hurt=99\n--feel=sad", 1) == "--feel=hurt=99\n--feel=sad");
    CHECK(again("--at=sometime", 1) == "--at=sometime");
    CHECK(again("--reacted\n--mixed", 1) == "--mixed\n--reacted");
    CHECK(again("--intensity=6", 1) == "--intensity=6");
}

TEST_CASE("what lies behind the menu is asked again when the draft has it") {
    journal::LogArguments arguments = read_draft("--need=rest\n--worse\n--bring");
    const Replies replies = take_log_replies(arguments, now());
    REQUIRE(replies.contains("more"));
    const std::vector<Pick> expected{{"need"}, {"outcome"}, {"bring"}};
    CHECK(replies.find("more")->second.picks == expected);
}

TEST_CASE("an entry of the trigger loop is told by words and options of log") {
    journal::Record entry;
    entry.text = "He left";
    entry.people = {"sam"};
    entry.tags = {{"response", "mixed"}, {"action", "waiting"}, {"coping", "walk"}};
    entry.values = {{.key = "feeling.hurt", .number = 7},
                    {.key = "coping.walk", .phase = "before", .number = 6},
                    {.key = "lead_s", .number = 90},
                    {.key = "intensity", .number = 4}};
    entry.fields = {{"thought", "one\ntwo"}, {"quality", "none"}};
    entry.at.utc = now().utc;
    CHECK(journal::draft_of(arguments_of(entry)) ==
          "He left\n--at=2026-03-01T20:00:00+00:00\n--with=sam\n--mixed\n--did=waiting\n"
          "--coping=walk=6-\n--feel=hurt=7\n--lead=90s\n--thought=one\n--thought=two");
}

}  // namespace attune::cli
