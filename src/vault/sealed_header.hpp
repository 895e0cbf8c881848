#pragma once

#include <string>
#include <vector>

#include "attune/host/files.hpp"
#include "vault/slot.hpp"

namespace attune::vault {

/// What stands in front of the chunks of a generation. Bytes: docs/store_format.md, "Sealed file".
struct SealedHeader {
    StoreId store;
    DeviceId device;
    std::uint32_t epoch = 1;
    std::uint64_t generation = 0;
    crypto::Hash32 salt{};
    crypto::PublicKey public_key{};
    std::uint32_t chunk_count = 0;
    std::vector<Slot> slots;
};

/// A header as read, with the two sums behind it. The checksum has been verified, the commitment
/// needs a key.
struct ParsedHeader {
    SealedHeader header;
    Bytes bytes;                     ///< H
    crypto::Hash32 commitment{};     ///< C
    crypto::Hash32 checksum{};       ///< S
    std::uint64_t prefix_bytes = 0;  ///< where the first chunk starts
};

/// The key that seals the chunks of one generation, and the commitment to it.
struct GenerationKey {
    crypto::Secret key;           ///< K
    crypto::Hash32 commitment{};  ///< C
};

[[nodiscard]] Bytes encode_header(const SealedHeader& header);
[[nodiscard]] GenerationKey generation_key(const crypto::Secret& vault_key, ByteView header_bytes);
[[nodiscard]] crypto::Hash32 header_checksum(ByteView header_bytes,
                                             const crypto::Hash32& commitment);

/// Reads and checks the header of an open file; `name` is for messages. Damaged when magic, bounds
/// or checksum do not hold, TooNew for a later format.
[[nodiscard]] Result<ParsedHeader> read_header(host::File& file, const std::string& name);

/// The keys of the root that a header says it is sealed under. WrongSecret when that root is not
/// known; AlteredHeader when it is known and the header gives it another epoch. `name` is for
/// messages.
[[nodiscard]] Result<const Keys*> root_of(const Keys& keys, const ParsedHeader& header,
                                          const std::string& name);

/// Bytes of image behind a header in a file of `file_bytes`; Damaged when file size and chunk count
/// disagree.
[[nodiscard]] Result<std::uint64_t> image_bytes_in(const ParsedHeader& header,
                                                   std::uint64_t file_bytes,
                                                   const std::string& name);

/// The size to which an image is padded: at most 12 % more, at least 64 KiB (Padmé: Nikitin et al.
/// 2019, PETS, "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs").
[[nodiscard]] std::uint64_t padded_image_bytes(std::uint64_t bytes);

}  // namespace attune::vault
