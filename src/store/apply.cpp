#include "store/apply.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "attune/store/schema.hpp"
#include "attune/vault/remains.hpp"
#include "store/rows.hpp"

namespace attune::store {

namespace {

/// True when the first of two revisions is the one shown of them: what stands before what is
/// removed, then the later one.
bool is_shown_before(const Revision& a, const Revision& b) {
    return std::tuple(!a.removed, static_cast<std::int64_t>(a.clock), a.device, a.id) >
           std::tuple(!b.removed, static_cast<std::int64_t>(b.clock), b.device, b.id);
}

/// The revision that takes `undoes` back: a tombstone when it added the record, else the content
/// of its parent again, of the one that is shown when there are several. False while one of them
/// has not arrived.
Result<bool> fill_from_undone(Rows& rows, const RevisionId& undoes, Revision& revision) {
    ATTUNE_TRY(const auto undone_row, rows.find_revision(undoes));
    if (!undone_row) return false;
    ATTUNE_TRY(const auto parents, rows.parents_of(undoes));
    std::optional<Revision> before;
    for (const RevisionId& parent : parents) {
        ATTUNE_TRY(const auto row, rows.find_revision(parent));
        if (!row) return false;
        ATTUNE_TRY(Revision loaded, rows.load(*row));
        if (!before || is_shown_before(loaded, *before)) before = std::move(loaded);
    }
    revision.removed = !before || before->removed;
    revision.content = {};
    if (revision.removed) {
        revision.content.kind = "removed";
    } else {
        revision.content = std::move(before->content);
    }
    return true;
}

/// Copies rows of a small table that only ever grows.
Status copy_new_rows(db::Connection& ours, db::Connection& theirs, const std::string& select,
                     const std::string& insert) {
    ATTUNE_TRY(auto from, theirs.prepare(select));
    ATTUNE_TRY(auto to, ours.prepare(insert));
    while (true) {
        ATTUNE_TRY(const bool row, from.step());
        if (!row) return {};
        for (int column = 0; column < from.columns(); ++column) {
            switch (from.type(column)) {
                case db::Statement::Type::Integer:
                    to.bind(column + 1, from.integer(column));
                    break;
                case db::Statement::Type::Float:
                    to.bind(column + 1, from.number(column));
                    break;
                case db::Statement::Type::Text:
                    to.bind(column + 1, from.text(column));
                    break;
                case db::Statement::Type::Blob:
                    to.bind(column + 1, from.blob(column));
                    break;
                case db::Statement::Type::Null:
                    to.bind_null(column + 1);
                    break;
            }
        }
        ATTUNE_CHECK(to.run());
    }
}

/// Inserts the revision that a body makes.
Result<vault::FrameVerdict> apply_body(Rows& rows, Body body) {
    Revision revision;
    revision.id = body.revision;
    revision.record = body.record;
    revision.device = body.device;
    revision.sequence = body.sequence;
    revision.clock = body.clock;
    revision.created_ms = body.created_ms;
    revision.parents = body.parents;
    switch (body.op) {
        case Body::Op::Put:
            revision.content = std::move(*body.entry);
            if (body.definition) ATTUNE_CHECK(rows.insert_definition(*body.definition));
            break;
        case Body::Op::Remove:
            revision.removed = true;
            revision.content.kind = "removed";
            break;
        case Body::Op::Undo: {
            ATTUNE_TRY(const bool found, fill_from_undone(rows, *body.undoes, revision));
            if (!found) return vault::FrameVerdict::Waits;
            break;
        }
    }
    ATTUNE_TRY(const bool added, rows.insert(revision));
    // A revision that is there already is no contradiction; its number may be another one.
    if (!added) ATTUNE_CHECK(rows.pass_unless_taken(revision.device, revision.sequence));
    return vault::FrameVerdict::Applied;
}

/// What a frame says, when that is what its outside says.
Result<std::optional<Body>> body_of(const vault::InboxFrame& frame, const StoreId& store) {
    ATTUNE_TRY(Body body, decode_body(frame.body));
    if (body.store != store || body.device != frame.device || body.sequence != frame.sequence)
        return std::optional<Body>();
    return std::optional<Body>(std::move(body));
}

}  // namespace

Result<vault::FrameVerdict> apply_frame(db::Connection& connection, const StoreId& store,
                                        const vault::InboxFrame& frame) {
    ATTUNE_TRY(auto body, body_of(frame, store));
    if (!body) return vault::FrameVerdict::Refused;
    Rows rows(connection);
    ATTUNE_TRY(const bool forgotten, rows.is_forgotten(body->record));
    if (forgotten) {
        ATTUNE_CHECK(rows.pass(body->device, body->sequence));
        return vault::FrameVerdict::Applied;
    }
    return apply_body(rows, *std::move(body));
}

Result<vault::FrameVerdict> accept_frame(db::Connection& connection, const StoreId& store,
                                         const vault::InboxFrame& frame,
                                         const crypto::Hash32& hash) {
    ATTUNE_TRY(auto body, body_of(frame, store));
    if (!body) return vault::FrameVerdict::Refused;
    Rows rows(connection);
    ATTUNE_TRY(const bool forgotten, rows.is_forgotten(body->record));
    if (forgotten) return vault::FrameVerdict::Refused;
    // The number may be anybody's invention: counted as the device's it would leave a gap that
    // never closes, or hide the true one. It counts where it closes a gap, and for nothing else.
    ATTUNE_TRY(const bool later, rows.has_later(body->device, body->sequence));
    if (later) ATTUNE_CHECK(rows.pass_unless_taken(body->device, body->sequence));
    std::copy_n(hash.begin(), body->device.bytes.size(), body->device.bytes.begin());
    body->sequence = 1;
    return apply_body(rows, *std::move(body));
}

namespace {

/// A newer program may have changed the tables in a way this one would misread.
Status check_schema(db::Connection& database) {
    ATTUNE_TRY(const std::int64_t needed,
               database.value_of("SELECT value FROM meta WHERE key = 'schema_min'"));
    if (needed <= kSchemaVersion) return {};
    return fail(ErrorKind::TooNew,
                fmt::format("the store was written by a newer attune (schema {})", needed),
                "install a newer attune; logging here goes on");
}

/// A file that needs a newer program is left alone as a whole: half of it would be misread.
Status check_readable(db::Connection& theirs) {
    ATTUNE_TRY(const std::int64_t needed,
               theirs.value_of("SELECT value FROM meta WHERE key = 'schema_min'"));
    if (needed <= kSchemaVersion) return {};
    return fail(ErrorKind::TooNew, fmt::format("was written by a newer attune (schema {})", needed),
                "install a newer attune here too");
}

/// Forgets here what was forgotten there; gives the number of records.
Result<std::uint64_t> merge_forgotten(Rows& ours, db::Connection& theirs) {
    ATTUNE_TRY(const std::int64_t known,
               theirs.value_of("SELECT count(*) FROM sqlite_schema WHERE name = 'forgotten'"));
    if (known == 0) return 0;
    ATTUNE_TRY(auto ids, theirs.prepare("SELECT id FROM forgotten"));
    std::uint64_t forgotten = 0;
    while (true) {
        ATTUNE_TRY(const bool row, ids.step());
        if (!row) return forgotten;
        const auto id = RecordId::from_bytes(ids.blob(0));
        if (!id) continue;
        ATTUNE_TRY(const bool news, ours.forget(*id));
        forgotten += news ? 1 : 0;
    }
}

/// Rows of their image whose revisions ours does not have, by walking both indexes side by side.
Result<std::vector<std::int64_t>> missing_rows(db::Connection& ours, db::Connection& theirs) {
    ATTUNE_TRY(auto have, ours.prepare("SELECT rev FROM entry ORDER BY rev"));
    ATTUNE_TRY(auto there, theirs.prepare("SELECT rev, n FROM entry ORDER BY rev"));
    ATTUNE_TRY(bool left, have.step());
    std::vector<std::int64_t> missing;
    while (true) {
        ATTUNE_TRY(const bool row, there.step());
        if (!row) return missing;
        const auto rev = RevisionId::from_bytes(there.blob(0)).value_or(RevisionId{});
        bool is_here = false;
        while (left && !is_here) {
            const auto own = RevisionId::from_bytes(have.blob(0)).value_or(RevisionId{});
            if (own > rev) break;
            is_here = own == rev;
            if (!is_here) {
                ATTUNE_TRY(left, have.step());
            }
        }
        if (!is_here) missing.push_back(there.integer(1));
    }
}

Result<std::uint64_t> merge(db::Connection& ours, db::Connection& theirs, bool whole) {
    ATTUNE_CHECK(check_readable(theirs));
    Rows our_rows(ours);
    Rows their_rows(theirs);
    ATTUNE_TRY(std::uint64_t added, merge_forgotten(our_rows, theirs));
    ATTUNE_CHECK(copy_new_rows(ours, theirs,
                               "SELECT kind, slug, version, sha256, toml FROM definition",
                               "INSERT OR IGNORE INTO definition(kind, slug, version, sha256, "
                               "toml) VALUES(?, ?, ?, ?, ?)"));
    ATTUNE_CHECK(
        copy_new_rows(ours, theirs, "SELECT id, source, time_ms, count, undone FROM batch",
                      "INSERT INTO batch VALUES(?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
                      "undone = max(undone, excluded.undone)"));
    ATTUNE_TRY(auto origins, theirs.prepare("SELECT DISTINCT device FROM entry"));
    ATTUNE_TRY(auto upto, ours.prepare("SELECT upto FROM origin WHERE device = ?"));
    ATTUNE_TRY(
        auto above,
        theirs.prepare("SELECT n FROM entry WHERE device = ? AND sequence > ? ORDER BY sequence"));
    const auto take = [&](std::int64_t n) -> Status {
        ATTUNE_TRY(const Revision revision, their_rows.load(n));
        ATTUNE_TRY(const bool is_new, our_rows.insert(revision));
        added += is_new ? 1 : 0;
        return {};
    };
    while (true) {
        ATTUNE_TRY(const bool origin, origins.step());
        if (!origin) break;
        upto.reset();
        upto.bind(1, origins.blob(0));
        ATTUNE_TRY(const bool known, upto.step());
        above.reset();
        above.bind(1, origins.blob(0)).bind(2, known ? upto.integer(0) : std::int64_t{0});
        while (true) {
            ATTUNE_TRY(const bool row, above.step());
            if (!row) break;
            ATTUNE_CHECK(take(above.integer(0)));
        }
    }
    if (!whole) return added;
    // Two writes of one device may carry one number when its private state was lost, so the
    // numbers alone do not tell that everything is here.
    ATTUNE_TRY(const auto rows, missing_rows(ours, theirs));
    for (const std::int64_t n : rows)
        ATTUNE_CHECK(take(n));
    return added;
}

}  // namespace

Result<std::uint64_t> merge_image(db::Connection& ours, db::Connection& theirs) {
    return merge(ours, theirs, false);
}

Result<std::uint64_t> merge_whole_image(db::Connection& ours, db::Connection& theirs) {
    return merge(ours, theirs, true);
}

Result<vault::Sealing> seal_generation(db::Connection& connection, std::uint64_t generation) {
    ATTUNE_CHECK(renew_indexes(connection));
    ATTUNE_TRY(auto mark,
               connection.prepare("UPDATE forgotten SET generation = ? WHERE generation = 0"));
    ATTUNE_CHECK(mark.bind(1, static_cast<std::int64_t>(generation)).run());
    vault::Sealing sealing;
    sealing.compact = connection.changes() > 0;
    if (sealing.compact) {
        // The index keeps deleted words in its older parts until they are merged.
        // 'rebuild' would take in every version; only what is shown is searched.
        ATTUNE_CHECK(connection.execute(
            "INSERT INTO entry_text(entry_text) VALUES('delete-all'); INSERT INTO "
            "entry_text(rowid, words) SELECT n, words FROM entry_words WHERE n IN (SELECT n FROM "
            "live_entry)"));
    }
    ATTUNE_TRY(const std::int64_t oldest,
               connection.value_of("SELECT ifnull(max(generation), 0) FROM forgotten"));
    sealing.oldest_kept = static_cast<std::uint64_t>(oldest);
    return sealing;
}

Result<bool> is_forgotten(db::Connection& connection, const StoreId& store,
                          const vault::InboxFrame& frame) {
    ATTUNE_TRY(const auto body, body_of(frame, store));
    if (!body) return fail(ErrorKind::BadInput, "the frame contradicts itself");
    return Rows(connection).is_forgotten(body->record);
}

vault::Applier make_applier(const vault::Keys& keys) {
    const StoreId& store = keys.store;
    return {
        .frame =
            [store](db::Connection& connection, const vault::InboxFrame& frame) {
                return apply_frame(connection, store, frame);
            },
        .image = merge_image,
        .readable = check_schema,
        .prepare = add_later_tables,
        .whole_image = merge_whole_image,
        .skipped = [](db::Connection& connection, const DeviceId& device,
                      std::uint64_t sequence) { return Rows(connection).pass(device, sequence); },
        .seal = [&keys](db::Connection& connection,
                        std::uint64_t generation) -> Result<vault::Sealing> {
            ATTUNE_TRY(const vault::Sealing sealing, seal_generation(connection, generation));
            if (sealing.oldest_kept == 0) return sealing;  // nothing was ever forgotten
            ATTUNE_CHECK(vault::drop_forgotten(
                connection, keys,
                [&keys](db::Connection& database, const vault::InboxFrame& frame) {
                    return is_forgotten(database, keys.store, frame);
                },
                sealing.compact));
            return sealing;
        }};
}

}  // namespace attune::store
