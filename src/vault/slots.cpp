#include "attune/vault/slots.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "vault/bookkeeping.hpp"

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
    ATTUNE_TRY(auto insert,
               database.prepare("INSERT INTO slot(id, bytes, epoch, clock) VALUES(?, ?, ?, ?)"));
    for (const Slot& slot : added) {
        ByteWriter bytes;
        encode_slot(bytes, slot);
        ATTUNE_CHECK(insert.bind(1, slot.id.view())
                         .bind(2, bytes.view())
                         .bind(3, std::int64_t{keys.epoch})
                         .bind(4, clock)
                         .run());
    }
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
    const auto clock = host.clock.now().time_since_epoch().count() << 16;
    FoldRequest request;
    request.applier = applier;
    request.prove = change.add;
    request.change = [&](db::Connection& database) -> Result<bool> {
        ATTUNE_CHECK(write_slots(database, keys, change, added, clock));
        return true;
    };
    ATTUNE_TRY(const FoldResult folded, fold(host, location, keys, request));
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    for (const GenerationFile& file : folder.generations) {
        const auto opened = host.files.open_read(file.path);
        const auto header =
            opened ? read_header(**opened, file.path) : Result<ParsedHeader>(fail(opened.error()));
        if (!header || file.generation == folded.generation) continue;
        const bool has_removed = std::any_of(
            header->header.slots.begin(), header->header.slots.end(), [&](const Slot& slot) {
                return std::find(change.remove.begin(), change.remove.end(), slot.id) !=
                       change.remove.end();
            });
        if (has_removed) result.still_open.push_back(file.path);
    }
    return result;
}

}  // namespace attune::vault
