#include "store/salvage.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "store/rows.hpp"

namespace attune::store {

namespace {

/// A page holds at most this many rows of table entry; bounds the search when the end of the table
/// cannot be read.
constexpr std::int64_t kRowsOfPageMax = 40;

/// Rows of a query, from its start as far as it can be read. True when that was to the end.
bool read_rows(db::Connection& from, const std::string& sql,
               const std::function<void(const db::Statement&)>& take) {
    auto rows = from.prepare(sql);
    if (!rows) return false;
    while (true) {
        const auto row = rows->step();
        if (!row) return false;
        if (!*row) return true;
        take(*rows);
    }
}

/// The same over an index, from both ends towards the leaf that is damaged.
void read_from_both_ends(db::Connection& from, const std::string& select, const std::string& order,
                         const std::function<void(const db::Statement&)>& take) {
    if (read_rows(from, select + " ORDER BY " + order, take)) return;
    std::string backwards = order;
    for (std::size_t at = 0; (at = backwards.find(',', at)) != std::string::npos; at += 6)
        backwards.insert(at, " DESC");
    static_cast<void>(read_rows(from, select + " ORDER BY " + backwards + " DESC", take));
}

/// Copies the rows of a small table that can be read.
Status copy_readable(db::Connection& ours, db::Connection& theirs, const std::string& select,
                     const std::string& insert) {
    ATTUNE_TRY(auto to, ours.prepare(insert));
    Status failed;
    static_cast<void>(read_rows(theirs, select, [&](const db::Statement& row) {
        for (int column = 0; column < row.columns(); ++column) {
            if (row.is_null(column)) {
                to.bind_null(column + 1);
            } else if (row.type(column) == db::Statement::Type::Integer) {
                to.bind(column + 1, row.integer(column));
            } else if (row.type(column) == db::Statement::Type::Blob) {
                to.bind(column + 1, row.blob(column));
            } else {
                to.bind(column + 1, row.text(column));
            }
        }
        if (Status done = to.run(); !done && failed) failed = std::move(done);
    }));
    return failed;
}

/// Which row numbers there are, and which of them cannot be reached.
struct RowNumbers {
    std::vector<std::int64_t> readable;
    std::vector<std::int64_t> unreadable;
};

RowNumbers find_rows(db::Connection& theirs) {
    RowNumbers found;
    const auto last = theirs.value_of("SELECT max(n) FROM entry");
    const auto pages = theirs.value_of("PRAGMA page_count");
    const std::int64_t end = last ? *last : (pages ? *pages : 0) * kRowsOfPageMax;
    auto scan = theirs.prepare("SELECT n FROM entry WHERE n >= ? ORDER BY n");
    auto probe = theirs.prepare("SELECT n FROM entry WHERE n = ?");
    if (!scan || !probe) return found;
    for (std::int64_t next = 1; next <= end;) {
        scan->reset();
        scan->bind(1, next);
        while (true) {
            const auto row = scan->step();
            if (!row) break;
            if (!*row) return found;
            found.readable.push_back(scan->integer(0));
            next = found.readable.back() + 1;
        }
        // Row by row past the page that does not open.
        for (; next <= end; ++next) {
            probe->reset();
            probe->bind(1, next);
            if (probe->step()) break;
            found.unreadable.push_back(next);
        }
    }
    return found;
}

}  // namespace

Status Salvager::take(db::Connection& ours, db::Connection& theirs) {
    Rows our_rows(ours);
    Rows their_rows(theirs);
    Status failed;
    static_cast<void>(read_rows(theirs, "SELECT id FROM forgotten", [&](const db::Statement& row) {
        const auto id = RecordId::from_bytes(row.blob(0));
        const auto done = id ? our_rows.forget(*id) : Result<bool>(false);
        if (!done && failed) failed = fail(done.error());
    }));
    ATTUNE_CHECK(std::move(failed));
    ATTUNE_CHECK(copy_readable(ours, theirs,
                               "SELECT kind, slug, version, sha256, toml FROM definition",
                               "INSERT OR IGNORE INTO definition(kind, slug, version, sha256, "
                               "toml) VALUES(?, ?, ?, ?, ?)"));
    ATTUNE_CHECK(
        copy_readable(ours, theirs, "SELECT id, source, time_ms, count, undone FROM batch",
                      "INSERT INTO batch VALUES(?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
                      "undone = max(undone, excluded.undone)"));
    RowNumbers rows = find_rows(theirs);
    for (const std::int64_t n : rows.readable) {
        const auto revision = their_rows.load(n);
        if (!revision) {
            rows.unreadable.push_back(n);
            continue;
        }
        ATTUNE_TRY([[maybe_unused]] const bool is_new, our_rows.insert(*revision));
    }
    if (rows.unreadable.empty()) return {};

    std::map<std::int64_t, Missing> missing;
    for (const std::int64_t n : rows.unreadable)
        missing[n];
    const auto note = [&](const std::function<void(Missing&, const db::Statement&)>& fill) {
        return [&missing, fill](const db::Statement& row) {
            const auto found = missing.find(row.integer(0));
            if (found != missing.end()) fill(found->second, row);
        };
    };
    read_from_both_ends(theirs, "SELECT n, id FROM entry INDEXED BY entry_id", "id",
                        note([](Missing& entry, const db::Statement& row) {
                            entry.id = RecordId::from_bytes(row.blob(1)).value_or(RecordId{});
                        }));
    read_from_both_ends(theirs, "SELECT n, rev FROM entry", "rev",
                        note([](Missing& entry, const db::Statement& row) {
                            entry.rev = RevisionId::from_bytes(row.blob(1)).value_or(RevisionId{});
                        }));
    read_from_both_ends(theirs,
                        "SELECT n, local_day FROM entry INDEXED BY entry_day "
                        "WHERE shown = 1 AND deleted = 0",
                        "local_day, at_utc", note([](Missing& entry, const db::Statement& row) {
                            entry.day = row.text(1);
                            // The index of kinds leaves the commonest one out.
                            entry.kind = "trigger";
                        }));
    read_from_both_ends(theirs,
                        "SELECT n, kind FROM entry INDEXED BY entry_kind "
                        "WHERE shown = 1 AND deleted = 0 AND kind <> 'trigger'",
                        "kind, local_day", note([](Missing& entry, const db::Statement& row) {
                            entry.kind = row.text(1);
                        }));
    for (auto& [n, entry] : missing) {
        if (entry.id.is_zero() && entry.rev.is_zero()) {
            ++unknown_;
        } else {
            missing_.push_back(std::move(entry));
        }
    }
    return {};
}

Result<std::vector<LostRecord>> Salvager::lost(db::Connection& ours) const {
    std::vector<LostRecord> list;
    std::set<RevisionId> listed;
    ATTUNE_TRY(auto has_rev, ours.prepare("SELECT 1 FROM entry WHERE rev = ?"));
    ATTUNE_TRY(auto has_id, ours.prepare("SELECT 1 FROM entry WHERE id = ?"));
    ATTUNE_TRY(auto is_forgotten, ours.prepare("SELECT 1 FROM forgotten WHERE id = ?"));
    const auto any = [](db::Statement& statement, ByteView id) -> Result<bool> {
        statement.reset();
        statement.bind(1, id);
        return statement.step();
    };
    for (const Missing& entry : missing_) {
        ATTUNE_TRY(const bool there, any(has_rev, entry.rev.view()));
        ATTUNE_TRY(const bool forgotten, any(is_forgotten, entry.id.view()));
        if (there || forgotten) continue;
        ATTUNE_TRY(const bool other_state, any(has_id, entry.id.view()));
        if (other_state && entry.rev.is_zero()) continue;
        if (!entry.rev.is_zero() && !listed.insert(entry.rev).second) continue;
        list.push_back({entry.id, entry.day, entry.kind, other_state});
    }
    std::sort(list.begin(), list.end(), [](const LostRecord& a, const LostRecord& b) {
        return a.day != b.day ? a.day < b.day : a.id < b.id;
    });
    return list;
}

}  // namespace attune::store
