#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/ids.hpp"
#include "attune/crypto/primitives.hpp"
#include "attune/host/host.hpp"
#include "attune/vault/location.hpp"

/// What this machine keeps for itself, in `<state root>/<store id>/`, never synced.
namespace attune::vault {

/// A root that this machine sealed records to before it went over to a newer one.
struct LeftRoot {
    std::array<std::uint8_t, 8> fingerprint{};  ///< of its inbox public key
    std::uint64_t last_sequence = 0;            ///< the last one written under it
    crypto::Secret device_key;                  ///< this device's under that root
};

/// File `identity`: written at init and at the first unlock on a machine, durably. Enough to add
/// sealed records, not to read any.
struct Identity {
    StoreId store;
    DeviceId device;
    std::uint32_t epoch = 1;
    crypto::PublicKey public_key{};  ///< pinned: an unlock derived it from the root
    crypto::Hash32 machine{};        ///< hash of the machine id
    crypto::Secret device_key;
    std::vector<LeftRoot> left;  ///< oldest first
};

/// One of the last writes: what the store made of it, without content. `what` is the store's own
/// code.
struct SeenWrite {
    RecordId record;
    RevisionId revision;
    std::uint64_t time_ms = 0;
    std::uint8_t what = 0;
};

/// Something this machine warned of: it is said once, and stands in `store devices` until accepted.
struct Told {
    enum class What : std::uint8_t { OlderGeneration = 1, ClockAhead = 2, UnreadCopy = 3 };
    DeviceId device;
    What what = What::OlderGeneration;
    std::uint64_t value = 0;  ///< OlderGeneration: where the device stood, 0 when it was gone;
                              ///< UnreadCopy: a hash of their names

    friend bool operator==(const Told&, const Told&) = default;
};

/// File `seen`: hints that may be lost. Written without fsync.
struct Seen {
    std::uint64_t sequence = 0;  ///< highest sequence given out
    crypto::Hash32 last_tag{};   ///< tag of that frame
    std::uint64_t clock = 0;
    std::uint64_t entry_count = 0;
    std::vector<SeenWrite> writes;                  ///< newest first, at most 20
    std::map<DeviceId, std::uint64_t> generations;  ///< highest seen of each device
    std::int32_t keyring_serial = 0;                ///< 0 when the keyring holds nothing of ours
    std::string keyring_name;
    std::vector<Told> told;                ///< at most 255
    std::uint64_t highest_generation = 0;  ///< of any device, also where `generations` was accepted
                                           ///< as lower: numbers are never given out twice
    /// Why the file, which is there, could not be read; save_seen then leaves it as it is.
    std::optional<Error> unread;
};

[[nodiscard]] std::string state_folder(const Location& location, const StoreId& store);

/// NotFound when this machine has none for the store; Damaged when it does not hold together.
[[nodiscard]] Result<Identity> load_identity(host::Host& host, const Location& location,
                                             const StoreId& store);
[[nodiscard]] Status save_identity(host::Host& host, const Location& location,
                                   const Identity& identity);
/// BLAKE2b of this machine's id.
[[nodiscard]] crypto::Hash32 machine_hash(host::Host& host);

/// What could be read; an absent or damaged file gives the empty one.
[[nodiscard]] Seen load_seen(host::Host& host, const Location& location, const StoreId& store);
[[nodiscard]] Status save_seen(host::Host& host, const Location& location, const StoreId& store,
                               const Seen& seen);

}  // namespace attune::vault
