#include "attune/query/views.hpp"

#include <algorithm>

#include "attune/journal/name.hpp"
#include "store/store_fixture.hpp"

namespace attune::query {

TEST_CASE("views speak of names as they are now") {
    test::StoreInMemory store;
    journal::Record record = test::trigger("met");
    record.people = {"sam", "Sammy"};
    record.tags = {{"trigger", "no-reply"}};
    record.values = {{"feeling.wounded", "peak", 4, "", 0.0, 10.0},
                     {"feeling.hurt", "peak", 6, "", 0.0, 10.0}};
    record.tags.push_back({"feeling", "stung"});
    store.log(record);
    journal::Name sam{.facet = "person", .spelling = "Sam", .origin = "sam"};
    sam.aliases = {"sammy"};
    store.log(journal::record_of(sam, {}));
    auto library = store.library();
    REQUIRE(query::install_views(library.database()));
    const auto text_of = [&](const char* sql) {
        auto row = library.database().prepare(sql);
        REQUIRE_MESSAGE(row.has_value(), (row ? "" : row.error().message));
        std::string out;
        while (true) {
            const auto more = row->step();
            REQUIRE_MESSAGE(more.has_value(), (more ? "" : more.error().message));
            if (!*more) return out;
            for (int i = 0; i < row->columns(); ++i)
                out += std::string(row->text(i)) + (i + 1 < row->columns() ? " " : ";");
        }
    };
    CHECK(text_of("SELECT text FROM diary") == "met;");
    CHECK(text_of("SELECT person FROM with_person") == "Sam;");
    CHECK(text_of("SELECT trigger FROM trigger_entry") == "late-reply;");
    CHECK(text_of("SELECT name, intensity FROM feeling") == "hurt 6.0;");
    CHECK(text_of("SELECT facet, slug FROM coded ORDER BY facet") ==
          "feeling hurt;trigger late-reply;");
}

TEST_CASE("every view has the columns that its description names, and each its meaning") {
    test::StoreInMemory store;
    store.log(test::trigger("met"));
    auto library = store.library();
    REQUIRE(query::install_views(library.database()));
    for (const View& view : all_views()) {
        CAPTURE(view.name);
        auto rows = library.database().prepare("SELECT * FROM " + std::string(view.name));
        REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : rows.error().message));
        REQUIRE(rows->columns() == static_cast<int>(view.columns.size()));
        for (std::size_t i = 0; i < view.columns.size(); ++i) {
            CHECK(rows->column_name(static_cast<int>(i)) == view.columns[i].name);
            CHECK_FALSE(view.columns[i].meaning.empty());
        }
        CHECK(rows->step().has_value());
    }
}

namespace {

std::string plan_of(db::Connection& database, const std::string& sql) {
    auto rows = database.prepare("EXPLAIN QUERY PLAN " + sql);
    REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : rows.error().message));
    std::string plan;
    while (*rows->step())
        plan += std::string(rows->text(3)) + "\n";
    return plan;
}

/// True when something is read from one end to the other.
bool scans_a_table(const std::string& plan) {
    for (const char* table :
         {"SCAN e\n", "SCAN t\n", "SCAN v\n", "SCAN l\n", "SCAN entry", "SCAN e USING",
          "SCAN t USING", "SCAN v USING", "SCAN b\n", "AUTOMATIC"}) {
        if (plan.find(table) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("a view over all history looks at the words of each record, not at all words each time") {
    test::StoreInMemory store;
    auto library = store.library();
    REQUIRE(query::install_views(library.database()));
    for (const View& view : all_views()) {
        const std::string plan =
            plan_of(library.database(), "SELECT * FROM " + std::string(view.name));
        CAPTURE(view.name);
        CAPTURE(plan);
        CHECK(plan.find("tag_slug (facet=?)") == std::string::npos);
        CHECK(plan.find("AUTOMATIC") == std::string::npos);
    }
}

TEST_CASE("entries are counted by day, kind and weekday without a look into the table") {
    test::StoreInMemory store;
    auto library = store.library();
    REQUIRE(query::install_views(library.database()));
    for (const char* query :
         {"SELECT substr(day, 1, 7), count(*) FROM diary GROUP BY 1",
          "SELECT kind, weekday, count(*) FROM diary GROUP BY 1, 2", "SELECT count(*) FROM diary",
          "SELECT week, count(*) FROM trigger_entry WHERE day >= '2025-01-01' GROUP BY 1"}) {
        CAPTURE(query);
        const std::string plan = plan_of(library.database(), query);
        CAPTURE(plan);
        CHECK(plan.find("USING COVERING INDEX entry_day") != std::string::npos);
    }
    // The columns behind the moment cost no sorting of what comes out in the order of moments.
    CHECK(
        plan_of(library.database(),
                "SELECT n, kind FROM entry WHERE shown = 1 AND deleted = 0 AND local_day > '2026' "
                "ORDER BY local_day, at_utc, n")
            .find("TEMP B-TREE") == std::string::npos);
}

TEST_CASE("a week of any view is found through an index, alone and joined") {
    test::StoreInMemory store;
    auto library = store.library();
    REQUIRE(query::install_views(library.database()));
    const std::string week = "day BETWEEN '2026-02-23' AND '2026-03-01'";
    for (const View& view : all_views()) {
        const bool dated =
            std::any_of(view.columns.begin(), view.columns.end(),
                        [](const ViewColumn& column) { return column.name == "day"; });
        if (!dated) continue;
        const std::string name(view.name);
        const std::string plan =
            plan_of(library.database(), "SELECT * FROM " + name + " WHERE " + week);
        CAPTURE(name);
        CAPTURE(plan);
        CHECK_FALSE(scans_a_table(plan));
        CHECK((plan.find("entry_day (local_day>? AND local_day<?)") != std::string::npos ||
               plan.find("entry_kind (kind=? AND local_day>? AND local_day<?)") !=
                   std::string::npos));
        // A kind other than trigger is few, so that it may lead itself.
        const bool of_kind = plan.find("INDEX entry_kind") != std::string::npos;
        if (view.columns[0].name != "entry" || name == "trigger_entry" || of_kind) continue;
        const std::string joined =
            plan_of(library.database(), "SELECT * FROM trigger_entry AS first JOIN " + name +
                                            " AS second USING (entry) WHERE first." + week);
        CAPTURE(joined);
        CHECK_FALSE(scans_a_table(joined));
        CHECK(joined.find("entry_day (local_day>? AND local_day<?)") != std::string::npos);
    }
}

}  // namespace attune::query
