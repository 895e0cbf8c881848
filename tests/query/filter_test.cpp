#include "attune/query/filter.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "attune/query/views.hpp"
#include "attune/store/schema.hpp"

namespace attune::query {

namespace {

using Rows = std::vector<std::int64_t>;

CivilDay day(std::string_view iso) {
    return *CivilDay::parse_iso(iso);
}

/// A journal in memory: four live entries and one removed.
struct Journal {
    db::Connection database = *db::Connection::open_in_memory();

    Journal() {
        REQUIRE(store::make_schema(database));
        add(1, "trigger", "2026-03-01", "He cancelled dinner again",
            {"person:Sam", "trigger:plans-changed", "response:reacted"}, {{"feeling.hurt", 7}});
        add(2, "trigger", "2026-03-02", "No answer all day",
            {"person:alex", "trigger:silence", "response:responded", "feeling:numb"},
            {{"feeling.anxious", 4}});
        add(3, "entry", "2026-03-03", "A calm walk, waiting for nothing \U0001F614", {"mark:bring"},
            {});
        add(4, "assessment", "2026-03-08", "", {}, {});
        add(5, "trigger", "2026-03-02", "dinner, but removed", {"person:Sam"}, {});
        REQUIRE(database.execute("UPDATE entry SET deleted = 1 WHERE n = 5"));
    }

    void add(int n, const char* kind, std::string_view local_day, const char* text,
             const std::vector<std::string>& tags,
             const std::vector<std::pair<std::string, int>>& values) {
        const auto at = day(local_day).days().time_since_epoch().count() * 86400 + 20 * 3600;
        REQUIRE(database.execute(
            fmt::format("INSERT INTO "
                        "entry(n,id,rev,device,sequence,clock,kind,at_utc,offset_min,local_day,"
                        "precision,text,created_ms)"
                        " VALUES({0},randomblob(16),randomblob(16),x'0102030405060708',{0},{0},'{1}"
                        "',{2},60,'{3}','minute','{4}',0)",
                        n, kind, at, local_day, text)));
        int seq = 0;
        for (const std::string& tag : tags) {
            const auto colon = tag.find(':');
            REQUIRE(
                database.execute(fmt::format("INSERT INTO tag VALUES({},{},'{}','{}')", n, seq++,
                                             tag.substr(0, colon), tag.substr(colon + 1))));
        }
        for (const auto& value : values) {
            REQUIRE(database.execute(
                fmt::format("INSERT INTO value VALUES({},{},'{}','peak',{},NULL,0,10)", n, seq++,
                            value.first, value.second)));
        }
        REQUIRE(database.execute(fmt::format(
            "INSERT INTO entry_text(rowid, words) SELECT n, words FROM entry_words WHERE n = {}",
            n)));
    }

    Rows rows(const Filter& filter, Order order = Order::NewestFirst) {
        Rows out;
        const auto status =
            for_each_match(database, filter, order, [&](std::int64_t row) -> Status {
                out.push_back(row);
                return {};
            });
        REQUIRE(status);
        const auto count = count_matches(database, filter);
        REQUIRE(count);
        if (!filter.limit) CHECK(*count == static_cast<std::int64_t>(out.size()));
        return out;
    }
};

Filter wish(Wishes wishes) {
    Filter filter;
    filter.wishes = std::move(wishes);
    return filter;
}

}  // namespace

TEST_CASE("ranges of numbers are read as people write them") {
    CHECK(*parse_number_range("7") == NumberRange{7, 7});
    CHECK(*parse_number_range("7+") == NumberRange{7, {}});
    CHECK(*parse_number_range("3..6") == NumberRange{3, 6});
    CHECK(*parse_number_range("..3") == NumberRange{{}, 3});
    CHECK(*parse_number_range("3..") == NumberRange{3, {}});
    CHECK(*parse_number_range(">=7") == NumberRange{7, {}});
    CHECK(*parse_number_range("<=3.5") == NumberRange{{}, 3.5});
    for (const char* bad :
         {"", "+", "..", "x", "6..3", "7..x", "nan", "inf", "1e999", ">=", "7++"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_number_range(bad));
    }
    CHECK(*parse_feeling_wish("Anxious=7+") == FeelingWish{"anxious", NumberRange{7, {}}});
    CHECK(*parse_feeling_wish("anxious>=7") == FeelingWish{"anxious", NumberRange{7, {}}});
    CHECK(*parse_feeling_wish("anxious") == FeelingWish{"anxious", {}});
    CHECK_FALSE(parse_feeling_wish("=7"));
    CHECK_FALSE(parse_feeling_wish("anxious="));
}

TEST_CASE("no wish finds every live entry, newest first") {
    Journal journal;
    CHECK(journal.rows({}) == Rows{4, 3, 2, 1});
    CHECK(journal.rows({}, Order::OldestFirst) == Rows{1, 2, 3, 4});
    Filter two;
    two.limit = 2;
    CHECK(journal.rows(two) == Rows{4, 3});
    Filter none;
    none.limit = 0;
    CHECK(journal.rows(none).empty());
}

TEST_CASE("days are included at both ends") {
    Journal journal;
    Filter filter;
    filter.first_day = day("2026-03-02");
    filter.last_day = day("2026-03-03");
    CHECK(journal.rows(filter) == Rows{3, 2});
    filter.last_day.reset();
    CHECK(journal.rows(filter) == Rows{4, 3, 2});
}

TEST_CASE("one kind of wish widens and different kinds narrow") {
    Journal journal;
    CHECK(journal.rows(wish({.people = {"sam"}})) == Rows{1});
    CHECK(journal.rows(wish({.people = {"SAM", "Alex"}})) == Rows{2, 1});
    CHECK(journal.rows(wish({.people = {"sam"}, .triggers = {"silence"}})).empty());
    CHECK(journal.rows(wish({.people = {"nobody"}})).empty());
    CHECK(journal.rows(wish({.triggers = {"Plans-Changed"}})) == Rows{1});
    CHECK(journal.rows(wish({.responses = {"reacted", "responded"}})) == Rows{2, 1});
    CHECK(journal.rows(wish({.kinds = {"entry", "assessment"}})) == Rows{4, 3});
    CHECK(journal.rows(wish({.kinds = {"trigger"}})) == Rows{2, 1});
    CHECK(journal.rows(wish({.bring = true})) == Rows{3});
    Filter dated = wish({.people = {"sam", "alex"}});
    dated.first_day = day("2026-03-02");
    CHECK(journal.rows(dated) == Rows{2});
}

TEST_CASE("feelings are found with and without a number") {
    Journal journal;
    CHECK(journal.rows(wish({.feelings = {{"hurt", {}}}})) == Rows{1});
    CHECK(journal.rows(wish({.feelings = {{"numb", {}}}})) == Rows{2});
    CHECK(journal.rows(wish({.feelings = {{"numb", NumberRange{0, {}}}}})).empty());
    CHECK(journal.rows(wish({.feelings = {{"hurt", NumberRange{7, 7}},
                                          {"anxious", NumberRange{{}, 4}}}})) == Rows{2, 1});
    CHECK(journal.rows(wish({.feelings = {{"hurt", NumberRange{8, {}}}}})).empty());
}

TEST_CASE("words are found in any case, by their start, as phrases and as signs") {
    Journal journal;
    const auto text = [&](const char* typed) {
        return journal.rows(wish({.text = *parse_text_query(typed)}));
    };
    CHECK(text("DINNER") == Rows{1});
    CHECK(text("wait*") == Rows{3});
    CHECK(text("wait") == Rows{});
    CHECK(text("\"dinner again\"") == Rows{1});
    CHECK(text("\"again dinner\"").empty());
    CHECK(text("\U0001F614") == Rows{3});
    CHECK(text("walk \U0001F614") == Rows{3});
    CHECK(text("dinner calm").empty());
}

TEST_CASE("what is unwanted is left out") {
    Journal journal;
    Filter filter;
    filter.unwanted = {.people = {"sam"}, .kinds = {"assessment"}};
    CHECK(journal.rows(filter) == Rows{3, 2});
    filter.unwanted = {.text = *parse_text_query("walk")};
    CHECK(journal.rows(filter) == Rows{4, 2, 1});
    CHECK_FALSE(filter.empty());
    CHECK(Filter{}.empty());
}

TEST_CASE("an error of the visitor ends the walk and comes back") {
    Journal journal;
    int seen = 0;
    const auto status =
        for_each_match(journal.database, {}, Order::NewestFirst, [&](std::int64_t) -> Status {
            ++seen;
            return fail(ErrorKind::ClosedPipe, "gone");
        });
    REQUIRE_FALSE(status);
    CHECK(status.error().kind == ErrorKind::ClosedPipe);
    CHECK(seen == 1);
}

TEST_CASE("a query over days reads the index of days and sorts nothing but ties") {
    Journal journal;
    Filter week;
    week.first_day = day("2026-03-01");
    week.last_day = day("2026-03-07");
    const auto plan_of = [&](const Filter& filter) {
        const auto plan = explain_matches(journal.database, filter, Order::NewestFirst);
        REQUIRE(plan);
        return *plan;
    };
    CHECK(plan_of(week).starts_with("SEARCH e USING"));
    CHECK(plan_of(week).contains("INDEX entry_day (local_day>? AND local_day<?)"));
    CHECK_FALSE(plan_of(week).contains("TEMP B-TREE"));
    // Names and words narrow a week down; they never lead it.
    for (const Wishes& wishes :
         {Wishes{.people = {"sam"}}, Wishes{.triggers = {"silence"}}, Wishes{.kinds = {"entry"}},
          Wishes{.feelings = {{"hurt", NumberRange{7, {}}}}},
          Wishes{.text = *parse_text_query("dinner")}}) {
        Filter filter = wish(wishes);
        filter.first_day = week.first_day;
        const std::string plan = plan_of(filter);
        CAPTURE(plan);
        CHECK(plan.starts_with("SEARCH e USING"));
        CHECK(plan.substr(0, plan.find('\n')).contains("INDEX entry_day (local_day>?)"));
    }
    // The newest few are read from the end of the index.
    Filter few;
    few.limit = 20;
    CHECK(plan_of(few).contains("INDEX entry_day"));
    CHECK_FALSE(plan_of(few).contains("TEMP B-TREE"));
    // Without days a name leads through its own index.
    CHECK(plan_of(wish({.people = {"sam"}})).contains("tag_slug (facet=? AND slug=?)"));
    CHECK(plan_of(wish({.kinds = {"assessment"}})).contains("entry_kind (kind=?)"));
}

TEST_CASE("the views for people give live records with their columns") {
    Journal journal;
    REQUIRE(install_views(journal.database));
    REQUIRE(install_views(journal.database));
    const auto one = [&](const char* sql) {
        const auto value = journal.database.value_of(sql);
        REQUIRE(value);
        return *value;
    };
    CHECK(one("SELECT count(*) FROM diary") == 4);
    CHECK(one("SELECT count(*) FROM trigger_entry WHERE trigger IS NOT NULL AND response IS NOT "
              "NULL") == 2);
    CHECK(one("SELECT weekday FROM trigger_entry WHERE trigger = 'plans-changed'") == 6);
    CHECK(one("SELECT hour FROM trigger_entry WHERE trigger = 'plans-changed'") == 21);
    CHECK(one("SELECT count(*) FROM feeling") == 3);
    CHECK(one("SELECT intensity IS NULL FROM feeling WHERE name = 'numb'") == 1);
    CHECK(one("SELECT count(*) FROM with_person WHERE person = 'Sam'") == 1);
    CHECK(one("SELECT length(id) FROM diary LIMIT 1") == 32);
}

TEST_CASE("scores carry questionnaire and version apart") {
    Journal journal;
    REQUIRE(install_views(journal.database));
    REQUIRE(journal.database.execute(
        "UPDATE entry SET definition = 'attachment 2 00ff' WHERE n = 4;"
        "INSERT INTO value VALUES(4, 0, 'anxiety', 'score', 3.5, NULL, 1, 7);"
        "INSERT INTO value VALUES(4, 1, 'q1', 'item', 4, NULL, 1, 7)"));
    const auto count = journal.database.value_of(
        "SELECT count(*) FROM score WHERE questionnaire = 'attachment' AND version = '2' AND scale "
        "= 'anxiety' "
        "AND num = 3.5 AND hi = 7");
    REQUIRE(count);
    CHECK(*count == 1);
}

}  // namespace attune::query
