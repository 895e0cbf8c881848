#include "attune/journal/trigger_record.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/journal/record_json.hpp"
#include "journal/when_support.hpp"

namespace attune::journal {

namespace {

using Options = std::vector<GivenOption>;

Now now() {
    return now_at("Europe/Berlin", "2026-03-01T21:40:00+01:00");
}

Result<Record> built(std::string_view text, const Options& options,
                     const TriggerContext& context = {}) {
    return build_trigger_record(parse_typed_line(text), options, now(), context);
}

Record record(std::string_view text, const Options& options, const TriggerContext& context = {}) {
    const auto result = built(text, options, context);
    REQUIRE_MESSAGE(result, (result ? "" : result.error().message));
    // Whatever is built can be written and read.
    const auto back = decode_record(encode_record(*result));
    REQUIRE(back);
    CHECK(*back == *result);
    return *result;
}

std::string refusal(const Options& options, std::string_view text = "x") {
    const auto result = built(text, options);
    if (result) return "";
    CHECK(result.error().kind == ErrorKind::Usage);
    return result.error().message;
}

const Value* value(const Record& record, std::string_view key, std::string_view phase = "peak") {
    const auto found =
        std::find_if(record.values.begin(), record.values.end(),
                     [&](const Value& other) { return other.key == key && other.phase == phase; });
    return found == record.values.end() ? nullptr : &*found;
}

bool tagged(const Record& record, std::string_view facet, std::string_view slug) {
    return std::count(record.tags.begin(), record.tags.end(),
                      Tag{std::string(facet), std::string(slug)}) == 1;
}

}  // namespace

TEST_CASE("signs become people, tags and values with their scale") {
    const Record made = record(
        "He cancelled dinner again @sam %plans-changed hurt=7 anxious=8 +breath +walk=7-4", {});
    CHECK(made.kind == "trigger");
    CHECK(made.id.is_zero());
    CHECK(made.text == "He cancelled dinner again");
    CHECK(iso_time(made.at) == "2026-03-01T21:40:00+01:00");
    CHECK(made.people == std::vector<std::string>{"sam"});
    REQUIRE(value(made, "feeling.hurt"));
    CHECK(*value(made, "feeling.hurt") == Value{"feeling.hurt", "peak", 7, "", 0, 10});
    CHECK(value(made, "feeling.anxious")->number == 8);
    CHECK(tagged(made, "trigger", "plans-changed"));
    CHECK(tagged(made, "coping", "breath"));
    CHECK(tagged(made, "coping", "walk"));
    CHECK_FALSE(value(made, "coping.breath", "before"));
    CHECK(value(made, "coping.walk", "before")->number == 7);
    CHECK(value(made, "coping.walk", "after")->number == 4);
}

TEST_CASE("every option lands where the table says") {
    const Record made = record("", {{"at", "yesterday 21:40"},
                                    {"with", "@Sam"},
                                    {"trigger", "%Late reply"},
                                    {"feel", "hurt=7"},
                                    {"feel", "numb"},
                                    {"body", "chest=6"},
                                    {"body", "jaw"},
                                    {"intensity", "8"},
                                    {"thought", "He is tired of me"},
                                    {"belief", "abandonment=80"},
                                    {"belief", "rejection"},
                                    {"urge", "Send ten texts!"},
                                    {"did", "withdrew"},
                                    {"responded", ""},
                                    {"caught", "During"},
                                    {"lead", "1m30s"},
                                    {"present", "4"},
                                    {"coping", "breath"},
                                    {"before", "7"},
                                    {"after", "4"},
                                    {"need", "reassurance"},
                                    {"other", "looked at the phone"},
                                    {"context", "Home"},
                                    {"better", ""},
                                    {"bring", ""}});
    CHECK(iso_time(made.at) == "2026-02-28T21:40:00+01:00");
    CHECK(made.people == std::vector<std::string>{"Sam"});
    CHECK(tagged(made, "trigger", "late-reply"));
    CHECK(value(made, "feeling.hurt")->number == 7);
    CHECK(tagged(made, "feeling", "numb"));
    CHECK(value(made, "body.chest")->number == 6);
    CHECK(tagged(made, "body", "jaw"));
    CHECK(value(made, "intensity")->number == 8);
    CHECK(*value(made, "belief.abandonment") ==
          Value{"belief.abandonment", "peak", 80, "", 0, 100});
    CHECK(tagged(made, "belief", "rejection"));
    CHECK(tagged(made, "urge", "send-ten-texts"));
    CHECK(tagged(made, "action", "withdrew"));
    CHECK(tagged(made, "response", "responded"));
    CHECK(tagged(made, "caught", "during"));
    CHECK(*value(made, "lead_s") == Value{"lead_s", "peak", 90, "s", {}, {}});
    CHECK(value(made, "now")->number == 4);
    CHECK(value(made, "coping.breath", "before")->number == 7);
    CHECK(value(made, "coping.breath", "after")->number == 4);
    CHECK(tagged(made, "need", "reassurance"));
    CHECK(tagged(made, "context", "home"));
    CHECK(tagged(made, "outcome", "better"));
    CHECK(tagged(made, "mark", "bring"));
    CHECK(made.fields ==
          std::vector<Field>{{"thought", "He is tired of me"}, {"other", "looked at the phone"}});
}

TEST_CASE("the table of options names each once and all are understood") {
    CHECK(trigger_options().size() == 27);
    const auto known = known_trigger_options();
    REQUIRE(known.size() == trigger_options().size());
    CHECK(std::count_if(known.begin(), known.end(),
                        [](const KnownOption& option) { return option.is_date; }) == 1);
    for (const KnownOption& option : known) {
        CAPTURE(option.name);
        CHECK(std::count_if(known.begin(), known.end(), [&](const KnownOption& other) {
                  return other.name == option.name;
              }) == 1);
        // No option is passed over: a value that none of them takes is refused, a flag leaves a
        // trace.
        const auto result = built("x", {{option.name, option.takes_value ? "\n" : ""}});
        CHECK((option.takes_value ? !result : result->tags.size() == 1));
    }
}

TEST_CASE("numbers off the scale are refused with option and range") {
    CHECK(refusal({{"feel", "hurt=11"}}) ==
          "'--feel' takes a whole number from 0 to 10 behind '='");
    CHECK(refusal({{"feel", "hurt=7.5"}}) ==
          "'--feel' takes a whole number from 0 to 10 behind '='");
    CHECK(refusal({{"feel", "hurt="}}) == "'--feel' takes a whole number from 0 to 10 behind '='");
    CHECK(refusal({{"body", "chest=-1"}}) ==
          "'--body' takes a whole number from 0 to 10 behind '='");
    CHECK(refusal({{"belief", "rejection=101"}}) ==
          "'--belief' takes a whole number from 0 to 100 behind '='");
    CHECK(refusal({{"intensity", "11"}}) == "'--intensity' takes a whole number from 0 to 10");
    CHECK(refusal({{"intensity", ""}}) == "'--intensity' takes a whole number from 0 to 10");
    CHECK(refusal({{"present", "none"}}) == "'--present' takes a whole number from 0 to 10");
    CHECK(refusal({{"coping", "breath=7"}}) ==
          "'--coping' takes two whole numbers from 0 to 10 behind '=', before and after");
    CHECK(refusal({{"coping", "breath=7-11"}}).starts_with("'--coping' takes two whole numbers"));
    CHECK(refusal({{"caught", "never"}}) == "'--caught' takes before, during, after or later");
    for (const char* lead : {"", "s", "30x", "2d", "30s2m", "-5", "1h1h", "999999", "25h"}) {
        CAPTURE(std::string(lead));
        CHECK(refusal({{"lead", lead}}) == "'--lead' takes a time of at most a day");
    }
    CHECK(refusal({{"feel", "hurt=7,sad=3"}}) ==
          "'--feel' takes a whole number from 0 to 10 behind '='");
    CHECK(refusal({{"feel", "hurt,sad"}}) ==
          "'--feel' takes one word at a time, given once for each");
    CHECK(refusal({{"feel", "=7"}}) == "'--feel' needs a word of letters or digits");
    CHECK(refusal({{"trigger", "!!"}}) == "'--trigger' needs a word of letters or digits");
    CHECK(refusal({{"with", "@"}}) == "'--with' takes the name of one person");
    CHECK(refusal({{"thought", "  "}}) == "'--thought' needs a text");
    CHECK(refusal({{"at", "tomorrow"}}).find("still to come") != std::string::npos);
    CHECK(refusal({{"at", "now"}, {"at", "now"}}) == "'--at' is given twice");
}

TEST_CASE("lead times add up") {
    CHECK(value(record("x", {{"lead", "30s"}}), "lead_s")->number == 30);
    CHECK(value(record("x", {{"lead", "30"}}), "lead_s")->number == 30);
    CHECK(value(record("x", {{"lead", "2m"}}), "lead_s")->number == 120);
    CHECK(value(record("x", {{"lead", "1h 5min"}}), "lead_s")->number == 3900);
    const Record twice = record("x", {{"lead", "5s"}, {"intensity", "3"}, {"lead", "9s"}});
    CHECK(value(twice, "lead_s")->number == 9);
    CHECK(value(twice, "intensity")->unit.empty());
}

TEST_CASE("one question has one answer") {
    CHECK(refusal({{"reacted", ""}, {"responded", ""}}) ==
          "'reacted' and 'responded' answer the same question");
    CHECK(refusal({{"better", ""}, {"worse", ""}}) ==
          "'better' and 'worse' answer the same question");
    CHECK(refusal({{"caught", "before"}, {"caught", "later"}}) ==
          "'before' and 'later' answer the same question");
    CHECK(record("x", {{"reacted", ""}, {"reacted", ""}}).tags.size() == 1);
}

TEST_CASE("before and after need to know their coping") {
    CHECK(refusal({{"before", "7"}}) == "'--before' and '--after' belong to exactly one coping");
    CHECK(refusal({{"coping", "walk"}, {"coping", "breath"}, {"after", "4"}}) ==
          "'--before' and '--after' belong to exactly one coping");
    const Record made = record("x +breath", {{"after", "4"}});
    CHECK(value(made, "coping.breath", "after")->number == 4);
    CHECK_FALSE(value(made, "coping.breath", "before"));
}

TEST_CASE("a follow-up is linked to what it follows") {
    const auto id = RecordId::from_hex("4f2a0000000000000000000000000001");
    REQUIRE(id);
    const Record made =
        record("He called, it was work", {{"after", "3"}, {"better", ""}}, {.follows = *id});
    CHECK(made.kind == "follow");
    CHECK(made.links == std::vector<Link>{{*id, "follows-up"}});
    CHECK(value(made, "intensity", "after")->number == 3);
    CHECK(tagged(made, "outcome", "better"));
}

TEST_CASE("the later number wins and no feeling is both word and number") {
    const Record made = record(
        "x hurt=7", {{"feel", "sad"}, {"feel", "hurt"}, {"feel", "hurt=5"}, {"feel", "sad=2"}});
    CHECK(made.values.size() == 2);
    CHECK(value(made, "feeling.hurt")->number == 5);
    CHECK(value(made, "feeling.sad")->number == 2);
    CHECK(made.tags.empty());
}

TEST_CASE("a person is there once, however written") {
    CHECK(record("x @sam", {{"with", "Sam"}, {"with", "@SAM"}, {"with", "Anna Lena"}}).people ==
          std::vector<std::string>{"sam", "Anna Lena"});
}

TEST_CASE("nothing at all is refused, a code alone is enough") {
    CHECK(refusal({}, "  ") == "there is nothing to keep");
    CHECK(refusal({{"at", "yesterday"}}, "") == "there is nothing to keep");
    CHECK(record("", {{"reacted", ""}}).text.empty());
    CHECK(record("hurt=7", {}).text.empty());
}

TEST_CASE("bytes that are not UTF-8 are kept as the letters they most likely are") {
    CHECK(record("caf\xE9 \u00E9", {}).text == "caf\u00E9 \u00E9");
    CHECK(record("x", {{"thought", "\xFC"}}).fields.at(0).text == "\u00FC");
}

TEST_CASE("slugs are lower case without punctuation") {
    CHECK(slug_of("Late reply") == "late-reply");
    CHECK(slug_of("  Slam the door! ") == "slam-the-door");
    CHECK(slug_of("don't / won't") == "dont-wont");
    CHECK(slug_of("\u00DCBERGANGEN") == "\u00FCbergangen");
    CHECK(slug_of("a_b-c") == "a_b-c");
    CHECK(slug_of("!?") == "");
}

}  // namespace attune::journal
