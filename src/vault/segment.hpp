#pragma once

#include <memory>

#include "attune/vault/private_state.hpp"
#include "vault/folder.hpp"
#include "vault/frame.hpp"

namespace attune::vault {

/// The open segment that this device appends to, with the place of its end.
struct OpenSegment {
    std::string path;
    std::unique_ptr<host::File> file;
    std::uint64_t size = 0;  ///< bytes of whole frames
    std::uint64_t first_sequence = 1;
    std::uint64_t last_sequence = 0;  ///< first_sequence - 1 when it holds no frame yet
    crypto::Hash32 last_tag{};        ///< zeros when it holds no frame yet
};

/// True when this device made the frame, under the root it seals to or one that it has left.
[[nodiscard]] bool is_own_frame(const FrameView& frame, const Identity& identity);

/// The newest segment of this device, or a new one that starts behind `seen`. An incomplete or
/// foreign tail is moved to
/// `<segment>.torn` and cut off. The caller holds log.lock.
[[nodiscard]] Result<OpenSegment> open_own_segment(host::Host& host, const Location& location,
                                                   const Identity& identity, const Seen& seen);

/// Makes an empty segment whose first frame takes `first_sequence`, durably. The caller holds
/// log.lock.
[[nodiscard]] Result<OpenSegment> start_segment(host::Host& host, const Location& location,
                                                const Identity& identity,
                                                std::uint64_t first_sequence);

/// Frames that could not be written to the store folder and were kept in the private state or the
/// runtime folder: paths of files that hold one whole frame each.
[[nodiscard]] std::vector<std::string> list_spare_frames(host::Host& host, const Location& location,
                                                         const StoreId& store);
/// Writes one such file, durably, where it can.
[[nodiscard]] Status keep_spare_frame(host::Host& host, const Location& location,
                                      const StoreId& store, std::uint64_t sequence, ByteView frame);

}  // namespace attune::vault
