#include "attune/vault/slots.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "vault/bookkeeping.hpp"
#include "vault/slot_table.hpp"

namespace attune::vault {

namespace {

/// Puts the change into table slot; the list that comes out is the one of the next header.
Status write_slots(db::Connection& database, const Keys& keys, const SlotChange& change,
                   const std::vector<Slot>& added, std::int64_t clock) {
    ATTUNE_TRY(auto remove, database.prepare("UPDATE slot SET removed = 1, clock = ? WHERE id = ? "
                                             "AND removed = 0"));
    for (const SlotId& id : change.remove) {
        ATTUNE_CHECK(remove.bind(1, clock).bind(2, id.view()).run());
        if (database.changes() == 0) {
            return fail(ErrorKind::NotFound, fmt::format("no key slot '{}'", id.hex().substr(0, 8)),
                        "'attune key list' shows the slots with their ids");
        }
    }
    // A merge in this very fold may have brought a newer root; a slot for the old one would not
    // open what is written.
    ATTUNE_TRY(const Keys newest, load_roots(database, keys.store));
    if (!added.empty() && newest.inbox.public_key != keys.inbox.public_key) {
        return fail(ErrorKind::Refused, "the key was rotated on another device meanwhile",
                    "try again; nothing was changed");
    }
    for (const Slot& slot : added)
        ATTUNE_CHECK(insert_slot(database, slot, keys.epoch, clock));
    ATTUNE_TRY(const std::int64_t left,
               database.value_of("SELECT count(*) FROM slot WHERE removed = 0"));
    if (left == 0) {
        return fail(ErrorKind::Refused, "this is the last secret that opens the store",
                    "add another one first: attune key add");
    }
    if (left > static_cast<std::int64_t>(kSlotsMaxCommand)) {
        return fail(ErrorKind::Refused,
                    fmt::format("a store opens with at most {} secrets", kSlotsMaxCommand),
                    "remove one first: attune key remove SLOT");
    }
    return {};
}

std::int64_t clock_of(host::Host& host) {
    return host.clock.now().time_since_epoch().count() << 16;
}

/// The generations of a folder whose header is one that `is_old` picks.
Result<std::vector<std::string>> generations_where(
    host::Host& host, const Location& location,
    const std::function<bool(const SealedHeader&)>& is_old) {
    std::vector<std::string> paths;
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    for (const GenerationFile& file : folder.generations) {
        const auto opened = host.files.open_read(file.path);
        const auto header =
            opened ? read_header(**opened, file.path) : Result<ParsedHeader>(fail(opened.error()));
        if (header && is_old(header->header)) paths.push_back(file.path);
    }
    return paths;
}

}  // namespace

Result<SlotsChanged> change_slots(host::Host& host, const Location& location, const Keys& keys,
                                  const Applier& applier, const SlotChange& change) {
    SlotsChanged result;
    // Stretching a passphrase takes its time; it is done before any lock is held.
    std::vector<Slot> added;
    for (const GivenSecret* secret : change.add) {
        ATTUNE_TRY(Slot slot, make_slot(host.environment, *secret, change.low_memory, keys));
        result.added.push_back(slot.id);
        added.push_back(slot);
    }
    const std::int64_t clock = clock_of(host);
    FoldRequest request;
    request.applier = applier;
    request.prove = change.add;
    request.change = [&](db::Connection& database) -> Result<bool> {
        ATTUNE_CHECK(write_slots(database, keys, change, added, clock));
        return true;
    };
    ATTUNE_TRY(const FoldResult folded, fold(host, location, keys, request));
    ATTUNE_TRY(
        result.still_open, generations_where(host, location, [&](const SealedHeader& header) {
            return header.generation != folded.generation &&
                   std::any_of(header.slots.begin(), header.slots.end(), [&](const Slot& slot) {
                       return std::find(change.remove.begin(), change.remove.end(), slot.id) !=
                              change.remove.end();
                   });
        }));
    return result;
}

Result<Rotated> rotate_root(host::Host& host, const Location& location, const Keys& keys,
                            const Applier& applier, const std::vector<KeptSecret>& kept) {
    if (kept.empty()) {
        return fail(ErrorKind::Usage, "no secret would be left that opens the store",
                    "give at least one secret to keep");
    }
    if (kept.size() > kSlotsMaxCommand) {
        return fail(ErrorKind::Refused,
                    fmt::format("a store opens with at most {} secrets", kSlotsMaxCommand),
                    "keep fewer of them");
    }
    crypto::Secret root(crypto::kKeyBytes);
    host.environment.random(root.bytes());
    Rotated rotated;
    rotated.keys = Keys::from_root(keys.store, keys.epoch + 1, std::move(root));
    std::vector<Slot> slots;
    FoldRequest request;
    request.applier = applier;
    for (const KeptSecret& one : kept) {
        ATTUNE_TRY(const Slot slot,
                   make_slot(host.environment, *one.secret, one.low_memory, rotated.keys));
        slots.push_back(slot);
        rotated.added.push_back(slot.id);
        request.prove.push_back(one.secret);
    }
    request.change = [&](db::Connection& database) -> Result<bool> {
        ATTUNE_TRY(const Keys newest, load_roots(database, keys.store));
        if (newest.epoch > keys.epoch) {
            return fail(ErrorKind::Refused, "the key was rotated on another device meanwhile",
                        "try again; nothing was changed");
        }
        ATTUNE_CHECK(insert_root(database, rotated.keys));
        for (const Slot& slot : slots)
            ATTUNE_CHECK(insert_slot(database, slot, rotated.keys.epoch, clock_of(host)));
        return true;
    };
    ATTUNE_TRY([[maybe_unused]] const FoldResult published, fold(host, location, keys, request));
    rotated.keys.add(keys.clone());
    // The rotation stands. Whatever cannot be done now is done by the next unlock: until then this
    // machine seals to the old root, which the new one still opens.
    if (ensure_identity(host, location, rotated.keys))
        static_cast<void>(fold(host, location, rotated.keys, {applier, {}, {}}));
    ATTUNE_TRY(rotated.still_open,
               generations_where(host, location, [&](const SealedHeader& header) {
                   return header.public_key != rotated.keys.inbox.public_key;
               }));
    return rotated;
}

}  // namespace attune::vault
