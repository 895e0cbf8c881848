#include "store/apply.hpp"

#include "store/rows.hpp"

namespace attune::store {

namespace {

/// The revision that takes `undoes` back: a tombstone when it added the record, else its first
/// parent's content again.
Result<bool> fill_from_undone(Rows& rows, const RevisionId& undoes, Revision& revision) {
    ATTUNE_TRY(const auto undone_row, rows.find_revision(undoes));
    if (!undone_row) return false;
    ATTUNE_TRY(const auto parents, rows.parents_of(undoes));
    ATTUNE_TRY(const auto before_row, parents.empty()
                                          ? Result<std::optional<std::int64_t>>(std::nullopt)
                                          : rows.find_revision(parents.front()));
    if (!parents.empty() && !before_row) return false;
    revision.removed = true;
    if (before_row) {
        ATTUNE_TRY(Revision before, rows.load(*before_row));
        revision.removed = before.removed;
        revision.content = std::move(before.content);
    }
    if (revision.removed) {
        revision.content = {};
        revision.content.kind = "removed";
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

}  // namespace

Result<vault::FrameVerdict> apply_frame(db::Connection& connection, const StoreId& store,
                                        const vault::InboxFrame& frame) {
    ATTUNE_TRY(Body body, decode_body(frame.body));
    if (body.store != store || body.device != frame.device || body.sequence != frame.sequence)
        return vault::FrameVerdict::Refused;
    Rows rows(connection);
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
    static_cast<void>(added);  // a revision that is there already is no contradiction
    return vault::FrameVerdict::Applied;
}

Result<std::uint64_t> merge_image(db::Connection& ours, db::Connection& theirs) {
    Rows our_rows(ours);
    Rows their_rows(theirs);
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
    std::uint64_t added = 0;
    while (true) {
        ATTUNE_TRY(const bool origin, origins.step());
        if (!origin) return added;
        upto.reset();
        upto.bind(1, origins.blob(0));
        ATTUNE_TRY(const bool known, upto.step());
        above.reset();
        above.bind(1, origins.blob(0)).bind(2, known ? upto.integer(0) : std::int64_t{0});
        while (true) {
            ATTUNE_TRY(const bool row, above.step());
            if (!row) break;
            ATTUNE_TRY(const Revision revision, their_rows.load(above.integer(0)));
            ATTUNE_TRY(const bool is_new, our_rows.insert(revision));
            added += is_new ? 1 : 0;
        }
    }
}

vault::Applier make_applier(const StoreId& store) {
    return {[store](db::Connection& connection, const vault::InboxFrame& frame) {
                return apply_frame(connection, store, frame);
            },
            merge_image};
}

}  // namespace attune::store
