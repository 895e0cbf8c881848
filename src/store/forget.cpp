#include <algorithm>

#include "attune/store/library.hpp"
#include "attune/vault/devices.hpp"
#include "attune/vault/inbox.hpp"
#include "attune/vault/remains.hpp"
#include "attune/vault/session.hpp"
#include "store/apply.hpp"
#include "store/library_state.hpp"

namespace attune::store {

namespace {

/// A draft of an edit holds the words of the entry it changes, and points to it.
Result<std::vector<RecordId>> drafts_about(db::Connection& database, const RecordId& id) {
    ATTUNE_TRY(auto find, database.prepare("SELECT DISTINCT e.id FROM link l JOIN entry e ON e.n = "
                                           "l.entry WHERE l.target = ? AND e.kind = 'draft'"));
    find.bind(1, id.view());
    std::vector<RecordId> found;
    while (true) {
        ATTUNE_TRY(const bool row, find.step());
        if (!row) return found;
        if (const auto draft = RecordId::from_bytes(find.blob(0))) found.push_back(*draft);
    }
}

}  // namespace

Result<bool> Library::purge_is_due() {
    ATTUNE_TRY(auto find, database().prepare(
                              "SELECT count(*), min(generation), max(generation) FROM forgotten"));
    ATTUNE_TRY([[maybe_unused]] const bool row, find.step());
    if (find.integer(0) == 0) return false;
    if (find.integer(1) == 0) return true;
    const auto newest = static_cast<std::uint64_t>(find.integer(2));
    ATTUNE_TRY(const auto own,
               vault::own_generations(state_->host, state_->location, state_->keys.store));
    const auto without = std::count_if(
        own.begin(), own.end(), [&](std::uint64_t generation) { return generation >= newest; });
    // With two generations that do not hold the words nothing else of this machine has to.
    if (without < 2 || static_cast<std::size_t>(without) < own.size()) return true;
    const StoreId& store = state_->keys.store;
    return vault::has_own_remains(
        state_->host, state_->location, state_->keys,
        [&](db::Connection& connection, const vault::InboxFrame& frame) {
            return is_forgotten(connection, store, frame);
        },
        newest, database());
}

Status Library::purge() {
    // The first generation without the words, and a second one: then the older ones may go, and
    // losing the newest still loses nothing.
    for (int round = 0; round < 2; ++round) {
        ATTUNE_CHECK(vault::fold(state_->host, state_->location, state_->keys,
                                 {.applier = make_applier(state_->keys), .force = true}));
    }
    return {};
}

Result<ForgetReport> Library::forget(const std::vector<RecordId>& ids) {
    ForgetReport report;
    report.records = ids;
    const auto change = [&](db::Connection& database) -> Result<bool> {
        for (const RecordId& id : ids) {
            ATTUNE_TRY(const auto drafts, drafts_about(database, id));
            report.records.insert(report.records.end(), drafts.begin(), drafts.end());
        }
        Rows rows(database);
        for (const RecordId& id : report.records) {
            ATTUNE_TRY([[maybe_unused]] const bool news, rows.forget(id));
        }
        return true;
    };
    ATTUNE_TRY(const vault::FoldResult first,
               vault::fold(state_->host, state_->location, state_->keys,
                           {.applier = make_applier(state_->keys), .change = change}));
    vault::update_seen(state_->host, state_->location, state_->keys.store, [&](vault::Seen& seen) {
        std::erase_if(seen.writes, [&](const vault::SeenWrite& write) {
            return std::find(report.records.begin(), report.records.end(), write.record) !=
                   report.records.end();
        });
    });
    // The second generation lets the older ones go; when it cannot be written now, the next unlock
    // does it.
    const auto second = vault::fold(state_->host, state_->location, state_->keys,
                                    {.applier = make_applier(state_->keys), .force = true});
    if (!second) report.left_for_later = second.error().message;
    const auto own = vault::own_generations(state_->host, state_->location, state_->keys.store);
    report.own_files_clean =
        second && own && std::all_of(own->begin(), own->end(), [&](std::uint64_t generation) {
            return generation >= first.generation;
        });
    ATTUNE_TRY(const auto states,
               vault::list_devices(state_->host, state_->location, state_->keys.store));
    for (const vault::DeviceState& state : states) {
        if (!state.own && !state.is_gone()) report.others.push_back(state.device);
    }
    ATTUNE_TRY(report.unread_files, vault::unread_files(state_->host, state_->location));
    ATTUNE_TRY(const auto copies,
               vault::own_copies(state_->host, state_->location, state_->keys.store));
    report.unread_files.insert(report.unread_files.end(), copies.begin(), copies.end());
    return report;
}

}  // namespace attune::store
