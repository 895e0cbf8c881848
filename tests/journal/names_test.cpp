#include "attune/journal/names.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace attune::journal {

namespace {

using Strings = std::vector<std::string>;

definition::Vocabularies words() {
    auto loaded = definition::Vocabularies::load({});
    REQUIRE(loaded);
    const auto problems = loaded->extend(R"(facet = "trigger"
also = ["reminder"]
[[word]]
slug = "late-reply"
family = "distance"
aliases = ["no-reply", "waiting"]
[[word]]
slug = "silence"
aliases = ["cold"]
)",
                                         "triggers.toml");
    REQUIRE_FALSE(definition::has_errors(problems));
    return *std::move(loaded);
}

/// A kept name; `age` is its clock and tells its record and revision apart.
KeptName kept(std::string facet, std::string origin, std::string spelling, Strings aliases,
              std::uint64_t clock) {
    KeptName one;
    one.name.facet = std::move(facet);
    one.name.origin = std::move(origin);
    one.name.spelling = std::move(spelling);
    one.name.aliases = std::move(aliases);
    one.clock = clock;
    one.record.bytes[0] = one.revision.bytes[0] = static_cast<std::uint8_t>(clock);
    return one;
}

}  // namespace

TEST_CASE("a record keeps every part of a name, and nothing that is not there") {
    Name person{.facet = "person", .spelling = "Sam", .origin = "samuel"};
    person.aliases = {"sammy", "Der Sam"};
    person.role = "partner";
    person.since = "2024-05";
    person.safety = Safety::NotSure;
    person.note = "two\nlines";
    CHECK(name_of(record_of(person, {})) == person);
    Name word{.facet = "feeling", .spelling = "prickly", .origin = "prickly"};
    word.valence = -0.3;
    word.energy = 0.4;
    word.cues = {"skin", "hot"};
    CHECK(name_of(record_of(word, {})) == word);
    CHECK(record_of({.facet = "person", .spelling = "Jo", .origin = "Jo"}, {}).fields.empty());
    Record entry;
    entry.kind = "entry";
    entry.text = "Sam";
    CHECK_FALSE(name_of(entry));
    Record homeless;
    homeless.kind = "word";
    homeless.text = "x";
    CHECK_FALSE(name_of(homeless));
}

TEST_CASE("aliases of the vocabulary and of the person lead to one word, step by step") {
    const Names plain(words(), {});
    CHECK(plain.resolve("trigger", "no-reply") == "late-reply");
    CHECK(plain.resolve("reminder", "no-reply") == "late-reply");
    CHECK(plain.resolve("trigger", "else") == "else");
    CHECK(plain.resolve("person", "Sam") == "Sam");
    const Names own(words(), {kept("trigger", "late-reply", "slow-reply", {"late-reply"}, 1)});
    CHECK(own.resolve("trigger", "no-reply") == "slow-reply");
    CHECK(own.resolve("trigger", "slow-reply") == "slow-reply");
    CHECK(own.spellings("trigger", "waiting") ==
          Strings{"slow-reply", "late-reply", "no-reply", "waiting"});
    CHECK(own.knows("trigger", "slow-reply"));
    CHECK_FALSE(own.knows("trigger", "slow"));
    CHECK(own.nearest("trigger", "slow-replu") == "slow-reply");
    CHECK(own.nearest("trigger", "no-repyl") == "slow-reply");
}

TEST_CASE("a word of the person's own takes an alias of the vocabulary for itself") {
    const Names names(words(), {kept("trigger", "cold", "cold", {}, 1)});
    CHECK(names.resolve("trigger", "cold") == "cold");
    const auto list = names.words("trigger");
    REQUIRE(list.size() == 3);
    CHECK(list[1].aliases.empty());
    CHECK(list[2].slug == "cold");
    CHECK(list[2].label == "cold");
}

TEST_CASE("people are told apart without regard to case and to composed letters") {
    const Names names(words(), {kept("person", "Zoë", "Zoë", {"zo"}, 1)});
    CHECK(names.resolve("person", "ZOE\xCC\x88") == "Zoë");
    CHECK(names.resolve("person", "ZO") == "Zoë");
    REQUIRE(names.people().size() == 1);
    CHECK(names.people()[0].aliases == Strings{"zo"});
}

TEST_CASE("a rename keeps the old spelling, and may go back") {
    Names names(words(), {});
    auto first = names.renamed("trigger", "no-reply", "Slow-Reply");
    REQUIRE(first);
    CHECK_FALSE(first->record);
    CHECK(first->name.spelling == "slow-reply");
    CHECK(first->name.origin == "late-reply");
    CHECK(first->name.family == "distance");
    CHECK(first->name.aliases == Strings{"late-reply"});
    names =
        Names(words(),
              {kept("trigger", first->name.origin, first->name.spelling, first->name.aliases, 1)});
    auto back = names.renamed("trigger", "slow-reply", "late-reply");
    REQUIRE(back);
    CHECK(back->record);
    CHECK(back->name.spelling == "late-reply");
    names = Names(words(),
                  {kept("trigger", back->name.origin, back->name.spelling, back->name.aliases, 2)});
    for (const char* spelling : {"slow-reply", "no-reply", "late-reply"})
        CHECK(names.resolve("trigger", spelling) == "late-reply");
    CHECK(names.renamed("trigger", "late-reply", "silence").error().kind == ErrorKind::Refused);
    CHECK(names.renamed("trigger", "late-reply", "waiting")->name.spelling == "waiting");
}

TEST_CASE("a merge brings everything along that led to the first word") {
    Names names(words(), {});
    const auto draft = names.merged("trigger", "late-reply", "silence");
    REQUIRE(draft);
    CHECK(draft->name.spelling == "silence");
    names = Names(words(), {kept("trigger", "silence", "silence", draft->name.aliases, 1)});
    CHECK(names.resolve("trigger", "no-reply") == "silence");
    CHECK(names.words("trigger").size() == 1);
    CHECK(names.merged("trigger", "late-reply", "cold").error().kind == ErrorKind::Refused);
}

TEST_CASE("two different renames of one person end in the newer one, in every order") {
    const std::vector<KeptName> both = {kept("person", "sam", "alex", {"sam"}, 1),
                                        kept("person", "sam", "bo", {"sam"}, 2)};
    for (const auto& names : {Names(words(), both), Names(words(), {both[1], both[0]})}) {
        for (const char* spelling : {"sam", "alex", "Bo"})
            CHECK(names.resolve("person", spelling) == "bo");
        CHECK(names.people().size() == 1);
        REQUIRE(names.kept().size() == 1);
        CHECK(names.kept()[0].record == both[1].record);
        CHECK(names.kept()[0].parents == std::vector<RevisionId>{both[1].revision});
    }
}

TEST_CASE("merges that form a ring leave the oldest one out") {
    std::vector<KeptName> ring = {kept("person", "a", "a", {"c"}, 1),
                                  kept("person", "b", "b", {"a"}, 2),
                                  kept("person", "c", "c", {"b"}, 3)};
    std::sort(ring.begin(), ring.end(),
              [](const KeptName& x, const KeptName& y) { return x.clock < y.clock; });
    do {
        const Names names(words(), ring);
        for (const char* spelling : {"a", "b", "c"})
            CHECK(names.resolve("person", spelling) == "c");
        CHECK(names.people().size() == 1);
    } while (std::next_permutation(
        ring.begin(), ring.end(),
        [](const KeptName& x, const KeptName& y) { return x.clock < y.clock; }));
}

TEST_CASE("a record is shown with today's names, each once") {
    const Names names(words(), {kept("person", "sam", "Alex", {"sam", "sammy"}, 1),
                                kept("trigger", "silence", "silence", {"late-reply"}, 2)});
    Record record;
    record.kind = "trigger";
    record.people = {"Sammy", "jo", "sam"};
    record.tags = {{"trigger", "no-reply"}, {"trigger", "cold"}, {"mark", "No-Reply"}};
    record.values = {{"trigger.no-reply", "peak", 3, "", 0.0, 10.0},
                     {"trigger.silence", "peak", 5, "", 0.0, 10.0},
                     {"belief.no-reply", "peak", 40, "", 0.0, 100.0}};
    names.resolve(record);
    CHECK(record.people == Strings{"Alex", "jo"});
    CHECK(record.tags == std::vector<Tag>{{"trigger", "silence"}, {"mark", "No-Reply"}});
    REQUIRE(record.values.size() == 2);
    CHECK(record.values[0].key == "trigger.silence");
    CHECK(record.values[0].number == 5);
    CHECK(record.values[1].key == "belief.no-reply");
}

TEST_CASE("days of since and until may be rough and have to exist") {
    for (const char* good : {"2024", "2024-05", "2024-02-29"})
        CHECK(is_partial_day(good));
    for (const char* bad : {"", "24", "2024-13", "2023-02-29", "2024-5", "may 2024", "2024-05-"})
        CHECK_FALSE(is_partial_day(bad));
}

}  // namespace attune::journal
