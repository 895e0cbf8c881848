#include <algorithm>

#include "attune/vault/inbox.hpp"
#include "attune/vault/keys.hpp"
#include "attune/vault/private_state.hpp"
#include "vault/root_search.hpp"

/// The kernel keyring's copy of the roots: store id 16, then epoch u32 and root 32 for each, the
/// current one first. A later process needs no more to know what they open.
namespace attune::vault {

namespace {

constexpr std::size_t kStoreBytes = 16;
constexpr std::size_t kRootBytes = 4 + crypto::kKeyBytes;
/// The rest, if ever there are more, stand in the images.
constexpr std::size_t kRootsMax = 16;

crypto::Secret pack(const Keys& keys) {
    const std::size_t others = std::min(keys.others.size(), kRootsMax - 1);
    crypto::Secret content(kStoreBytes + (1 + others) * kRootBytes);
    std::copy_n(keys.store.bytes.data(), kStoreBytes, content.bytes().data());
    std::size_t at = kStoreBytes;
    const auto put = [&](const Keys& one) {
        for (std::size_t i = 0; i < 4; ++i)
            content.bytes()[at + i] = static_cast<std::uint8_t>(one.epoch >> (8 * i));
        std::copy_n(one.root.view().data(), crypto::kKeyBytes, content.bytes().data() + at + 4);
        at += kRootBytes;
    };
    put(keys);
    for (std::size_t i = keys.others.size() - others; i < keys.others.size(); ++i)
        put(keys.others[i]);
    return content;
}

std::optional<Keys> unpack(ByteView content) {
    if (content.size() < kStoreBytes + kRootBytes ||
        (content.size() - kStoreBytes) % kRootBytes != 0) {
        return std::nullopt;
    }
    ByteReader in(content);
    StoreId store;
    in.fill(store.bytes);
    std::optional<Keys> keys;
    while (in.left() > 0) {
        const std::uint32_t epoch = in.u32();
        Keys one = Keys::from_root(store, epoch, crypto::Secret::copy_of(in.raw(32)));
        if (keys) {
            keys->add(std::move(one));
        } else {
            keys.emplace(std::move(one));
        }
    }
    return keys;
}

/// True when these keys open the header that says how the store opens.
bool fits(const Keys& keys, const ParsedHeader& header) {
    const Keys* root = keys.under(header.header.public_key);
    return root != nullptr && keys.store == header.header.store &&
           crypto::equal(generation_key(root->vault_key, header.bytes).commitment,
                         header.commitment);
}

}  // namespace

Status remember_keys(host::Host& host, const Location& location, const Keys& keys,
                     unsigned seconds) {
    ATTUNE_TRY(const bool had, forget_keys(host, location));
    static_cast<void>(had);
    std::array<std::uint8_t, 12> random{};
    host.environment.random(random);
    const std::string name = "attune:" + to_hex(random);
    const crypto::Secret content = pack(keys);
    ATTUNE_TRY(const std::int32_t serial, host.keyring.put(name, content.view(), seconds));
    update_seen(host, location, keys.store, [&](Seen& seen) {
        seen.keyring_serial = serial;
        seen.keyring_name = name;
    });
    return {};
}

std::optional<Keys> recall_keys(host::Host& host, const Location& location) {
    auto folder = read_folder(host, location.folder);
    if (!folder) return std::nullopt;
    std::vector<Error> problems;
    const auto headers = newest_headers(host, *folder, problems);
    if (!headers) return std::nullopt;
    const ParsedHeader& header = headers->front().header;
    const Seen seen = load_seen(host, location, header.header.store);
    if (seen.keyring_serial == 0) return std::nullopt;
    auto content = host.keyring.get(seen.keyring_serial, seen.keyring_name);
    if (!content) return std::nullopt;
    auto keys = unpack(*content);
    crypto::wipe(*content);
    // Rotated on another device: what is kept is no longer the newest root.
    if (!keys || !fits(*keys, header)) return std::nullopt;
    order_by_epoch(host, *folder);
    find_other_roots(host, *folder, *keys, {});
    return keys;
}

Result<bool> forget_keys(host::Host& host, const Location& location) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    std::vector<Error> problems;
    ATTUNE_TRY(const auto headers, newest_headers(host, folder, problems));
    const StoreId store = headers.front().header.header.store;
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
