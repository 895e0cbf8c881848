#include "attune/report/diary.hpp"

#include <string>

#include <doctest/doctest.h>

#include "attune/store/schema.hpp"
#include "support/week_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;

namespace {

/// One entry on each of two days with every kind of word, written straight into the tables.
db::Connection two_days() {
    auto database = db::Connection::open_in_memory().value();
    REQUIRE(store::make_schema(database));
    REQUIRE(database.execute(R"sql(
INSERT INTO entry(n, id, rev, device, sequence, clock, kind, at_utc, offset_min, local_day, precision, text, created_ms)
VALUES (1, randomblob(16), x'01', x'00', 1, 1, 'trigger', 1772400000, 60, '2026-03-01', 'minute', 'one', 0),
       (2, randomblob(16), x'02', x'00', 2, 2, 'practice', 1772480000, 60, '2026-03-02', 'minute', '', 0),
       (3, randomblob(16), x'03', x'00', 3, 3, 'trigger', 1772490000, 60, '2026-03-02', 'evening', 'two', 0),
       (4, randomblob(16), x'04', x'00', 4, 4, 'need', 1772491000, 60, '2026-03-02', 'minute', '', 0),
       (5, randomblob(16), x'05', x'00', 5, 5, 'person', 1772491000, 60, '2026-03-02', 'minute', '', 0);
INSERT INTO tag VALUES
    (1, 1, 'trigger', 'silence'), (3, 1, 'trigger', 'late-reply'), (3, 2, 'person', 'sam'),
    (3, 3, 'context', 'home'), (3, 4, 'feeling', 'hurt'), (3, 5, 'body', 'chest'), (3, 6, 'urge', 'hinting'),
    (3, 7, 'action', 'withdrawing'), (3, 8, 'outcome', 'better'), (3, 9, 'mark', 'bring'),
    (3, 10, 'need', 'quiet'), (3, 11, 'person', 'sam');
INSERT INTO value VALUES
    (1, 1, 'intensity', 'peak', 3, NULL, 0, 10),
    (2, 1, 'minutes', 'item', 12, 'min', 0, NULL),
    (3, 1, 'feeling.hurt', 'peak', 4, NULL, 0, 5), (3, 2, 'feeling.sad', 'peak', 6, NULL, 0, 10),
    (3, 3, 'body.chest', 'peak', 5, NULL, 0, 10), (3, 4, 'now', 'peak', 2, NULL, 0, 10);
)sql"));
    return database;
}

}  // namespace

TEST_CASE("a diary has every word of its entries and the other records beside them") {
    auto database = two_days();
    const Diary diary = load_diary(database, {day(2026, 3, 1), day(2026, 3, 2)}).value();
    REQUIRE(diary.entries.size() == 2);
    CHECK(diary.entries[0].triggers == std::vector<std::string>{"silence"});
    CHECK(diary.entries[0].peak == 3);
    const DiaryEntry& entry = diary.entries[1];
    CHECK(entry.precision == journal::Precision::Evening);
    CHECK(entry.people == std::vector<std::string>{"sam"});
    CHECK(entry.contexts == std::vector<std::string>{"home"});
    CHECK(entry.strategies == std::vector<std::string>{"hinting", "withdrawing"});
    CHECK(entry.urges == std::vector<std::string>{"hinting"});
    CHECK(entry.actions == std::vector<std::string>{"withdrawing"});
    CHECK(entry.needs == std::vector<std::string>{"quiet"});
    REQUIRE(entry.feelings.size() == 2);
    CHECK(entry.feelings[0].intensity == 8);  // 4 of 5
    CHECK(entry.peak == 8);
    REQUIRE(entry.body.size() == 1);
    CHECK(entry.body[0].intensity == 5);
    CHECK(entry.present == 2);
    CHECK(entry.outcome == Outcome::Better);
    CHECK(entry.bring);
    CHECK_FALSE(entry.id.is_zero());
    REQUIRE(diary.others.size() == 2);
    CHECK(diary.others[0].minutes == 12);
    CHECK(diary.others[1].kind == "need");
    CHECK(diary.others[1].row == 4);
}

TEST_CASE("a diary holds its days alone and its reach is that of trigger entries") {
    auto database = two_days();
    const Diary diary = load_diary(database, {day(2026, 3, 1), day(2026, 3, 1)}).value();
    CHECK(diary.entries.size() == 1);
    CHECK(diary.others.empty());
    const auto reach = diary_reach(database).value();
    REQUIRE(reach);
    CHECK(reach->first == day(2026, 3, 1));
    CHECK(reach->last == day(2026, 3, 2));
    const Diary none = load_diary(database, {day(2025, 3, 1), day(2025, 3, 1)}).value();
    CHECK(none.entries.empty());
    CHECK_FALSE(none.journal_empty);
}
