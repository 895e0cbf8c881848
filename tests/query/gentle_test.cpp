#include "attune/query/gentle.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "attune/store/schema.hpp"

namespace attune::query {

namespace {

CivilDay day(std::string_view iso) {
    return *CivilDay::parse_iso(iso);
}

const CivilDay kToday = day("2026-03-08");

struct Journal {
    db::Connection database = *db::Connection::open_in_memory();
    int n = 0;

    Journal() { REQUIRE(store::make_schema(database)); }

    void add(const char* iso, const std::string& facet, const std::string& slug, int peak = -1,
             const std::string& key = "feeling.hurt") {
        ++n;
        REQUIRE(database.execute(fmt::format(
            "INSERT INTO entry(n,id,rev,device,sequence,clock,kind,at_utc,offset_min,local_day,"
            "precision,text,created_ms) VALUES({0},randomblob(16),randomblob(16),"
            "x'0102030405060708',{0},{0},'trigger',{0},60,'{1}','minute','unsafe worse dying',0)",
            n, iso)));
        REQUIRE(database.execute(
            fmt::format("INSERT INTO tag VALUES({},0,'{}','{}')", n, facet, slug)));
        if (peak < 0) return;
        REQUIRE(database.execute(
            fmt::format("INSERT INTO value VALUES({},1,'{}','peak',{},NULL,0,10)", n, key, peak)));
    }
    [[nodiscard]] bool much() {
        return is_much_just_now(database, kToday, {"calm", "joyful"}).value();
    }
};

}  // namespace

TEST_CASE("days of great joy are not much") {
    Journal journal;
    for (const char* iso : {"2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"})
        journal.add(iso, "trigger", "closeness", 10, "feeling.joyful");
    CHECK_FALSE(journal.much());
    for (const char* iso : {"2026-03-04", "2026-03-05", "2026-03-06"})
        journal.add(iso, "trigger", "closeness", 9, "feeling.joy");
    CHECK(journal.much());
}

TEST_CASE("three high peaks in seven days are much, two are not, and older ones do not count") {
    Journal journal;
    journal.add("2026-03-02", "trigger", "silence", 9);
    journal.add("2026-03-08", "trigger", "silence", 10);
    journal.add("2026-03-07", "trigger", "silence", 8);
    journal.add("2026-03-01", "trigger", "silence", 10);
    CHECK_FALSE(journal.much());
    journal.add("2026-03-05", "trigger", "silence", 9);
    CHECK(journal.much());
}

TEST_CASE("five of the last ten outcomes worse are much") {
    Journal journal;
    for (int i = 0; i < 4; ++i)
        journal.add("2026-03-01", "outcome", "worse");
    CHECK_FALSE(journal.much());
    journal.add("2026-03-01", "outcome", "worse");
    CHECK(journal.much());
    // Six better ones later leave four worse among the last ten.
    for (int i = 0; i < 6; ++i)
        journal.add("2026-03-02", "outcome", "better");
    CHECK_FALSE(journal.much());
}

TEST_CASE("outcomes of long ago do not count") {
    Journal journal;
    for (int i = 0; i < 6; ++i)
        journal.add("2026-01-20", "outcome", "worse");
    CHECK_FALSE(journal.much());
}

TEST_CASE("an entry tagged unsafe is much, the word in a text is not") {
    Journal journal;
    journal.add("2026-03-07", "trigger", "silence");
    CHECK_FALSE(journal.much());
    journal.add("2026-03-07", "context", "unsafe");
    CHECK(journal.much());
}

TEST_CASE("removed entries do not count") {
    Journal journal;
    journal.add("2026-03-07", "context", "unsafe");
    REQUIRE(journal.database.execute("UPDATE entry SET deleted = 1"));
    CHECK_FALSE(journal.much());
}

}  // namespace attune::query
