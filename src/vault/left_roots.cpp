#include "vault/left_roots.hpp"

#include <algorithm>

namespace attune::vault {

namespace {

constexpr const char* kInsert =
    "INSERT INTO left_root VALUES(?, ?, ?) ON CONFLICT(device, fingerprint) DO UPDATE "
    "SET sequence = excluded.sequence WHERE excluded.sequence < sequence";

/// Images from before the first rotation have no such table.
Result<bool> has_table(db::Connection& connection) {
    ATTUNE_TRY(
        const std::int64_t tables,
        connection.value_of(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'left_root'"));
    return tables > 0;
}

Status make_table(db::Connection& connection) {
    return connection.execute(
        "CREATE TABLE IF NOT EXISTS left_root(device BLOB NOT NULL, fingerprint BLOB NOT NULL, "
        "sequence INTEGER NOT NULL, PRIMARY KEY(device, fingerprint)) WITHOUT ROWID");
}

}  // namespace

Result<bool> record_left_roots(db::Connection& connection, const Identity& identity) {
    if (identity.left.empty()) return false;
    ATTUNE_CHECK(make_table(connection));
    ATTUNE_TRY(auto insert, connection.prepare(kInsert));
    bool changed = false;
    for (const LeftRoot& left : identity.left) {
        ATTUNE_CHECK(insert.bind(1, identity.device.view())
                         .bind(2, ByteView(left.fingerprint))
                         .bind(3, static_cast<std::int64_t>(left.last_sequence))
                         .run());
        changed = changed || connection.changes() > 0;
    }
    return changed;
}

Result<std::uint64_t> merge_left_roots(db::Connection& ours, db::Connection& theirs,
                                       const Keys& keys, const Keys& sealed_by) {
    ATTUNE_TRY(const bool have, has_table(theirs));
    if (!have) return std::uint64_t{0};
    ATTUNE_CHECK(make_table(ours));
    ATTUNE_TRY(auto from, theirs.prepare("SELECT device, fingerprint, sequence FROM left_root"));
    ATTUNE_TRY(auto to, ours.prepare(kInsert));
    std::uint64_t changed = 0;
    while (true) {
        ATTUNE_TRY(const bool row, from.step());
        if (!row) return changed;
        std::array<std::uint8_t, 8> fingerprint{};
        ByteReader in(from.blob(1));
        in.fill(fingerprint);
        const Keys* left = keys.under_fingerprint(fingerprint);
        if (in.overrun() || (left != nullptr && !sealed_by.is_newer_than(*left))) continue;
        ATTUNE_CHECK(to.bind(1, from.blob(0)).bind(2, from.blob(1)).bind(3, from.integer(2)).run());
        changed += static_cast<std::uint64_t>(ours.changes());
    }
}

Result<bool> had_left_root(db::Connection& connection, const DeviceId& device,
                           const std::array<std::uint8_t, 8>& fingerprint, std::uint64_t sequence) {
    ATTUNE_TRY(const bool have, has_table(connection));
    if (!have) return false;
    ATTUNE_TRY(auto find, connection.prepare("SELECT sequence FROM left_root WHERE device = ? AND "
                                             "fingerprint = ?"));
    find.bind(1, device.view()).bind(2, ByteView(fingerprint));
    ATTUNE_TRY(const bool row, find.step());
    return row && static_cast<std::int64_t>(sequence) > find.integer(0);
}

}  // namespace attune::vault
