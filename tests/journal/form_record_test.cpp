#include "attune/journal/form_record.hpp"

#include <doctest/doctest.h>

#include "attune/definition/embedded.hpp"

namespace attune::journal {

namespace {

definition::Form shipped(std::string_view id) {
    for (const definition::EmbeddedFile& file : definition::embedded_forms()) {
        if (file.id == id) return *definition::read_form(file.text, std::string(file.path)).value;
    }
    FAIL("no form " << std::string(id));
    return {};
}

Now noon() {
    Now now;
    now.utc = std::chrono::sys_days(std::chrono::year(2026) / 3 / 3) + std::chrono::hours(12);
    return now;
}

Result<Record> note(std::string_view kind, std::string_view text,
                    const std::vector<GivenOption>& options, const FormContext& context = {}) {
    return build_form_record(shipped(kind), parse_typed_line(text), options, noon(), context);
}

}  // namespace

TEST_CASE("answers are kept where the form says, and signs as in a trigger") {
    const auto record = note("belief", "People leave hurt=7 @sam",
                             {{"strength", "70%"}, {"schema", "being left"}, {"target", "oth"}});
    REQUIRE(record);
    CHECK(record->kind == "belief");
    CHECK(record->definition.starts_with("belief 1 "));
    CHECK(record->text == "People leave");
    CHECK(record->people == std::vector<std::string>{"sam"});
    REQUIRE(record->values.size() == 2);
    CHECK(record->values[1] == Value{"strength", "peak", 70, "%", 0, 100});
    CHECK(record->tags == std::vector<Tag>{{"belief", "abandonment"}, {"target", "others"}});
    CHECK(form_summary(shipped("belief"), *record) ==
          "being left, other people, strength 70 %  hurt 7  with sam");
}

TEST_CASE("a later answer is a follow-up of its own form, and only takes later items") {
    RecordId first;
    first.bytes[0] = 7;
    const auto later = note("experiment", "", {{"happened", "no"}}, {.of = first});
    REQUIRE(later);
    CHECK(later->kind == "follow");
    CHECK(later->links == std::vector<Link>{{first, "follows-up"}});
    CHECK_FALSE(note("experiment", "", {{"happened", "no"}, {"fear", "3"}}, {.of = first}));
    CHECK_FALSE(note("experiment", "I fear", {{"happened", "no"}}));
    CHECK_FALSE(note("experiment", "no answer", {}, {.of = first}));
}

TEST_CASE("what an item cannot be is refused") {
    CHECK_FALSE(note("belief", "x", {{"strength", "101"}}));
    CHECK_FALSE(note("belief", "x", {{"strength", "7.5"}}));
    CHECK_FALSE(note("belief", "x", {{"target", "moon"}}));
    CHECK_FALSE(note("belief", "x", {{"strength", "1"}, {"strength", "2"}}));
    CHECK_FALSE(note("belief", "", {{"strength", "1"}}));
    CHECK_FALSE(note("belief", "x", {{"nothing", "1"}}));
    CHECK_FALSE(note("therapy", "", {}));
    CHECK_FALSE(note("therapy", "x", {{"score", "coherence=11/1-9"}}));
    CHECK(note("therapy", "x", {{"score", "coherence=6/1-9"}}));
}

TEST_CASE("a date says how long after the record it is, a later record's stands alone") {
    const auto repair = note("repair", "I shouted", {{"at", "2026-02-28"}, {"remorse", "today"}});
    REQUIRE(repair);
    CHECK(repair->fields == std::vector<Field>{{"remorse", "2026-03-03"}});
    const ReadingOptions today{.today = noon().today()};
    CHECK(form_summary(shipped("repair"), *repair, today) == "remorse Tue 3 Mar (3 days later)");
    const auto later = note("repair", "", {{"request", "today"}}, {.of = RecordId{.bytes = {1}}});
    REQUIRE(later);
    CHECK(form_summary(shipped("repair"), *later, today) == "request Tue 3 Mar");
}

TEST_CASE("a sentence is built only where no text was typed") {
    const std::vector<GivenOption> parts = {{"feeling", "hurt"}, {"about", "the dinner"}};
    CHECK(note("need", "", parts)->text == "I feel hurt about the dinner.");
    CHECK(note("need", "My own words", parts)->text == "My own words");
}

}  // namespace attune::journal
