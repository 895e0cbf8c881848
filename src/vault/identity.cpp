#include <algorithm>

#include <fmt/format.h>

#include "attune/vault/devices.hpp"
#include "attune/vault/inbox.hpp"
#include "attune/vault/session.hpp"
#include "vault/folder.hpp"
#include "vault/segment.hpp"

namespace attune::vault {

namespace {

/// Whether a machine that seals to a root these keys do not know keeps to it: while the folder
/// holds a file under that root, or a file of this machine that cannot be read and may be one. A
/// folder without either was put back to an older state, and what is sealed to the lost root would
/// be readable by nobody.
bool keeps_its_root(host::Host& host, const Location& location, const Identity& identity,
                    const Keys& keys) {
    if (keys.under(identity.public_key) != nullptr) return false;
    const auto folder = read_folder(host, location.folder);
    if (!folder) return true;
    for (const GenerationFile& place : folder->generations) {
        const auto file = host.files.open_read(place.path);
        const auto header =
            file ? read_header(**file, place.path) : Result<ParsedHeader>(fail(file.error()));
        if (header ? header->header.public_key == identity.public_key
                   : place.device == identity.device) {
            return true;
        }
    }
    return false;
}

/// The last sequence number this machine gave out. The caller holds log.lock.
Result<std::uint64_t> last_sequence(host::Host& host, const Location& location,
                                    const Identity& identity) {
    const Seen seen = load_seen(host, location, identity.store);
    ATTUNE_TRY(const OpenSegment segment, open_own_segment(host, location, identity, seen));
    std::uint64_t last = std::max(seen.sequence, segment.last_sequence);
    for (const std::string& path : list_spare_frames(host, location, identity.store)) {
        const auto spare = host.files.load(path, frame_bytes(kFrameClasses - 1));
        const auto frame = spare ? frame_at(*spare, 0) : std::nullopt;
        if (frame && frame->header.device == identity.device)
            last = std::max(last, frame->header.sequence);
    }
    return last;
}

/// Takes down where the machine leaves its root, and forgets that it once left the one it goes to.
/// Loggers read the identity under the same lock, so none of them goes on under the old root.
Status change_root(host::Host& host, const Location& location, const Keys& keys) {
    ATTUNE_TRY(const auto lock, lock_log(host, location, keys.store));
    ATTUNE_TRY(Identity identity, load_identity(host, location, keys.store));
    if (identity.public_key == keys.inbox.public_key) return {};
    ATTUNE_TRY(const std::uint64_t last, last_sequence(host, location, identity));
    identity.left.push_back(
        {key_fingerprint(identity.public_key), last, std::move(identity.device_key)});
    const auto now = key_fingerprint(keys.inbox.public_key);
    std::erase_if(identity.left, [&](const LeftRoot& left) { return left.fingerprint == now; });
    identity.epoch = keys.epoch;
    identity.public_key = keys.inbox.public_key;
    identity.device_key = keys.device_key(identity.device);
    return save_identity(host, location, identity);
}

}  // namespace

Status ensure_identity(host::Host& host, const Location& location, const Keys& keys) {
    auto existing = load_identity(host, location, keys.store);
    const crypto::Hash32 machine = machine_hash(host);
    if (existing && existing->machine == machine) {
        if (existing->epoch == keys.epoch && existing->public_key == keys.inbox.public_key) {
            // What a cut left of an earlier attempt.
            const std::string left =
                host::path_join(state_folder(location, keys.store), "identity.tmp");
            if (host.files.info(left)) static_cast<void>(host.files.unlink(left));
            return {};
        }
        if (keeps_its_root(host, location, *existing, keys)) return {};
        return change_root(host, location, keys);
    }
    if (!existing && existing.error().kind != ErrorKind::NotFound &&
        existing.error().kind != ErrorKind::Damaged) {
        return fail(std::move(existing).error());
    }
    const auto devices = list_devices(host, location, keys.store);
    if (devices && devices->size() >= kDevicesMax) {
        return fail(ErrorKind::Refused,
                    fmt::format("{} devices share this store already", devices->size()),
                    "'attune store devices retire DEVICE' on one of them makes room");
    }
    // A copied state folder on another machine becomes a device of its own; two machines never
    // write the same files.
    Identity identity;
    identity.store = keys.store;
    identity.epoch = keys.epoch;
    identity.public_key = keys.inbox.public_key;
    identity.machine = machine;
    host.environment.random(identity.device.bytes);
    identity.device_key = keys.device_key(identity.device);
    ATTUNE_CHECK(save_identity(host, location, identity));
    ATTUNE_TRY(const auto lock, lock_log(host, location, keys.store));
    // The hints of another device, or of none, would only mislead; the recent writes stay.
    Seen seen = load_seen(host, location, keys.store);
    seen.sequence = 0;
    seen.last_tag = {};
    static_cast<void>(save_seen(host, location, keys.store, seen));
    ATTUNE_TRY(const OpenSegment segment, start_segment(host, location, identity, 1));
    return {};
}

}  // namespace attune::vault
