#pragma once

#include "attune/db/connection.hpp"
#include "attune/vault/keys.hpp"
#include "attune/vault/private_state.hpp"

/// Table left_root of an image: the last sequence number that a device wrote under a root before it
/// went over to a newer one. A frame under that root with a higher number was made by somebody else
/// who still holds the old root, and is set aside.
namespace attune::vault {

/// Takes down the roots this machine has left. True when that was news to the image.
[[nodiscard]] Result<bool> record_left_roots(db::Connection& connection, const Identity& identity);

/// Takes over what another device's image, sealed under `sealed_by`, says of roots older than that.
/// Of two numbers the lower one counts. Returns how many rows changed.
[[nodiscard]] Result<std::uint64_t> merge_left_roots(db::Connection& ours, db::Connection& theirs,
                                                     const Keys& keys, const Keys& sealed_by);

/// True when `device` had left the root of `fingerprint` before it came to `sequence`.
[[nodiscard]] Result<bool> had_left_root(db::Connection& connection, const DeviceId& device,
                                         const std::array<std::uint8_t, 8>& fingerprint,
                                         std::uint64_t sequence);

}  // namespace attune::vault
