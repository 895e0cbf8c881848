#include "cli/amend.hpp"

#include <doctest/doctest.h>

#include "attune/journal/iso_time.hpp"

namespace attune::cli {

namespace {

journal::Now now() {
    journal::Now now;
    now.utc = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + std::chrono::hours(20);
    return now;
}

journal::Record draft(std::string text) {
    journal::Record record;
    record.id.bytes[0] = 7;
    record.kind = "draft";
    record.at = journal::moment_at(now().utc - std::chrono::hours(5), {});
    record.text = std::move(text);
    return record;
}

}  // namespace

TEST_CASE("a draft is read back as it was written") {
    const journal::LogArguments typed{
        .words = {"He left", "@sam"},
        .options = {{"at", "someday"}, {"reacted", ""}, {"feel", "hurt=7"}}};
    const auto read = read_draft(journal::draft_of(typed));
    CHECK(read.text() == "He left @sam");
    CHECK(read.options == typed.options);
}

TEST_CASE("lines that only look like options stay text") {
    const auto read = read_draft("one\n--at=noon\ntwo\n--boogus=1");
    CHECK(read.text() == "one\n--at=noon\ntwo\n--boogus=1");
    CHECK(read.options.empty());
    CHECK(read_draft("--reacted=yes").text() == "--reacted=yes");
}

TEST_CASE("a draft becomes an entry of its own time, put right by what is given now") {
    const auto entry = entry_of_draft(draft("He left @sam hurt=7\n--intensity=12"),
                                      {.words = {}, .options = {{"intensity", "8"}}}, now());
    REQUIRE(entry);
    CHECK(entry->kind == "trigger");
    CHECK(entry->text == "He left");
    CHECK(entry->people == std::vector<std::string>{"sam"});
    CHECK(entry->id == draft("").id);
    CHECK(entry->at == draft("").at);
    CHECK(entry->values.size() == 2);
    CHECK_FALSE(entry_of_draft(draft("He left\n--at=someday"), {}, now()));
    const auto dated =
        entry_of_draft(draft("He left\n--at=someday"),
                       {.words = {}, .options = {{"at", "2026-02-01 10:00"}}}, now());
    REQUIRE(dated);
    CHECK(dated->at.local_day.iso() == "2026-02-01");
}

TEST_CASE("an entry keeps what was not changed") {
    const auto entry = entry_of_draft(draft("He left @sam %silence hurt=7\n--reacted"), {}, now());
    REQUIRE(entry);
    const auto changed = amended(
        *entry,
        {.words = {},
         .options = {{"responded", ""}, {"feel", "hurt=4"}, {"with", "Sam"}, {"with", "alex"}}},
        now());
    REQUIRE(changed);
    CHECK(changed->text == "He left");
    CHECK(changed->at == entry->at);
    CHECK(changed->people == std::vector<std::string>{"sam", "alex"});
    REQUIRE(changed->values.size() == 1);
    CHECK(changed->values[0].number == 4);
    int responses = 0;
    for (const journal::Tag& tag : changed->tags) {
        if (tag.facet != "response") continue;
        ++responses;
        CHECK(tag.slug == "responded");
    }
    CHECK(responses == 1);
    const auto reworded = amended(*entry, {.words = {"He", "walked", "out"}, .options = {}}, now());
    REQUIRE(reworded);
    CHECK(reworded->text == "He walked out");
    CHECK(reworded->values == entry->values);
}

TEST_CASE("a draft's own yesterday is counted from the day it was typed") {
    journal::Now later = now();
    later.utc += std::chrono::days(3);
    const auto entry = entry_of_draft(draft("He left\n--at=yesterday 21:40"), {}, later);
    REQUIRE(entry);
    CHECK(entry->at.local_day.iso() == "2026-02-28");
}

}  // namespace attune::cli
