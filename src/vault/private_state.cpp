#include "attune/vault/private_state.hpp"

#include <algorithm>

#include "vault/format.hpp"

namespace attune::vault {

namespace {

constexpr std::string_view kIdentityMagic = "attuneI1";
constexpr std::string_view kSeenMagic = "attuneS1";
constexpr std::uint64_t kStateBytesMax = 65536;
constexpr std::size_t kWritesKept = 20;
constexpr std::size_t kLeftRootsKept = 255;

/// Adds a checksum behind what was written.
Bytes with_checksum(ByteWriter out) {
    out.raw(crypto::hash32({out.view()}));
    return std::move(out).take();
}

/// The content in front of a checksum that holds, behind the magic; nothing otherwise.
std::optional<ByteView> checked(ByteView file, std::string_view magic) {
    if (file.size() < magic.size() + 32) return std::nullopt;
    const ByteView content = file.first(file.size() - 32);
    const auto sum = crypto::hash32({content});
    if (!crypto::equal(sum, file.subspan(content.size())) ||
        as_text(content.first(magic.size())) != magic) {
        return std::nullopt;
    }
    return content.subspan(magic.size());
}

}  // namespace

std::string state_folder(const Location& location, const StoreId& store) {
    return host::path_join(location.state_root, store.hex());
}

Result<Identity> load_identity(host::Host& host, const Location& location, const StoreId& store) {
    const std::string path = host::path_join(state_folder(location, store), "identity");
    ATTUNE_TRY(Bytes file, host.files.load(path, kStateBytesMax));
    const auto content = checked(file, kIdentityMagic);
    Identity identity;
    ByteReader in(content ? *content : ByteView{});
    in.fill(identity.store.bytes);
    in.fill(identity.device.bytes);
    identity.epoch = in.u32();
    in.fill(identity.public_key);
    in.fill(identity.machine);
    identity.device_key = crypto::Secret::copy_of(in.raw(crypto::kKeyBytes));
    // Files from before the first rotation end here.
    for (std::size_t count = in.left() > 0 ? in.u8() : 0; count > 0 && !in.overrun(); --count) {
        LeftRoot left;
        in.fill(left.fingerprint);
        left.last_sequence = in.u64();
        left.device_key = crypto::Secret::copy_of(in.raw(crypto::kKeyBytes));
        identity.left.push_back(std::move(left));
    }
    const bool whole = content && !in.overrun() && in.left() == 0 && identity.store == store;
    crypto::wipe(file);
    if (!whole) {
        return fail(ErrorKind::Damaged, "'" + path + "' is damaged",
                    "move it away; the next unlock makes this machine a new device");
    }
    return identity;
}

Status save_identity(host::Host& host, const Location& location, const Identity& identity) {
    ByteWriter out;
    out.raw(as_bytes(kIdentityMagic));
    out.raw(identity.store.view());
    out.raw(identity.device.view());
    out.u32(identity.epoch);
    out.raw(identity.public_key);
    out.raw(identity.machine);
    out.raw(identity.device_key.view());
    if (!identity.left.empty()) {
        const std::size_t count = std::min(identity.left.size(), kLeftRootsKept);
        out.u8(static_cast<std::uint8_t>(count));
        for (std::size_t i = identity.left.size() - count; i < identity.left.size(); ++i) {
            out.raw(identity.left[i].fingerprint);
            out.u64(identity.left[i].last_sequence);
            out.raw(identity.left[i].device_key.view());
        }
    }
    Bytes file = with_checksum(std::move(out));
    const std::string folder = state_folder(location, identity.store);
    ATTUNE_CHECK(host.files.make_folder(folder));
    const Status saved = host.files.replace(host::path_join(folder, "identity"), file, true);
    crypto::wipe(file);
    return saved;
}

crypto::Hash32 machine_hash(host::Host& host) {
    return crypto::hash32({as_bytes("attune-machine-1"), as_bytes(host.environment.machine_id())});
}

Seen load_seen(host::Host& host, const Location& location, const StoreId& store) {
    const auto file =
        host.files.load(host::path_join(state_folder(location, store), "seen"), kStateBytesMax);
    Seen seen;
    if (!file) {
        if (file.error().kind != ErrorKind::NotFound) seen.unread = file.error();
        return seen;
    }
    const auto content = checked(*file, kSeenMagic);
    if (!content) return seen;
    ByteReader in(*content);
    seen.sequence = in.u64();
    in.fill(seen.last_tag);
    seen.clock = in.u64();
    seen.entry_count = in.u64();
    for (std::size_t count = in.u8(); count > 0 && !in.overrun(); --count) {
        SeenWrite write;
        in.fill(write.record.bytes);
        in.fill(write.revision.bytes);
        write.time_ms = in.u64();
        write.what = in.u8();
        seen.writes.push_back(write);
    }
    for (std::size_t count = in.u8(); count > 0 && !in.overrun(); --count) {
        DeviceId device;
        in.fill(device.bytes);
        seen.generations[device] = in.u64();
    }
    seen.keyring_serial = static_cast<std::int32_t>(in.u32());
    seen.keyring_name = as_text(in.raw(in.u8()));
    if (in.left() > 0) {
        for (std::size_t count = in.u8(); count > 0 && !in.overrun(); --count) {
            Told told;
            in.fill(told.device.bytes);
            told.what = static_cast<Told::What>(in.u8());
            told.value = in.u64();
            seen.told.push_back(told);
        }
        seen.highest_generation = in.u64();
    }
    return in.overrun() ? Seen{} : seen;
}

Status save_seen(host::Host& host, const Location& location, const StoreId& store,
                 const Seen& seen) {
    if (seen.unread) return fail(*seen.unread);
    ByteWriter out;
    out.raw(as_bytes(kSeenMagic));
    out.u64(seen.sequence);
    out.raw(seen.last_tag);
    out.u64(seen.clock);
    out.u64(seen.entry_count);
    const std::size_t writes = std::min(seen.writes.size(), kWritesKept);
    out.u8(static_cast<std::uint8_t>(writes));
    for (std::size_t i = 0; i < writes; ++i) {
        out.raw(seen.writes[i].record.view());
        out.raw(seen.writes[i].revision.view());
        out.u64(seen.writes[i].time_ms);
        out.u8(seen.writes[i].what);
    }
    out.u8(static_cast<std::uint8_t>(std::min<std::size_t>(seen.generations.size(), 255)));
    std::size_t left = 255;
    for (const auto& [device, generation] : seen.generations) {
        if (left-- == 0) break;
        out.raw(device.view());
        out.u64(generation);
    }
    out.u32(static_cast<std::uint32_t>(seen.keyring_serial));
    out.u8(static_cast<std::uint8_t>(std::min<std::size_t>(seen.keyring_name.size(), 255)));
    out.raw(
        as_bytes(seen.keyring_name).first(std::min<std::size_t>(seen.keyring_name.size(), 255)));
    const std::size_t told = std::min<std::size_t>(seen.told.size(), 255);
    out.u8(static_cast<std::uint8_t>(told));
    for (std::size_t i = 0; i < told; ++i) {
        out.raw(seen.told[i].device.view());
        out.u8(static_cast<std::uint8_t>(seen.told[i].what));
        out.u64(seen.told[i].value);
    }
    out.u64(seen.highest_generation);
    const std::string folder = state_folder(location, store);
    ATTUNE_CHECK(host.files.make_folder(folder));
    return host.files.replace(host::path_join(folder, "seen"), with_checksum(std::move(out)),
                              false);
}

}  // namespace attune::vault
