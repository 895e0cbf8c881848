#include "attune/report/threads.hpp"

#include <map>

#include <doctest/doctest.h>

#include "attune/report/calibration.hpp"
#include "attune/store/schema.hpp"
#include "support/week_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;

namespace {

/// Records in memory: rows for the queries, and the records themselves.
struct Shelf {
    db::Connection database = db::Connection::open_in_memory().value();
    std::map<std::int64_t, journal::Record> records;

    Shelf() { REQUIRE(store::make_schema(database)); }

    RecordId add(const std::string& kind, int hour, std::optional<RecordId> of = {},
                 bool deleted = false, CivilDay when = day(2026, 3, 1)) {
        const std::int64_t row = static_cast<std::int64_t>(records.size()) + 1;
        journal::Record record;
        record.id.bytes[0] = static_cast<std::uint8_t>(row);
        record.kind = kind;
        record.at.local_day = when;
        record.at.utc = std::chrono::sys_seconds(std::chrono::hours(hour));
        if (of) record.links.push_back({*of, "follows-up"});
        auto entry = database
                         .prepare(
                             "INSERT INTO entry(n, id, rev, device, sequence, clock, kind, at_utc, "
                             "offset_min, local_day, precision, text, created_ms, deleted) "
                             "VALUES(?1, ?2, randomblob(16), x'00', ?1, ?1, ?3, ?4, 0, "
                             "?6, 'minute', '', 0, ?5)")
                         .value();
        entry.bind(1, row).bind(2, record.id.view()).bind(3, kind);
        entry.bind(4, std::int64_t{hour} * 3600).bind(5, std::int64_t{deleted ? 1 : 0});
        entry.bind(6, when.iso());
        REQUIRE(entry.run());
        if (of) {
            auto link = database.prepare("INSERT INTO link VALUES(?1, 0, ?2, ?3)").value();
            link.bind(1, row).bind(2, of->view()).bind(3, "follows-up");
            REQUIRE(link.run());
        }
        records[row] = record;
        return record.id;
    }

    std::vector<Thread> load(const std::string& kind) {
        return load_threads(
                   database,
                   [&](std::int64_t row) -> Result<journal::Record> { return records.at(row); },
                   kind)
            .value();
    }
};

}  // namespace

TEST_CASE("a thread has its follow-ups in the order of time, also those of follow-ups") {
    Shelf shelf;
    const RecordId one = shelf.add("experiment", 1);
    shelf.add("experiment", 2);
    const RecordId late = shelf.add("follow", 9, one);
    const RecordId early = shelf.add("follow", 3, late);
    shelf.add("follow", 4, one, true);
    const auto threads = shelf.load("experiment");
    REQUIRE(threads.size() == 2);
    CHECK(threads[0].first.id == one);
    REQUIRE(threads[0].later.size() == 2);
    CHECK(threads[0].later[0].id == early);
    CHECK(threads[0].later[1].id == late);
    CHECK(threads[1].later.empty());
    CHECK(shelf.load("belief").empty());
}

TEST_CASE("threads of some days are those that begin there or go on there, whole") {
    Shelf shelf;
    const CivilDay march = day(2026, 3, 1);
    const RecordId old = shelf.add("need", 1, {}, false, day(2026, 1, 5));
    shelf.add("need", 2, {}, false, day(2026, 1, 6));
    const RecordId here = shelf.add("need", 3, {}, false, march);
    const RecordId early = shelf.add("follow", 4, old, false, day(2026, 2, 1));
    shelf.add("follow", 5, early, false, march);
    shelf.add("follow", 6, here, false, march + 9);
    shelf.add("boundary", 7, {}, false, march);
    const RowReader read = [&](std::int64_t row) -> Result<journal::Record> {
        return shelf.records.at(row);
    };
    const auto threads = load_threads_of_days(shelf.database, read, "need", {march, march + 1});
    REQUIRE(threads);
    REQUIRE(threads->size() == 2);
    CHECK(threads->at(0).first.id == old);
    CHECK(threads->at(0).later.size() == 2);
    CHECK(threads->at(1).first.id == here);
    CHECK(threads->at(1).later.size() == 1);
    CHECK(load_threads_of_days(shelf.database, read, "need", {march + 20, march + 30})->empty());
}

TEST_CASE("follow-ups that lead in a circle are read once") {
    Shelf shelf;
    const RecordId one = shelf.add("experiment", 1);
    const RecordId two = shelf.add("follow", 2, one);
    auto link = shelf.database.prepare("INSERT INTO link VALUES(1, 0, ?1, 'follows-up')").value();
    link.bind(1, two.view());
    REQUIRE(link.run());
    const auto threads = shelf.load("experiment");
    REQUIRE(threads.size() == 1);
    CHECK(threads[0].later.size() == 1);
}

TEST_CASE("the newest outcome of an experiment counts, on scales of 0 to 1 and 0 to 10") {
    Thread thread;
    thread.first.text = "they will sigh";
    thread.first.values = {{"probability", "predicted", 80, "%", 0, 100},
                           {"distress", "predicted", 4, "", 0, 5}};
    journal::Record later;
    later.at.local_day = day(2026, 3, 2);
    later.tags = {{"happened", "yes"}};
    later.values = {{"distress", "actual", 3, "", 0, 10}};
    thread.later.push_back(later);
    later.at.local_day = day(2026, 3, 3);
    later.tags = {{"happened", "no"}};
    later.values.clear();
    thread.later.push_back(later);
    const auto experiments = experiments_of({thread, Thread{}});
    REQUIRE(experiments.size() == 2);
    CHECK(experiments[0].probability == doctest::Approx(.8));
    CHECK(experiments[0].expected == doctest::Approx(8));
    CHECK(experiments[0].distress == doctest::Approx(3));
    CHECK(experiments[0].came_true == CameTrue::No);
    CHECK(experiments[0].closed == day(2026, 3, 3));
    CHECK(experiments[1].came_true == CameTrue::Open);
    CHECK_FALSE(experiments[1].probability);
}

TEST_CASE("threads of a period end with it, and those without a record in it are left out") {
    const auto on = [](unsigned day_of_march) {
        journal::Record record;
        record.at.local_day = day(2026, 3, day_of_march);
        return record;
    };
    const std::vector<Thread> all = {
        {on(2), {on(5), on(20)}}, {on(2), {on(20)}}, {on(12), {}}, {on(20), {}}, {on(2), {}}};
    std::vector<Thread> kept = all;
    keep_until({day(2026, 3, 5), day(2026, 3, 15)}, kept);
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].first.at.local_day == day(2026, 3, 2));
    REQUIRE(kept[0].later.size() == 1);
    CHECK(kept[0].later[0].at.local_day == day(2026, 3, 5));
    CHECK(kept[1].first.at.local_day == day(2026, 3, 12));
    kept = all;
    keep_until({day(2026, 3, 1), day(2026, 3, 31)}, kept);
    CHECK(kept.size() == all.size());
}
