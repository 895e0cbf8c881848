#pragma once

#include <string>

#include "attune/journal/record.hpp"

namespace attune::test {

/// An entry with a text and nothing else, on Sunday 1 March 2026 at 21:40 in Berlin.
inline journal::Record plain_record(const std::string& text) {
    journal::Record record;
    record.id = *RecordId::from_hex("000000000000000000000000000000a2");
    record.kind = "entry";
    record.at.local_day = *CivilDay::make(2026, 3, 1);
    record.at.utc = std::chrono::sys_seconds(record.at.local_day.days()) + std::chrono::hours(20) +
                    std::chrono::minutes(40);
    record.at.offset = std::chrono::minutes(60);
    record.text = text;
    return record;
}

/// One with something in every place.
inline journal::Record full_record() {
    journal::Record record = plain_record("He \"cancelled\", again\nand left");
    record.id = *RecordId::from_hex("000000000000000000000000000000a1");
    record.kind = "trigger";
    record.fields = {
        {"thought", "He is tired of me"}, {"other", "He looked away"}, {"quality", "fine"}};
    record.people = {"sam", "jo"};
    record.values = {
        {"feeling.hurt", "peak", 7, "", 0.0, 10.0},   {"coping.breath", "before", 7, "", 0.0, 10.0},
        {"coping.breath", "after", 0, "", 0.0, 10.0}, {"lead_s", "peak", 30, "s", {}, {}},
        {"sleep", "pre", 6.5, "h", {}, {}},           {"q1", "item", 3, "", 1.0, 5.0}};
    record.tags = {{"trigger", "plans-changed"}, {"response", "reacted"}, {"coping", "breath"},
                   {"feeling", "numb"},          {"mark", "bring"},       {"strategy", "hinting"}};
    record.links = {{*RecordId::from_hex("000000000000000000000000000000ff"), "follows-up"}};
    record.source = "test";
    record.source_key = "7";
    record.definition = "loop 1 abc";
    record.extra = R"({"mood":"grey"})";
    return record;
}

}  // namespace attune::test
