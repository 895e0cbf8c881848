#include "attune/query/text_query.hpp"

#include <random>

#include <doctest/doctest.h>

#include "attune/db/connection.hpp"

namespace attune::query {

namespace {

std::string match_of(std::string_view typed) {
    const auto query = parse_text_query(typed);
    REQUIRE(query);
    return query->match;
}

}  // namespace

TEST_CASE("words, phrases and starts of words become quoted terms") {
    CHECK(match_of("dinner again") == R"("dinner" "again")");
    CHECK(match_of(R"("he left" twice)") == R"("he left" "twice")");
    CHECK(match_of("wait* plan..") == R"("wait"* "plan"*)");
    const char* expected = "\"a\" \"OR\" \"b\" \"NOT\" \"c\" \"NEAR(d)\" \"x:y\" \"-z\"";
    CHECK(match_of("a OR b NOT c NEAR(d) x:y -z") == expected);
    CHECK(match_of("don't 5\" x") == "\"don't\" \"5\"\"\" \"x\"");
}

TEST_CASE("what the index does not hold as a word is looked for as it is") {
    const auto query = parse_text_query("\U0001F614 \u53D6\u6D88 dinner");
    REQUIRE(query);
    CHECK(query->match == R"("dinner")");
    CHECK(query->pieces == std::vector<std::string>{"\U0001F614", "\u53D6\u6D88"});
}

TEST_CASE("nothing to look for and an open quote are refused") {
    for (const char* typed : {"", "   ", "*", "..", "\"\"", "\"open", "word \"open"}) {
        CAPTURE(typed);
        const auto query = parse_text_query(typed);
        REQUIRE_FALSE(query);
        CHECK(query.error().kind == ErrorKind::Usage);
    }
}

TEST_CASE("no bytes at all make the index refuse a query") {
    auto database = db::Connection::open_in_memory();
    REQUIRE(database);
    REQUIRE(database->execute("CREATE VIRTUAL TABLE t USING fts5(words)"));
    std::mt19937 random(4);
    const std::string_view alphabet = "ab\"*.()-+:^{}'\\ANDORNEAR \xC3\xBC\xFF\n\x01,;%";
    for (int round = 0; round < 4000; ++round) {
        std::string typed;
        for (auto i = random() % 14; i > 0; --i)
            typed += alphabet[random() % alphabet.size()];
        const auto query = parse_text_query(typed);
        if (!query || query->match.empty()) continue;
        auto statement = database->prepare("SELECT rowid FROM t WHERE t MATCH ?");
        REQUIRE(statement);
        statement->bind(1, std::string_view(query->match));
        CAPTURE(query->match);
        REQUIRE(statement->step());
    }
}

}  // namespace attune::query
