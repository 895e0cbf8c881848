#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/journal/kinds.hpp"
#include "attune/journal/record_json.hpp"
#include "attune/store/library.hpp"
#include "attune/store/names.hpp"
#include "attune/vault/inbox.hpp"
#include "attune/vault/session.hpp"
#include "store/apply.hpp"
#include "store/library_state.hpp"
#include "store/recent.hpp"
#include "store/rows.hpp"

namespace attune::store {

namespace {

/// The origin of an import's revisions: not the device, whose sequence numbers belong to its inbox,
/// but the batch.
DeviceId batch_origin(const RecordId& batch) {
    return DeviceId::from_bytes(batch.view().first(DeviceId::kBytes)).value_or(DeviceId{});
}

template <typename AnyId>
AnyId hashed_id(std::initializer_list<ByteView> parts) {
    AnyId id;
    id.bytes = crypto::hash16(parts);
    return id;
}

/// Adds one record of an import; false when the store has it already.
Result<bool> import_record(Rows& rows, journal::Record record, const RecordId& batch,
                           std::uint64_t sequence, host::Time now) {
    if (!record.source.empty() && !record.source_key.empty()) {
        ATTUNE_TRY(const auto same_source, rows.find_source(record.source, record.source_key));
        if (same_source) {
            ATTUNE_TRY(const Revision known, rows.load(*same_source));
            record.id = known.record;
        }
    }
    ATTUNE_TRY(const auto present, rows.shown_row(record.id));
    Revision revision;
    const std::string body = journal::encode_record(record);
    if (present) {
        ATTUNE_TRY(const Revision known, rows.load(*present));
        // What an undo of a whole import took away comes back with the next import; what was
        // deleted by hand stays so.
        if (!known.removed || !known.batch) return false;
        revision.parents = {known.id};
        revision.id = hashed_id<RevisionId>({record.id.view(), as_bytes(body), known.id.view()});
    } else {
        revision.id = hashed_id<RevisionId>({record.id.view(), as_bytes(body)});
    }
    revision.record = record.id;
    revision.device = batch_origin(batch);
    revision.sequence = sequence;
    revision.clock = static_cast<std::uint64_t>(now.time_since_epoch().count()) << 16;
    revision.created_ms = now.time_since_epoch().count();
    revision.batch = batch;
    revision.content = std::move(record);
    return rows.insert(revision);
}

/// Facet and first spelling of the names that a store keeps.
class Origins {
  public:
    [[nodiscard]] static Result<Origins> load(db::Connection& database) {
        ATTUNE_TRY(const auto kept, kept_names(database));
        Origins origins;
        for (const journal::KeptName& name : kept)
            origins.known_.insert(key_of(name.name));
        return origins;
    }
    [[nodiscard]] bool has(const journal::Record& record) const {
        const auto name = journal::name_of(record);
        return name && known_.contains(key_of(*name));
    }

  private:
    static std::pair<std::string, std::string> key_of(const journal::Name& name) {
        return {name.facet, journal::name_key(name.facet, name.origin)};
    }
    std::set<std::pair<std::string, std::string>> known_;
};

}  // namespace

Result<ImportReport> Library::import(
    const std::function<Result<std::optional<journal::Record>>()>& next,
    std::string_view source_name, const std::function<std::vector<DefinitionText>()>& definitions) {
    ImportReport report;
    host::Host& host = state_->host;
    host.environment.random(report.batch.bytes);
    const host::Time now = host.clock.now();
    const auto change = [&](db::Connection& database) -> Result<bool> {
        // Ids are random, so their indexes are touched all over: let SQLite keep more of them at
        // hand.
        ATTUNE_CHECK(database.execute("PRAGMA cache_size = -131072"));
        Rows rows(database);
        std::optional<Origins> origins;
        // What weeks came to is restored with the journal and counts as nothing of it.
        std::uint64_t verdicts = 0;
        while (true) {
            ATTUNE_TRY(auto record, next());
            if (!record) break;
            const bool is_name = journal::is_name_kind(record->kind);
            const bool is_verdict = record->kind == journal::kVerdictKind;
            if (is_name && !origins) {
                ATTUNE_TRY(origins, Origins::load(database));
            }
            if (is_name && origins->has(*record)) continue;
            ATTUNE_TRY(const bool added,
                       import_record(rows, std::move(*record), report.batch,
                                     report.added + report.names_added + verdicts + 1, now));
            if (is_verdict) {
                verdicts += added ? 1 : 0;
            } else if (is_name) {
                report.names_added += added ? 1 : 0;
            } else {
                ++(added ? report.added : report.present);
            }
        }
        const std::uint64_t all_added = report.added + report.names_added + verdicts;
        bool changed = all_added > 0;
        if (definitions) {
            for (const DefinitionText& definition : definitions()) {
                ATTUNE_CHECK(rows.insert_definition(definition));
                changed = changed || database.changes() > 0;
            }
        }
        if (all_added == 0) return changed;
        ATTUNE_TRY(
            auto note,
            database.prepare("INSERT INTO batch(id, source, time_ms, count) VALUES(?, ?, ?, ?)"));
        ATTUNE_CHECK(note.bind(1, report.batch.view())
                         .bind(2, source_name)
                         .bind(3, std::int64_t{now.time_since_epoch().count()})
                         .bind(4, static_cast<std::int64_t>(all_added))
                         .run());
        return true;
    };
    ATTUNE_TRY(const vault::FoldResult folded,
               vault::fold(host, state_->location, state_->keys,
                           {make_applier(state_->keys), change, {}}));
    static_cast<void>(folded);
    report.short_id = short_id(report.batch);
    if (report.added + report.names_added > 0) {
        vault::update_seen(host, state_->location, state_->keys.store, [&](vault::Seen& seen) {
            remember_write(seen,
                           {report.batch, {}, now, RecentWrite::What::Imported, false, false});
            seen.entry_count += report.added;
        });
    }
    return report;
}

Result<bool> Library::holds(const journal::Record& record) {
    Rows& rows = state_->rows;
    if (!record.source.empty() && !record.source_key.empty()) {
        ATTUNE_TRY(const auto same_source, rows.find_source(record.source, record.source_key));
        if (same_source) {
            ATTUNE_TRY(const Revision known, rows.load(*same_source));
            return !known.removed || !known.batch;
        }
    }
    if (journal::is_name_kind(record.kind)) {
        ATTUNE_TRY(const Origins origins, Origins::load(database()));
        if (origins.has(record)) return true;
    }
    ATTUNE_TRY(const bool forgotten, rows.is_forgotten(record.id));
    if (forgotten) return true;
    ATTUNE_TRY(const auto present, rows.shown_row(record.id));
    if (!present) return false;
    ATTUNE_TRY(const Revision known, rows.load(*present));
    return !known.removed || !known.batch;
}

Result<std::vector<DefinitionText>> Library::definitions() {
    ATTUNE_TRY(auto statement,
               database().prepare("SELECT kind, slug, version, sha256, toml FROM definition "
                                  "ORDER BY slug, version, sha256"));
    std::vector<DefinitionText> found;
    while (true) {
        ATTUNE_TRY(const bool row, statement.step());
        if (!row) return found;
        found.push_back({std::string(statement.text(0)), std::string(statement.text(1)),
                         std::string(statement.text(2)), std::string(statement.text(3)),
                         std::string(statement.text(4))});
    }
}

Result<std::uint64_t> Library::undo_import(const RecordId& batch) {
    host::Host& host = state_->host;
    const host::Time now = host.clock.now();
    // The tombstones are a batch of their own, so that a later import may bring the records back.
    RecordId undo_batch;
    host.environment.random(undo_batch.bytes);
    std::uint64_t removed = 0;
    std::uint64_t names_removed = 0;
    const auto change = [&](db::Connection& database) -> Result<bool> {
        ATTUNE_TRY(auto mark,
                   database.prepare("UPDATE batch SET undone = 1 WHERE id = ? AND undone = 0"));
        ATTUNE_CHECK(mark.bind(1, batch.view()).run());
        if (database.changes() == 0) {
            return fail(ErrorKind::Refused, "there is no such import to take back");
        }
        std::vector<std::int64_t> standing;
        {
            ATTUNE_TRY(auto find,
                       database.prepare(
                           "SELECT n FROM entry WHERE batch = ? AND shown = 1 AND deleted = 0"));
            find.bind(1, batch.view());
            while (true) {
                ATTUNE_TRY(const bool row, find.step());
                if (!row) break;
                standing.push_back(find.integer(0));
            }
        }
        Rows rows(database);
        for (const std::int64_t n : standing) {
            ATTUNE_TRY(const Revision known, rows.load(n));
            Revision tombstone;
            tombstone.record = known.record;
            tombstone.id = hashed_id<RevisionId>({known.id.view(), undo_batch.view()});
            tombstone.device = batch_origin(undo_batch);
            tombstone.sequence = ++removed;
            if (journal::is_aside_kind(known.content.kind)) ++names_removed;
            tombstone.clock = static_cast<std::uint64_t>(now.time_since_epoch().count()) << 16;
            tombstone.created_ms = now.time_since_epoch().count();
            tombstone.batch = undo_batch;
            tombstone.parents = {known.id};
            tombstone.removed = true;
            tombstone.content.kind = "removed";
            ATTUNE_TRY(const bool added, rows.insert(tombstone));
            static_cast<void>(added);
        }
        return true;
    };
    ATTUNE_TRY(const vault::FoldResult folded,
               vault::fold(host, state_->location, state_->keys,
                           {make_applier(state_->keys), change, {}}));
    static_cast<void>(folded);
    vault::update_seen(host, state_->location, state_->keys.store,
                       [&](vault::Seen& seen) { mark_undone(seen, batch); });
    return removed - names_removed;
}

}  // namespace attune::store
