#include "attune/exchange/share.hpp"

#include <doctest/doctest.h>

#include "attune/journal/names.hpp"
#include "attune/journal/record_json.hpp"
#include "exchange/record_builder.hpp"

namespace attune::exchange {

namespace {

using test::full_record;
using test::plain_record;

const std::vector<std::string> kNames{"sam", "jo", "Dr. Lee", "zoë"};

std::string shared_text(const std::string& text, const ShareOptions& options = {.text = true}) {
    return Redactor(kNames, options).redacted(plain_record(text)).text;
}

}  // namespace

TEST_CASE("what is shared names nobody and holds no free text") {
    Redactor redactor(kNames, {});
    const journal::Record shared = redactor.redacted(full_record());
    CHECK(shared.people == std::vector<std::string>{"person 1", "person 2"});
    CHECK(shared.text.empty());
    CHECK(shared.fields.empty());
    CHECK(shared.source.empty());
    CHECK(shared.source_key.empty());
    CHECK(shared.extra.empty());
    CHECK(shared.values == full_record().values);
    CHECK(shared.tags == full_record().tags);
    CHECK(shared.links == full_record().links);
    CHECK(shared.at == full_record().at);
}

TEST_CASE("a person keeps the number through all records, in any case of letters") {
    Redactor redactor(kNames, {});
    journal::Record first = plain_record("");
    first.people = {"jo"};
    journal::Record second = plain_record("");
    second.people = {"Sam", "JO", "\xF0\x9F\xA6\x8A", "\xF0\x9F\x90\xBB"};
    CHECK(redactor.redacted(first).people == std::vector<std::string>{"person 1"});
    CHECK(redactor.redacted(second).people ==
          std::vector<std::string>{"person 2", "person 1", "person 3", "person 4"});
}

TEST_CASE("every spelling of one person has the one number, in lists and in texts") {
    const auto kept = [](std::string origin, std::string spelling,
                         std::vector<std::string> aliases) {
        journal::KeptName one;
        one.name = {.facet = "person", .spelling = std::move(spelling), .origin = origin};
        one.name.aliases = std::move(aliases);
        one.clock = origin.size();
        one.record.bytes[0] = one.revision.bytes[0] = static_cast<std::uint8_t>(origin.size());
        return one;
    };
    // Sam was added as sammy and renamed to Dr. Sam; jo stays somebody else.
    const journal::Names people({},
                                {kept("sammy", "Dr. Sam", {"sammy", "sam"}), kept("jo", "Jo", {})});
    const std::vector<std::string> names{"jo", "Jo", "sam", "sammy", "Dr. Sam"};
    journal::Record record = plain_record("Sammy rang, then Jo. Later dr sam and SAM");
    record.people = {"Dr. Sam", "jo"};
    Redactor redactor(names, {.text = true}, &people);
    const journal::Record shared = redactor.redacted(record);
    CHECK(shared.people == std::vector<std::string>{"person 1", "person 2"});
    CHECK(shared.text == "person 1 rang, then person 2. Later person 1 and person 1");
    record.people = {"sammy"};
    CHECK(redactor.redacted(record).people == std::vector<std::string>{"person 1"});
}

TEST_CASE("names in a text are replaced as whole words and only those") {
    CHECK(shared_text("Sam said it") == "person 1 said it");
    CHECK(shared_text("(sam), Sam's and SAM!") == "(person 1), person 1's and person 1!");
    CHECK(shared_text("the same sample") == "the same sample");
    CHECK(shared_text("@sam and jo") == "@person 1 and person 2");
    CHECK(shared_text("saw Dr. Lee and dr lee") == "saw person 1 and person 1");
    CHECK(shared_text("Dr. Who and Lee") == "Dr. Who and Lee");
    // The same name with its accent as a mark of its own.
    CHECK(shared_text("Zoe\xCC\x88 came, ZOË left") == "person 1 came, person 1 left");
    CHECK(shared_text("") == "");
}

TEST_CASE("the other's signal stays only when it is asked for") {
    const auto fields = [](const ShareOptions& options) {
        std::string names;
        for (const auto& field : Redactor(kNames, options).redacted(full_record()).fields)
            names += field.name + " ";
        return names;
    };
    CHECK(fields({}) == "");
    CHECK(fields({.text = true}) == "thought quality ");
    CHECK(fields({.other = true}) == "other ");
    CHECK(fields({.text = true, .other = true}) == "thought other quality ");
}

TEST_CASE("a coded word that is a name is one no more") {
    journal::Record record = plain_record("");
    record.tags = {{"trigger", "sam"}, {"trigger", "silence"}, {"context", "dr-lee"}};
    record.values = {{"feeling.jo", "peak", 3, "", 0.0, 10.0}};
    const auto shared = Redactor(kNames, {}).redacted(record);
    CHECK(shared.tags == std::vector<journal::Tag>{{"trigger", "person 1"},
                                                   {"trigger", "silence"},
                                                   {"context", "person 2"}});
    CHECK(shared.values[0].key == "feeling.person 3");
}

TEST_CASE("the title of a questionnaire is not free text") {
    journal::Record taking = plain_record("Attachment");
    taking.kind = "assessment";
    CHECK(Redactor(kNames, {}).redacted(taking).text == "Attachment");
}

}  // namespace attune::exchange
