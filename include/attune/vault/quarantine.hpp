#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attune/vault/session.hpp"

/// Pieces of inboxes that could not be verified: kept byte for byte in the image, never accepted in
/// silence, never dropped but with what is forgotten.
namespace attune::vault {

struct SetAside {
    crypto::Hash32 hash{};       ///< BLAKE2b-256 of its bytes; names it
    DeviceId device;             ///< whose inbox it stood in, or what its header says
    std::uint64_t sequence = 0;  ///< 0: it is no frame
    std::string reason;
    std::uint64_t bytes = 0;
    /// What it says, when it is a frame of this store and its box opens. Anybody who has the public
    /// key can seal a box, so this proves nothing about who wrote it.
    std::optional<InboxFrame> frame;
};

/// Everything that is set aside, by device and sequence.
[[nodiscard]] Result<std::vector<SetAside>> load_quarantine(db::Connection& connection,
                                                            const Keys& keys);

/// Takes a piece off the list, because it was accepted or because its record is forgotten. The
/// inbox that holds it stays read: its tag is among the folded ones.
[[nodiscard]] Status release_quarantined(db::Connection& connection, const crypto::Hash32& hash);

}  // namespace attune::vault
