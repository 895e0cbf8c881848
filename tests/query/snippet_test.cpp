#include "attune/query/snippet.hpp"

#include <doctest/doctest.h>

#include "attune/store/schema.hpp"
#include "store/rows.hpp"

namespace attune::query {

namespace {

/// The matches of a search in one record as "field|before[match]after", empty when there is none.
std::string found(const journal::Record& record, const std::string& words) {
    auto database = db::Connection::open_in_memory();
    REQUIRE(database.has_value());
    REQUIRE(store::make_schema(*database).has_value());
    store::Rows rows(*database);
    store::Revision revision;
    revision.record = revision.content.id = record.id;
    revision.content = record;
    REQUIRE(rows.insert(revision).has_value());
    const auto row = rows.shown_row(record.id);
    REQUIRE((row.has_value() && row->has_value()));
    const auto query = parse_text_query(words);
    REQUIRE(query.has_value());
    const auto snippet = find_snippet(*database, **row, record, *query);
    REQUIRE(snippet.has_value());
    if (!*snippet) return {};
    std::string out = (*snippet)->field + "|";
    std::size_t at = 0;
    for (const auto& [from, to] : (*snippet)->matches) {
        out += (*snippet)->text.substr(at, from - at) + "[" +
               (*snippet)->text.substr(from, to - from) + "]";
        at = to;
    }
    return out + (*snippet)->text.substr(at);
}

journal::Record record_of(const std::string& text, const std::vector<journal::Field>& fields = {}) {
    journal::Record record;
    record.id = *RecordId::from_hex("000000000000000000000000000000a1");
    record.kind = "entry";
    record.text = text;
    record.fields = fields;
    return record;
}

}  // namespace

TEST_CASE("a match is marked where the index found it") {
    CHECK(found(record_of("I waited, waiting on"), "wait..") == "|I [waited], [waiting] on");
    CHECK(found(record_of("He said: never mind"), "\"said never\"") == "|He [said: never] mind");
    CHECK(found(record_of("Caf\xC3\xA9 closed"), "cafe") == "|[Caf\xC3\xA9] closed");
    CHECK(found(record_of("a b a"), "a b") == "|[a] [b] [a]");
    CHECK(found(record_of("one two"), "three").empty());
}

TEST_CASE("the field is named when the text has no match") {
    const auto record =
        record_of("He left", {{"thought", "tired\nof me"}, {"other", "He said nothing"}});
    CHECK(found(record, "left") == "|He [left]");
    CHECK(found(record, "me") == "thought|tired\nof [me]");
    CHECK(found(record, "said") == "other|He [said] nothing");
    CHECK(found(record, "left said") == "|He [left]");
    CHECK(found(record_of("", {{"other", "alone"}}), "alone") == "other|[alone]");
}

TEST_CASE("what the index does not hold as words is found letter for letter") {
    CHECK(found(record_of("so \xF0\x9F\xA6\x8A so"), "\xF0\x9F\xA6\x8A") ==
          "|so [\xF0\x9F\xA6\x8A] so");
    CHECK(found(record_of("日本へ"), "本") == "|日[本]へ");
}

TEST_CASE("characters that mark matches inside are no matches") {
    CHECK(found(record_of("a \x01 b \x02 word"), "word").empty());
}

}  // namespace attune::query
