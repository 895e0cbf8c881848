#pragma once

#include "vault/bookkeeping.hpp"
#include "vault/image_vfs.hpp"

namespace attune::vault {

/// A generation opened as a database. Destroyed from the bottom up: connection, VFS, image.
struct OpenBase {
    GenerationFile place;
    crypto::Hash32 checksum{};
    bool fell_back = false;  ///< a newer one was passed over because it is damaged
    std::unique_ptr<SealedImage> image;
    std::unique_ptr<ImageVfs> vfs;
    std::unique_ptr<db::Connection> connection;
};

/// Opens the newest generation of `own` when that device has one, else the newest of any device.
/// With `fall_back`, a damaged one (and each of `damaged`) is passed over for an older one and
/// named in `warnings`; without, it is the error.
[[nodiscard]] Result<OpenBase> open_base(host::Host& host, const Folder& folder, const Keys& keys,
                                         const std::optional<DeviceId>& own, bool fall_back,
                                         const std::vector<DamagedGeneration>& damaged,
                                         std::vector<std::string>& warnings);

/// True when the header of the file was sealed by somebody who has the keys. A number in a name
/// alone is neither counted on nor remembered.
[[nodiscard]] bool is_authentic(host::Host& host, const GenerationFile& place, const Keys& keys);

/// Adds the frames that were kept outside the store folder to the segments.
[[nodiscard]] Status load_spares(host::Host& host, const Location& location, const StoreId& store,
                                 std::vector<LoadedSegment>& segments);

}  // namespace attune::vault
