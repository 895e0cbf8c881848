#include "vault/slot_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attune::vault {

namespace {

/// What tells the newer of two roots: its place in table root.
struct RootRank {
    std::int64_t epoch = 0;
    Bytes root_id;

    friend auto operator<=>(const RootRank&, const RootRank&) = default;
};

RootRank rank_of(const Keys& keys) {
    const RootId id = keys.root_id();
    return {std::int64_t{keys.epoch}, Bytes(id.begin(), id.end())};
}

Result<RootRank> newest_root(db::Connection& connection) {
    ATTUNE_TRY(auto rows, connection.prepare("SELECT epoch, root_id FROM root "
                                             "ORDER BY epoch DESC, root_id DESC LIMIT 1"));
    ATTUNE_TRY(const bool row, rows.step());
    if (!row) return fail(ErrorKind::Damaged, "the image names no root");
    const ByteView id = rows.blob(1);
    return RootRank{rows.integer(0), Bytes(id.begin(), id.end())};
}

std::string in_words(ByteView slot_bytes) {
    ByteReader in(slot_bytes);
    const Slot slot = decode_slot(in);
    const char* type = slot.type == SlotType::Passphrase ? "passphrase"
                       : slot.type == SlotType::KeyFile  ? "key file"
                                                         : "recovery code";
    return fmt::format("{} {}", type, slot.id.hex().substr(0, 8));
}

/// The slots of `from` that count there, are not known in `in` at all, and will not count from now
/// on, since the root they open is not the newest.
Status tell_dropped(db::Connection& from, db::Connection& in, std::vector<std::string>& warnings) {
    ATTUNE_TRY(auto rows, from.prepare("SELECT id, bytes FROM slot WHERE removed = 0"));
    ATTUNE_TRY(auto known, in.prepare("SELECT 1 FROM slot WHERE id = ?"));
    while (true) {
        ATTUNE_TRY(const bool row, rows.step());
        if (!row) return {};
        known.reset();
        known.bind(1, rows.blob(0));
        ATTUNE_TRY(const bool is_known, known.step());
        if (is_known) continue;
        warnings.push_back(
            fmt::format("the {} was added while the key was rotated on another device, and opens "
                        "only what was written before that; add it again with 'attune key add'",
                        in_words(rows.blob(1))));
    }
}

/// Rows of table root up to the one that `theirs` is sealed under; a younger one would be an
/// invention of somebody who holds an old root.
Result<std::uint64_t> merge_roots(db::Connection& ours, db::Connection& theirs,
                                  const RootRank& sealed_by) {
    ATTUNE_TRY(auto from, theirs.prepare("SELECT epoch, root_id, root FROM root"));
    ATTUNE_TRY(auto to, ours.prepare("INSERT OR IGNORE INTO root VALUES(?, ?, ?)"));
    std::uint64_t added = 0;
    while (true) {
        ATTUNE_TRY(const bool row, from.step());
        if (!row) return added;
        const ByteView id = from.blob(1);
        if (sealed_by < RootRank{from.integer(0), Bytes(id.begin(), id.end())}) continue;
        ATTUNE_CHECK(to.bind(1, from.integer(0)).bind(2, id).bind(3, from.blob(2)).run());
        added += static_cast<std::uint64_t>(ours.changes());
    }
}

/// Two devices may each have removed what the other kept. The store must open with something: the
/// slot of the newest root that was removed last stays.
Result<std::uint64_t> keep_one(db::Connection& ours, const RootRank& newest,
                               std::vector<std::string>& warnings) {
    ATTUNE_TRY(const std::int64_t left,
               ours.value_of("SELECT count(*) FROM slot WHERE removed = 0"));
    if (left > 0) return std::uint64_t{0};
    ATTUNE_TRY(auto last, ours.prepare("SELECT id, bytes FROM slot WHERE removed = 1 AND epoch = ? "
                                       "ORDER BY clock DESC, id DESC LIMIT 1"));
    last.bind(1, newest.epoch);
    ATTUNE_TRY(const bool row, last.step());
    if (!row) return fail(ErrorKind::Damaged, "the image holds no key slot");
    warnings.push_back(
        fmt::format("the secrets of this store were removed on different devices until none was "
                    "left; the {}, removed last, still opens it",
                    in_words(last.blob(1))));
    ATTUNE_TRY(auto keep, ours.prepare("UPDATE slot SET removed = 0 WHERE id = ?"));
    ATTUNE_CHECK(keep.bind(1, last.blob(0)).run());
    return std::uint64_t{1};
}

}  // namespace

Status make_slot_tables(db::Connection& connection, const Keys& keys,
                        const std::vector<Slot>& slots, std::uint64_t clock) {
    ATTUNE_CHECK(connection.execute(R"sql(
CREATE TABLE slot(id BLOB PRIMARY KEY, bytes BLOB NOT NULL, epoch INTEGER NOT NULL, clock INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE root(epoch INTEGER NOT NULL, root_id BLOB NOT NULL, root BLOB NOT NULL,
    PRIMARY KEY(epoch, root_id)) WITHOUT ROWID;
)sql"));
    ATTUNE_CHECK(insert_root(connection, keys));
    for (const Slot& slot : slots)
        ATTUNE_CHECK(insert_slot(connection, slot, keys.epoch, static_cast<std::int64_t>(clock)));
    return {};
}

Result<std::vector<Slot>> load_slots(db::Connection& connection) {
    std::vector<Slot> slots;
    ATTUNE_TRY(auto rows,
               connection.prepare("SELECT bytes FROM slot WHERE removed = 0 ORDER BY clock, id"));
    while (true) {
        ATTUNE_TRY(const bool row, rows.step());
        if (!row) break;
        ByteReader in(rows.blob(0));
        slots.push_back(decode_slot(in));
        if (in.overrun()) return fail(ErrorKind::Damaged, "a key slot in the image is cut short");
    }
    if (slots.size() > kSlotsMax) slots.resize(kSlotsMax);
    return slots;
}

Status insert_slot(db::Connection& connection, const Slot& slot, std::uint32_t epoch,
                   std::int64_t clock) {
    ByteWriter bytes;
    encode_slot(bytes, slot);
    ATTUNE_TRY(auto insert,
               connection.prepare("INSERT INTO slot(id, bytes, epoch, clock) VALUES(?, ?, ?, ?)"));
    return insert.bind(1, slot.id.view())
        .bind(2, bytes.view())
        .bind(3, std::int64_t{epoch})
        .bind(4, clock)
        .run();
}

Result<Keys> load_roots(db::Connection& connection, const StoreId& store) {
    std::optional<Keys> keys;
    ATTUNE_TRY(auto rows, connection.prepare("SELECT epoch, root FROM root"));
    while (true) {
        ATTUNE_TRY(const bool row, rows.step());
        if (!row) break;
        if (rows.blob(1).size() != crypto::kKeyBytes)
            return fail(ErrorKind::Damaged, "a root in the image is cut short");
        Keys root = Keys::from_root(store, static_cast<std::uint32_t>(rows.integer(0)),
                                    crypto::Secret::copy_of(rows.blob(1)));
        if (keys) {
            keys->add(std::move(root));
        } else {
            keys.emplace(std::move(root));
        }
    }
    if (!keys) return fail(ErrorKind::Damaged, "the image names no root");
    return *std::move(keys);
}

Status insert_root(db::Connection& connection, const Keys& keys) {
    ATTUNE_CHECK(connection.execute("UPDATE slot SET removed = 2"));
    ATTUNE_TRY(auto root, connection.prepare("INSERT INTO root VALUES(?, ?, ?)"));
    const RootId id = keys.root_id();
    return root.bind(1, std::int64_t{keys.epoch})
        .bind(2, ByteView(id))
        .bind(3, keys.root.view())
        .run();
}

Result<std::uint64_t> merge_slots(db::Connection& ours, db::Connection& theirs,
                                  const Keys& sealed_by, std::vector<std::string>& warnings) {
    const RootRank their_root = rank_of(sealed_by);
    ATTUNE_TRY(const RootRank our_root, newest_root(ours));
    ATTUNE_TRY(std::uint64_t changed, merge_roots(ours, theirs, their_root));
    const bool theirs_is_newer = our_root < their_root;
    const bool ours_is_newer = their_root < our_root;
    if (ours_is_newer) ATTUNE_CHECK(tell_dropped(theirs, ours, warnings));
    if (theirs_is_newer) {
        ATTUNE_CHECK(tell_dropped(ours, theirs, warnings));
        ATTUNE_CHECK(ours.execute("UPDATE slot SET removed = 2 WHERE removed < 2"));
        changed += static_cast<std::uint64_t>(ours.changes());
    }
    // A removal is a mark that wins over the slot itself, whichever arrives first.
    ATTUNE_TRY(auto from, theirs.prepare("SELECT id, bytes, epoch, clock, removed FROM slot"));
    ATTUNE_TRY(auto to,
               ours.prepare("INSERT INTO slot VALUES(?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE "
                            "SET removed = excluded.removed, clock = max(clock, excluded.clock) "
                            "WHERE excluded.removed > removed AND epoch <= excluded.epoch"));
    while (true) {
        ATTUNE_TRY(const bool row, from.step());
        if (!row) break;
        if (from.integer(2) > their_root.epoch) continue;
        ATTUNE_CHECK(to.bind(1, from.blob(0))
                         .bind(2, from.blob(1))
                         .bind(3, from.integer(2))
                         .bind(4, from.integer(3))
                         .bind(5, ours_is_newer ? kSlotRetired : from.integer(4))
                         .run());
        changed += static_cast<std::uint64_t>(ours.changes());
    }
    ATTUNE_TRY(const std::uint64_t kept, keep_one(ours, std::max(our_root, their_root), warnings));
    return changed + kept;
}

}  // namespace attune::vault
