#include "attune/query/person_query.hpp"

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/store/schema.hpp"
#include "store/store_fixture.hpp"
#include "support/vectors.hpp"

namespace attune::query {

namespace {

std::vector<std::string> lines_of(const char* file) {
    std::ifstream in(testing::source_dir() + "/tests/query/" + file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

/// A journal of three trigger entries.
struct Asked {
    test::StoreInMemory store;
    std::optional<store::Library> library;

    Asked() {
        store.log(test::trigger("SECRET dinner", 1));
        store.log(test::trigger("SECRET silence", 2));
        journal::Record third = test::trigger("{\"a\":\"SECRET json", 2);
        third.tags = {{"trigger", "no-reply"}, {"response", "responded"}};
        third.values = {{"intensity", "peak", 3, "", 1.0, 5.0},
                        {"lead_s", "peak", 30, "s", {}, {}}};
        store.log(third);
        library.emplace(store.library());
    }
    db::Connection& database() { return library->database(); }

    /// Rows as "a|b;c|d;", or the message of the error.
    std::string ask(std::string_view sql, const std::map<std::string, std::string>& values = {}) {
        auto query = PersonQuery::prepare(database(), sql, values);
        if (!query) return "error: " + query.error().message;
        std::string out;
        while (true) {
            const auto more = query->step();
            if (!more) return "error: " + more.error().message;
            if (!*more) return out;
            for (int i = 0; i < query->columns(); ++i)
                out += fmt::format("{}{}", i > 0 ? "|" : "", query->row().text(i));
            out += ';';
        }
    }
    Error mistake(std::string_view sql) {
        auto query = PersonQuery::prepare(database(), sql);
        REQUIRE_FALSE(query.has_value());
        return query.error();
    }

    /// Everything in the tables, and what there is.
    std::string content() {
        std::string out;
        for (const char* sql :
             {"SELECT group_concat(type || name || sql) FROM (SELECT * FROM sqlite_master ORDER BY "
              "name)",
              "SELECT group_concat(name) FROM (SELECT name FROM temp.sqlite_master ORDER BY name)",
              "SELECT group_concat(n || hex(id) || text || shown || deleted) FROM entry",
              "SELECT group_concat(entry || key || num) FROM value",
              "SELECT group_concat(entry || facet || slug) FROM tag",
              "SELECT group_concat(key || value) FROM meta", "SELECT total_changes()",
              "PRAGMA data_version", "PRAGMA query_only"}) {
            auto row = database().prepare(sql);
            REQUIRE(row.has_value());
            REQUIRE(row->step().value_or(false));
            out += std::string(row->text(0)) + "\n";
        }
        return out;
    }
};

}  // namespace

TEST_CASE("a query reads the views") {
    Asked asked;
    CHECK(asked.ask("SELECT count(*) FROM diary") == "3;");
    CHECK(asked.ask("SELECT day, trigger, intensity FROM trigger_entry ORDER BY entry") ==
          "2026-03-01|plans-changed|7.0;2026-03-02|plans-changed|7.0;2026-03-02|late-reply|5.0;");
    CHECK(asked.ask("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) "
                    "SELECT group_concat(i) FROM n") == "1,2,3,4;");
    CHECK(asked.ask("SELECT day, row_number() OVER (ORDER BY entry) AS n FROM diary WHERE day > "
                    "'2026-03-01'") == "2026-03-02|1;2026-03-02|2;");
    CHECK(asked.ask("SELECT t.day, w.person FROM trigger_entry t JOIN with_person w USING (entry) "
                    "LEFT JOIN coping c USING (entry) WHERE c.name IS NULL AND t.response = "
                    "'responded';") == "2026-03-02|sam;");
    CHECK(asked.ask("SELECT median(intensity), median(text) FROM trigger_entry") == "7.0|;");
    CHECK(asked.ask("-- a comment\n;; SELECT 1 /* another */ ; -- and one more") == "1;");
    CHECK(asked.ask("WITH n(i) AS (SELECT 1 UNION SELECT 2) SELECT count(*) FROM n") == "2;");
    CHECK(asked.ask("SELECT value FROM json_each('[1,2]')") == "1;2;");
    CHECK_FALSE(asked.ask("EXPLAIN QUERY PLAN SELECT * FROM diary").starts_with("error"));
}

TEST_CASE("nothing but a SELECT over the views is taken, and nothing is changed") {
    Asked asked;
    REQUIRE(asked.ask("SELECT 1") == "1;");
    const std::string before = asked.content();
    const std::vector<std::string> hostile = lines_of("hostile_sql.txt");
    CHECK(hostile.size() >= 100);
    for (const std::string& sql : hostile) {
        CAPTURE(sql);
        const auto query = PersonQuery::prepare(asked.database(), sql);
        CHECK_FALSE(query.has_value());
        if (query) continue;
        CHECK(query.error().kind == ErrorKind::Usage);
        CHECK(query.error().message.find("SECRET") == std::string::npos);
    }
    CHECK(asked.content() == before);
}

TEST_CASE("statements put together at random write nothing") {
    Asked asked;
    REQUIRE(asked.ask("SELECT 1") == "1;");
    const std::string before = asked.content();
    std::vector<std::string> words{
        "SELECT", "FROM",  "WHERE", "(",   ")",        "(",         ")",  "*",     ",",
        "WITH",   "x",     "AS",    "1",   "'a'",      ";",         "=",  "diary", "entry",
        "main.",  "text",  "UNION", "ALL", "JOIN",     "USING",     "ON", "SET",   "VALUES",
        "INTO",   "TABLE", "GROUP", "BY",  "count(*)", "RETURNING", "n"};
    for (const std::string& line : lines_of("hostile_sql.txt")) {
        const std::size_t blank = line.find(' ');
        words.push_back(line.substr(0, blank));
        words.push_back(blank == std::string::npos ? line : line.substr(blank + 1));
    }
    std::mt19937 rng(20260301);
    int taken = 0;
    for (int i = 0; i < 6000; ++i) {
        std::string sql = rng() % 3 == 0 ? "SELECT * FROM diary" : "";
        for (std::size_t n = 1 + rng() % 8; n > 0; --n)
            sql += " " + words[rng() % words.size()];
        CAPTURE(sql);
        auto query = PersonQuery::prepare(asked.database(), sql);
        if (!query) continue;
        ++taken;
        for (int rows = 0; rows < 50; ++rows) {
            const auto more = query->step();
            if (!more || !*more) break;
        }
    }
    CHECK(taken > 20);
    CHECK(asked.content() == before);
}

TEST_CASE("the guard alone keeps a connection from writing") {
    Asked asked;
    const std::string before = asked.content();
    {
        auto guard = db::ReadGuard::set(asked.database(), {});
        REQUIRE(guard.has_value());
        for (const std::string& sql : lines_of("hostile_sql.txt")) {
            CAPTURE(sql);
            auto statement = guard->prepare(sql);
            if (statement && statement->parameters() == 0)
                static_cast<void>(guard->step(*statement));
        }
        // Even what goes past the authoriser finds a connection that only reads.
        CHECK_FALSE(asked.database().execute("DELETE FROM entry").has_value());
    }
    CHECK(asked.content() == before);
    CHECK(asked.database().execute("UPDATE meta SET value = value").has_value());
}

TEST_CASE("an error of a running query quotes nothing of the journal") {
    Asked asked;
    for (const char* sql :
         {"SELECT json_extract('{}', text) FROM diary", "SELECT json_extract(text, '$') FROM diary",
          "SELECT text -> '$[' FROM diary", "SELECT json(text) FROM diary",
          "SELECT '{}' ->> ('$[' || text) FROM diary", "SELECT abs(-9223372036854775807 - 1)",
          "SELECT 'a' LIKE 'b' ESCAPE text FROM diary",
          "SELECT * FROM json_each((SELECT text FROM diary LIMIT 1))",
          "SELECT * FROM diary, json_each('{}', diary.text)"}) {
        CAPTURE(sql);
        const std::string answer = asked.ask(sql);
        CHECK(answer.starts_with("error: "));
        CHECK(answer.find("SECRET") == std::string::npos);
    }
}

TEST_CASE("a mistake is told with its place and what was near") {
    Asked asked;
    Error error = asked.mistake("SELECT day\nFROM triger_entry");
    CHECK(error.message == "no such table: triger_entry");
    CHECK(error.hint.starts_with("nearest: trigger_entry"));
    error = asked.mistake("SELECT 'é',\n 'é' , intensty FROM feeling");
    CHECK(error.where == "query:2:8");
    CHECK(error.hint.starts_with("nearest: intensity"));
    error = asked.mistake("SELEC 1");
    CHECK(error.where == "query:1:1");
    CHECK(asked.mistake("SELECT 1; DELETE FROM entry").message == "one statement at a time");
    CHECK(asked.mistake("PRAGMA user_version").message ==
          "a query reads and does nothing else: no pragma");
    CHECK(asked.mistake("SELECT sqlite_version()").message ==
          "the function 'sqlite_version' is none that a query may use");
    CHECK(asked.mistake("").message == "there is no statement in it");
    CHECK(asked.mistake(std::string_view("SELECT 1\0, 2", 12)).where == "query:1:9");
}

TEST_CASE("parameters have a name and a value each") {
    Asked asked;
    const char* sql = "SELECT count(*) FROM trigger_entry WHERE day = :day AND intensity >= @least";
    CHECK(asked.ask(sql, {{"day", "2026-03-02"}, {"least", "6"}}) == "1;");
    CHECK(asked.ask("SELECT typeof($a), typeof($b), typeof($c), typeof($d)",
                    {{"a", "7"}, {"b", "0.5"}, {"c", "'7'"}, {"d", "seven"}}) ==
          "integer|real|text|text;");
    CHECK(asked.ask(sql, {{"day", "2026-03-02"}}) == "error: '@least' has no value");
    CHECK(asked.ask("SELECT 1", {{"day", "x"}}) == "error: the query has no ':day'");
    CHECK(asked.ask("SELECT ?") == "error: a parameter without a name");
}

TEST_CASE("a query that wants the whole memory is ended") {
    Asked asked;
    REQUIRE(install_views(asked.database()));
    {
        db::ReadRules rules;
        rules.functions = {"zeroblob", "group_concat"};
        rules.memory_bytes = 16 << 20;
        auto guard = db::ReadGuard::set(asked.database(), rules);
        REQUIRE(guard.has_value());
        auto statement = guard->prepare("SELECT group_concat(zeroblob(8000000)) FROM main.entry");
        REQUIRE(statement.has_value());
        const auto row = guard->step(*statement);
        REQUIRE_FALSE(row.has_value());
        CHECK(row.error().kind == ErrorKind::TooLarge);
    }
    CHECK(asked.ask("SELECT 1") == "1;");
}

}  // namespace attune::query
