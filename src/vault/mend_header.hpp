#pragma once

#include <optional>

#include "vault/sealed_header.hpp"

namespace attune::vault {

/// What a damaged header still gives.
struct MendedHeader {
    ParsedHeader header;
    bool changed = false;  ///< some byte was put right
    /// True when the checksum vouches for every byte. Otherwise only the slots are of use: each
    /// speaks for itself when a secret opens it.
    bool is_exact = false;
};

/// Reads a header that may be damaged. One changed byte anywhere in it is found by trying, because
/// the checksum needs no key; so is a checksum that was overwritten, once `vault_key` is given.
/// Takes up to some seconds. Nothing when not even slots can be told.
[[nodiscard]] std::optional<MendedHeader> mend_header(host::File& file,
                                                      const crypto::Secret* vault_key = nullptr);

}  // namespace attune::vault
