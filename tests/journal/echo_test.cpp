#include "attune/journal/echo.hpp"

#include <doctest/doctest.h>

#include "attune/journal/trigger_record.hpp"
#include "journal/when_support.hpp"

namespace attune::journal {

namespace {

std::string echo(std::string_view text, const std::vector<GivenOption>& options) {
    const Now now = now_at("Europe/Berlin", "2026-03-01T21:40:00+01:00");
    const auto record = build_trigger_record(parse_typed_line(text), options, now);
    return record ? echo_line(*record, "4f2a", now.today()) : record.error().message;
}

}  // namespace

TEST_CASE("the echo of the command page") {
    CHECK(echo("He cancelled dinner again @sam %plans-changed hurt=7 anxious=8", {}) ==
          "logged 4f2a  Sun 1 Mar 21:40  plans-changed  hurt 7, anxious 8  with sam   undo: attune "
          "undo 4f2a");
}

TEST_CASE("the echo names everything that was coded and nothing that was written") {
    const std::string line = echo("secret words @sam +walk=7-4", {{"at", "yesterday evening"},
                                                                  {"feel", "numb"},
                                                                  {"body", "chest=6"},
                                                                  {"body", "jaw"},
                                                                  {"intensity", "8"},
                                                                  {"present", "3"},
                                                                  {"thought", "secret thought"},
                                                                  {"belief", "rejection=60"},
                                                                  {"urge", "run"},
                                                                  {"did", "stayed"},
                                                                  {"responded", ""},
                                                                  {"caught", "before"},
                                                                  {"lead", "90s"},
                                                                  {"coping", "breath"},
                                                                  {"need", "room"},
                                                                  {"context", "home"},
                                                                  {"same", ""},
                                                                  {"bring", ""}});
    CHECK(line ==
          "logged 4f2a  Sat 28 Feb, evening  numb  body: chest 6, jaw  intensity 8  present 3  "
          "belief: rejection 60  "
          "urge: run  did: stayed  responded  caught before  lead 90 s  tried walk 7-4, breath  "
          "need: room  home  "
          "came out same  also: thought  for the next session  with sam   undo: attune undo 4f2a");
    CHECK(line.find("secret") == std::string::npos);
}

TEST_CASE("a plain entry has a short echo") {
    CHECK(echo("Nothing much", {}) == "logged 4f2a  Sun 1 Mar 21:40   undo: attune undo 4f2a");
}

TEST_CASE("names from outside cannot steer the terminal") {
    Record record;
    record.people = {"sam\x1b[31m"};
    record.tags = {{"trigger", "\x1b]0;x"}};
    CHECK(echo_line(record, "4f2a", record.at.local_day).find('\x1b') == std::string::npos);
}

TEST_CASE("near misses are pointed out") {
    CHECK_FALSE(near_miss_line(parse_typed_line("He left hurt=7")));
    CHECK(near_miss_line(parse_typed_line("He left hurt=11 @sam"))
              .value_or("")
              .starts_with("'hurt=11' stayed text"));
}

}  // namespace attune::journal
