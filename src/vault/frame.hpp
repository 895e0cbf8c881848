#pragma once

#include <optional>
#include <string_view>

#include "attune/crypto/primitives.hpp"
#include "attune/vault/keys.hpp"
#include "vault/format.hpp"

namespace attune::vault {

/// One frame of an inbox segment. Bytes: docs/store_format.md, "Inbox frame".
struct FrameHeader {
    std::uint16_t size_class = 0;
    DeviceId device;
    std::uint64_t sequence = 0;
    StoreId store;
    std::array<std::uint8_t, 8>
        key_fingerprint{};      ///< start of BLAKE2b-256 of the public key sealed to
    crypto::Hash32 previous{};  ///< tag of the frame before, zeros for the first
};

/// A frame inside a buffer: its header, and views of its parts.
struct FrameView {
    FrameHeader header;
    ByteView whole;
    ByteView sealed;  ///< body as crypto_box_seal left it
    crypto::Hash32 tag{};
};

/// The smallest class that holds `bytes`; nothing above 1 MiB.
[[nodiscard]] std::optional<std::uint16_t> frame_class_for(std::size_t bytes);
[[nodiscard]] std::size_t frame_bytes(std::uint16_t size_class);
[[nodiscard]] std::array<std::uint8_t, 8> key_fingerprint(const crypto::PublicKey& key);

/// A whole frame. `body` must fit into 1 MiB.
[[nodiscard]] Bytes encode_frame(FrameHeader header, ByteView body, const crypto::PublicKey& to,
                                 const crypto::Secret& device_key);

/// The frame that starts at `at`, when magic, version, class and both lengths fit. Says nothing
/// about its tag.
[[nodiscard]] std::optional<FrameView> frame_at(ByteView segment, std::size_t at);
[[nodiscard]] bool frame_tag_holds(const FrameView& frame, const crypto::Secret& device_key);
/// The body without its padding; nothing when it does not open.
[[nodiscard]] std::optional<Bytes> open_frame(const FrameView& frame, const crypto::BoxPair& pair);

/// The pieces of a segment in order: frames whose structure holds, and runs of bytes that are none.
struct SegmentPiece {
    std::size_t offset = 0;
    std::size_t size = 0;
    std::optional<FrameView> frame;  ///< absent for bytes that are no frame
};
[[nodiscard]] std::vector<SegmentPiece> split_segment(ByteView segment);

}  // namespace attune::vault
