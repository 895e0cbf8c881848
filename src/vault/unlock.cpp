#include <algorithm>

#include <fmt/format.h>

#include "attune/vault/inbox.hpp"
#include "attune/vault/keys.hpp"
#include "attune/vault/private_state.hpp"
#include "vault/folder.hpp"
#include "vault/sealed_header.hpp"

namespace attune::vault {

namespace {

/// The header that says which secrets open the store: the newest that holds.
Result<ParsedHeader> newest_header(host::Host& host, const Location& location) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    std::vector<Error> problems;
    ATTUNE_TRY(FoundGeneration found, newest_generation(host, folder, std::nullopt, problems));
    return std::move(found.header);
}

std::string_view type_name(SlotType type) {
    switch (type) {
        case SlotType::Passphrase:
            return "passphrase";
        case SlotType::KeyFile:
            return "key file";
        case SlotType::Recovery:
            return "recovery code";
    }
    return "secret";
}

bool fits(const Keys& keys, const ParsedHeader& header) {
    return crypto::equal(generation_key(keys.vault_key, header.bytes).commitment,
                         header.commitment);
}

}  // namespace

Result<std::vector<SlotInfo>> list_slots(host::Host& host, const Location& location) {
    ATTUNE_TRY(const ParsedHeader header, newest_header(host, location));
    std::vector<SlotInfo> slots;
    for (const Slot& slot : header.header.slots) {
        slots.push_back({slot.id, slot.type, std::uint64_t{slot.memory_kib} * 1024, slot.passes});
    }
    return slots;
}

Result<Keys> unlock(host::Host& host, const Location& location, const GivenSecret& secret) {
    ATTUNE_TRY(const ParsedHeader header, newest_header(host, location));
    std::vector<Slot> slots;
    for (const Slot& slot : header.header.slots) {
        if (slot.version == 1 && slot.type == secret.type) slots.push_back(slot);
    }
    if (slots.empty()) {
        return fail(ErrorKind::WrongSecret,
                    fmt::format("no {} opens this store", type_name(secret.type)),
                    "'attune key list' shows which secrets can open it");
    }
    std::stable_sort(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) {
        return std::uint64_t{a.memory_kib} * a.passes < std::uint64_t{b.memory_kib} * b.passes;
    });
    std::optional<Error> obstacle;
    for (const Slot& slot : slots) {
        auto opened = open_slot(slot, secret, host.environment.available_memory());
        if (!opened) {
            // A wrong secret for this slot may be right for the next; other obstacles are told when
            // none opens.
            if (opened.error().kind != ErrorKind::WrongSecret && !obstacle)
                obstacle = opened.error();
            continue;
        }
        if (opened->store != header.header.store) {
            return fail(ErrorKind::ForeignKey,
                        fmt::format("this {} belongs to another store", type_name(secret.type)),
                        "'--store DIR' names the folder it opens");
        }
        Keys keys = Keys::from_root(opened->store, opened->epoch, std::move(opened->root));
        if (!fits(keys, header)) {
            return fail(ErrorKind::AlteredHeader,
                        "the secret is right, but the header of the store was altered",
                        "restore the newest .sealed file from a copy, or move it away to read the "
                        "one before it");
        }
        return keys;
    }
    if (obstacle) return fail(*obstacle);
    return fail(ErrorKind::WrongSecret, fmt::format("wrong {}", type_name(secret.type)),
                "'attune key list' shows which secrets can open it");
}

Status remember_keys(host::Host& host, const Location& location, const Keys& keys,
                     unsigned seconds) {
    ATTUNE_TRY(const bool had, forget_keys(host, location));
    static_cast<void>(had);
    std::array<std::uint8_t, 12> random{};
    host.environment.random(random);
    const std::string name = "attune:" + to_hex(random);
    // Store id, epoch and root: what a later process needs to know which store they open.
    crypto::Secret content(16 + 4 + 32);
    std::copy_n(keys.store.bytes.data(), 16, content.bytes().data());
    for (std::size_t i = 0; i < 4; ++i)
        content.bytes()[16 + i] = static_cast<std::uint8_t>(keys.epoch >> (8 * i));
    std::copy_n(keys.root.view().data(), 32, content.bytes().data() + 20);
    ATTUNE_TRY(const std::int32_t serial, host.keyring.put(name, content.view(), seconds));
    update_seen(host, location, keys.store, [&](Seen& seen) {
        seen.keyring_serial = serial;
        seen.keyring_name = name;
    });
    return {};
}

std::optional<Keys> recall_keys(host::Host& host, const Location& location) {
    const auto header = newest_header(host, location);
    if (!header) return std::nullopt;
    const Seen seen = load_seen(host, location, header->header.store);
    if (seen.keyring_serial == 0) return std::nullopt;
    auto content = host.keyring.get(seen.keyring_serial, seen.keyring_name);
    if (!content) return std::nullopt;
    std::optional<Keys> keys;
    if (content->size() == 16 + 4 + 32) {
        ByteReader in(*content);
        StoreId store;
        in.fill(store.bytes);
        const std::uint32_t epoch = in.u32();
        keys = Keys::from_root(store, epoch, crypto::Secret::copy_of(in.raw(32)));
        if (store != header->header.store || !fits(*keys, *header)) keys.reset();
    }
    crypto::wipe(*content);
    return keys;
}

Result<bool> forget_keys(host::Host& host, const Location& location) {
    ATTUNE_TRY(const ParsedHeader header, newest_header(host, location));
    const StoreId store = header.header.store;
    const Seen seen = load_seen(host, location, store);
    if (seen.keyring_serial == 0) return false;
    const auto content = host.keyring.get(seen.keyring_serial, seen.keyring_name);
    ATTUNE_CHECK(host.keyring.revoke(seen.keyring_serial));
    update_seen(host, location, store, [](Seen& changed) {
        changed.keyring_serial = 0;
        changed.keyring_name.clear();
    });
    return content.has_value();
}

}  // namespace attune::vault
