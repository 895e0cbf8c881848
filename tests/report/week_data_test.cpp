#include "attune/report/week_data.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "attune/report/diary.hpp"
#include "attune/store/schema.hpp"
#include "support/week_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;

namespace {

struct Tag {
    std::string facet;
    std::string slug;
};
struct Number {
    std::string key;
    std::string phase;
    double number;
    double high = 10;
};

/// A journal in memory with the tables of the store.
class Journal {
  public:
    Journal() : database_(db::Connection::open_in_memory().value()) {
        REQUIRE(store::make_schema(database_));
    }

    /// Adds a record at 12:00 UTC of the day, two hours ahead of UTC.
    void add(const std::string& kind, CivilDay on, const std::vector<Tag>& tags = {},
             const std::vector<Number>& numbers = {}, bool deleted = false) {
        ++count_;
        const std::int64_t noon = on.days().time_since_epoch().count() * 86400 + 43200;
        auto entry = database_
                         .prepare(
                             "INSERT INTO entry(n, id, rev, device, sequence, clock, kind, "
                             "at_utc, offset_min, local_day, precision, text, created_ms, "
                             "deleted) VALUES(?1, randomblob(16), randomblob(16), x'00', ?1, "
                             "?1, ?2, ?3, 120, ?4, 'minute', '', 0, ?5)")
                         .value();
        entry.bind(1, count_).bind(2, kind).bind(3, noon).bind(4, on.iso());
        entry.bind(5, std::int64_t{deleted ? 1 : 0});
        REQUIRE(entry.run());
        std::int64_t sequence = 0;
        for (const Tag& tag : tags) {
            auto row = database_.prepare("INSERT INTO tag VALUES(?1, ?2, ?3, ?4)").value();
            row.bind(1, count_).bind(2, ++sequence).bind(3, tag.facet).bind(4, tag.slug);
            REQUIRE(row.run());
        }
        for (const Number& number : numbers) {
            auto row =
                database_.prepare("INSERT INTO value VALUES(?1, ?2, ?3, ?4, ?5, NULL, 0, ?6)")
                    .value();
            row.bind(1, count_).bind(2, ++sequence).bind(3, number.key).bind(4, number.phase);
            row.bind(5, number.number).bind(6, number.high);
            REQUIRE(row.run());
        }
    }

    [[nodiscard]] WeekData load(int days_before = kBeforeDays) {
        return load_week_data(database_, {.first = day(2026, 3, 2),
                                          .days = 7,
                                          .today = day(2026, 3, 8),
                                          .days_before = days_before})
            .value();
    }

    db::Connection& database() { return database_; }

  private:
    db::Connection database_;
    std::int64_t count_ = 0;
};

}  // namespace

TEST_CASE("an entry comes back with everything a report looks at") {
    Journal journal;
    journal.add("trigger", day(2026, 3, 3),
                {{"trigger", "late-reply"},
                 {"trigger", "silence"},
                 {"feeling", "hurt"},
                 {"coping", "breath"},
                 {"coping", "walk"},
                 {"response", "reacted"},
                 {"caught", "during"},
                 {"person", "sam"}},
                {{"feeling.hurt", "peak", 7},
                 {"feeling.sad", "peak", 4},
                 {"coping.breath", "before", 7},
                 {"coping.breath", "after", 4},
                 {"coping.walk", "before", 6}});
    const WeekData data = journal.load();
    REQUIRE(data.entries.size() == 1);
    const DiaryEntry& entry = data.entries[0];
    CHECK(entry.day == day(2026, 3, 3));
    CHECK(entry.minute == 14 * 60);
    CHECK(entry.triggers == std::vector<std::string>{"late-reply", "silence"});
    CHECK(entry.peak == 7);
    CHECK(entry.response == Response::Reacted);
    CHECK(entry.caught == Caught::During);
    REQUIRE(entry.copings.size() == 2);
    REQUIRE(entry.copings[0].pair);
    CHECK(entry.copings[0].pair->before == 7);
    CHECK(entry.copings[0].pair->after == 4);
    CHECK_FALSE(entry.copings[1].pair);
    CHECK_FALSE(data.journal_empty);
}

TEST_CASE("an intensity goes before feelings and other scales are brought to ten") {
    Journal journal;
    journal.add("trigger", day(2026, 3, 2), {},
                {{"feeling.hurt", "peak", 9}, {"intensity", "peak", 4}});
    journal.add("trigger", day(2026, 3, 3), {}, {{"intensity", "peak", 55, 100}});
    journal.add("trigger", day(2026, 3, 4), {}, {{"intensity", "after", 8}});
    const WeekData data = journal.load();
    REQUIRE(data.entries.size() == 3);
    CHECK(data.entries[0].peak == 4);
    CHECK(data.entries[1].peak == doctest::Approx(5.5));
    CHECK_FALSE(data.entries[2].peak);
}

TEST_CASE("numbers on two scales make no pair") {
    Journal journal;
    journal.add("trigger", day(2026, 3, 2), {{"coping", "breath"}},
                {{"coping.breath", "before", 70, 100}, {"coping.breath", "after", 4, 10}});
    CHECK_FALSE(journal.load().entries.at(0).copings.at(0).pair);
}

TEST_CASE("a clock after midnight on an evening that goes on is told apart") {
    Journal journal;
    journal.add("trigger", day(2026, 3, 3));
    REQUIRE(journal.database().execute("UPDATE entry SET at_utc = at_utc + 39600"));  // 01:00
    const WeekData data = journal.load();
    CHECK(data.entries.at(0).minute == 60);
    CHECK(data.entries.at(0).after_midnight);
    CHECK(data.entries.at(0).day == day(2026, 3, 3));
}

TEST_CASE("removed and superseded records are not there") {
    Journal journal;
    journal.add("trigger", day(2026, 3, 2), {}, {}, true);
    journal.add("trigger", day(2026, 3, 3));
    REQUIRE(journal.database().execute("UPDATE entry SET shown = 0 WHERE n = 2"));
    CHECK(journal.load().entries.empty());
    CHECK(journal.load().journal_empty);
}

TEST_CASE("days before the week are counted day by day and only as far back as asked") {
    Journal journal;
    journal.add("trigger", day(2026, 3, 1), {{"response", "reacted"}}, {{"intensity", "peak", 8}});
    journal.add("trigger", day(2026, 3, 1), {{"response", "mixed"}}, {{"intensity", "peak", 5}});
    journal.add("trigger", day(2026, 3, 1), {{"response", "unsure"}});
    journal.add("trigger", day(2026, 2, 2), {{"response", "responded"}});
    journal.add("trigger", day(2026, 2, 1), {{"response", "responded"}});
    const WeekData data = journal.load();
    REQUIRE(data.past.size() == 2);
    CHECK(data.past[0].day == day(2026, 2, 2));
    CHECK(data.past[1].entries == 3);
    CHECK(data.past[1].reacted == 1);
    CHECK(data.past[1].mixed == 1);
    CHECK(data.past[1].responded == 0);
    CHECK(data.past[1].peak == 6.5);
    CHECK(journal.load(29).past.size() == 3);
    CHECK_FALSE(data.journal_empty);
}

TEST_CASE("other records are counted by kind and never as trigger entries") {
    Journal journal;
    journal.add("entry", day(2026, 3, 4));
    journal.add("checkin", day(2026, 3, 4));
    journal.add("checkin", day(2026, 3, 5));
    journal.add("practice", day(2026, 3, 6), {}, {{"minutes", "peak", 12}});
    journal.add("practice", day(2026, 2, 6), {}, {{"minutes", "peak", 50}});
    journal.add("practice", day(2026, 3, 7), {}, {{"minutes", "peak", 8.5}});
    const WeekData data = journal.load();
    CHECK(data.entries.empty());
    CHECK(data.diary_entries == 1);
    CHECK(data.checkins == 2);
    CHECK(data.practice_minutes == doctest::Approx(20.5));
    CHECK(data.days_otherwise.size() == 4);
    CHECK_FALSE(data.journal_empty);
}

TEST_CASE("an empty journal says so and a quiet week in a full one does not") {
    Journal journal;
    CHECK(journal.load().journal_empty);
    journal.add("trigger", day(2020, 1, 1));
    CHECK_FALSE(journal.load().journal_empty);
}

TEST_CASE("the order of typing, days and times decides, not the order of rows") {
    Journal journal;
    journal.add("trigger", day(2026, 3, 6));
    journal.add("trigger", day(2026, 3, 2));
    const WeekData data = journal.load();
    REQUIRE(data.entries.size() == 2);
    CHECK(data.entries[0].day == day(2026, 3, 2));
}

TEST_CASE("words of the vocabulary are called by their label") {
    Journal journal;
    journal.add("trigger", day(2026, 3, 3),
                {{"coping", "call-a-friend"}, {"trigger", "my-own-word"}});
    const WeekData data = journal.load();
    CHECK(data.labels.at("call-a-friend") == "calling a friend");
    CHECK_FALSE(data.labels.contains("my-own-word"));
}

TEST_CASE("no query looks at rows of other days") {
    // A million-entry journal has to cost what a small one does: every entry is reached through the
    // index on days, every tag and number through its entry, and nothing is scanned.
    Journal journal;
    for (int i = 0; i < 300; ++i) {
        journal.add("trigger", day(2024, 1, 1) + i, {{"response", "reacted"}},
                    {{"intensity", "peak", 5}});
    }
    REQUIRE(journal.database().execute("ANALYZE"));
    for (const std::string& sql : diary_queries()) {
        auto plan = journal.database().prepare("EXPLAIN QUERY PLAN " + sql).value();
        std::string lines;
        while (plan.step().value())
            lines += std::string(plan.text(3)) + "\n";
        INFO(lines);
        CHECK(lines.find("entry_day (local_day>? AND local_day<?)") != std::string::npos);
        CHECK(lines.find("SCAN") == std::string::npos);
        CHECK(lines.find("tag_slug") == std::string::npos);
    }
}
