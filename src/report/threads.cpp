#include "attune/report/threads.hpp"

#include <algorithm>
#include <deque>
#include <set>

#include "attune/store/names.hpp"

namespace attune::report {

namespace {

struct Found {
    std::int64_t row = 0;
    RecordId id;
};

constexpr const char* kFirst =
    "SELECT n, id FROM entry WHERE kind = ?1 AND kind <> 'trigger' AND shown = 1 AND deleted = 0 "
    "ORDER BY local_day, at_utc, n";
constexpr const char* kFirstOfDays =
    "WITH RECURSIVE up(id) AS ("
    "SELECT l.target FROM entry AS e INDEXED BY entry_kind CROSS JOIN link AS l ON l.entry = e.n "
    "WHERE e.kind = 'follow' AND e.kind <> 'trigger' AND e.shown = 1 AND e.deleted = 0 "
    "AND e.local_day BETWEEN ?2 AND ?3 AND l.rel = 'follows-up' "
    "UNION SELECT l.target FROM up CROSS JOIN entry AS e ON e.id = up.id CROSS JOIN link AS l "
    "ON l.entry = e.n WHERE e.kind = 'follow' AND e.shown = 1 AND e.deleted = 0 "
    "AND l.rel = 'follows-up') "
    "SELECT n, id FROM (SELECT e.n, e.id, e.local_day, e.at_utc FROM up CROSS JOIN entry AS e "
    "ON e.id = up.id WHERE e.kind = ?1 AND e.shown = 1 AND e.deleted = 0 "
    "UNION SELECT n, id, local_day, at_utc FROM entry INDEXED BY entry_kind WHERE kind = ?1 "
    "AND kind <> 'trigger' AND shown = 1 AND deleted = 0 AND local_day BETWEEN ?2 AND ?3) "
    "ORDER BY local_day, at_utc, n";
constexpr const char* kLater =
    "SELECT e.n, e.id FROM link AS l CROSS JOIN entry AS e ON e.n = l.entry "
    "WHERE l.target = ?1 AND l.rel = 'follows-up' AND e.shown = 1 AND e.deleted = 0";

Result<std::vector<Found>> rows_of(db::Statement& statement) {
    std::vector<Found> out;
    while (true) {
        ATTUNE_TRY(const bool more, statement.step());
        if (!more) return out;
        const auto id = RecordId::from_bytes(statement.blob(1));
        if (!id) return fail(ErrorKind::Damaged, "an entry has no readable id");
        out.push_back({statement.integer(0), *id});
    }
}

bool comes_before(const journal::Record& a, const journal::Record& b) {
    if (a.at.utc != b.at.utc) return a.at.utc < b.at.utc;
    return a.id < b.id;
}

/// The threads that begin with these records.
Result<std::vector<Thread>> complete(db::Connection& database, const RowReader& read_row,
                                     const std::vector<Found>& firsts) {
    std::vector<Thread> threads;
    if (firsts.empty()) return threads;
    ATTUNE_TRY(const journal::Names* names, store::names_of(database));
    for (const Found& first : firsts) {
        Thread& thread = threads.emplace_back();
        ATTUNE_TRY(thread.first, read_row(first.row));
        names->resolve(thread.first);
        std::set<RecordId> met = {first.id};
        std::deque<RecordId> open = {first.id};
        while (!open.empty()) {
            ATTUNE_TRY(db::Statement rows, database.prepare(kLater));
            rows.bind(1, open.front().view());
            open.pop_front();
            ATTUNE_TRY(const std::vector<Found> found, rows_of(rows));
            for (const Found& one : found) {
                if (!met.insert(one.id).second) continue;
                open.push_back(one.id);
                ATTUNE_TRY(journal::Record record, read_row(one.row));
                names->resolve(record);
                thread.later.push_back(std::move(record));
            }
        }
        std::sort(thread.later.begin(), thread.later.end(), comes_before);
    }
    return threads;
}

}  // namespace

Result<std::vector<Thread>> load_threads(db::Connection& database, const RowReader& read_row,
                                         std::string_view kind) {
    ATTUNE_TRY(db::Statement statement, database.prepare(kFirst));
    statement.bind(1, kind);
    ATTUNE_TRY(const std::vector<Found> firsts, rows_of(statement));
    return complete(database, read_row, firsts);
}

Result<std::vector<Thread>> load_threads_of_days(db::Connection& database,
                                                 const RowReader& read_row, std::string_view kind,
                                                 const DayRange& days) {
    ATTUNE_TRY(db::Statement statement, database.prepare(kFirstOfDays));
    statement.bind(1, kind);
    statement.bind(2, days.first.iso());
    statement.bind(3, days.last.iso());
    ATTUNE_TRY(const std::vector<Found> firsts, rows_of(statement));
    return complete(database, read_row, firsts);
}

void keep_until(const DayRange& days, std::vector<Thread>& threads) {
    const auto outside = [&](const journal::Record& record) {
        return record.at.local_day < days.first || record.at.local_day > days.last;
    };
    for (Thread& thread : threads) {
        std::erase_if(thread.later, [&](const journal::Record& record) {
            return record.at.local_day > days.last;
        });
    }
    std::erase_if(threads, [&](const Thread& thread) {
        return thread.first.at.local_day > days.last ||
               (outside(thread.first) &&
                std::all_of(thread.later.begin(), thread.later.end(), outside));
    });
}

std::string tag_of(const journal::Record& record, std::string_view facet) {
    for (const journal::Tag& tag : record.tags)
        if (tag.facet == facet) return tag.slug;
    return {};
}

}  // namespace attune::report
