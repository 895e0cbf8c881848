#pragma once

#include "attune/vault/session.hpp"
#include "store/body.hpp"

namespace attune::store {

/// Puts the content of one inbox frame into the tables. Refused when it contradicts its frame; an
/// undo waits until the revision that it takes back, and the one before that, are there.
[[nodiscard]] Result<vault::FrameVerdict> apply_frame(db::Connection& connection,
                                                      const StoreId& store,
                                                      const vault::InboxFrame& frame);

/// The same for a frame that was set aside and is accepted by a person; `hash` is that of its
/// bytes. What it says counts as written by nobody that is known: its origin is named by `hash`, so
/// that every device names the same, and the number in it is nobody's. Refused also when its record
/// is forgotten.
[[nodiscard]] Result<vault::FrameVerdict> accept_frame(db::Connection& connection,
                                                       const StoreId& store,
                                                       const vault::InboxFrame& frame,
                                                       const crypto::Hash32& hash);

/// Adds the revisions of another device's image that are above ours, and forgets what was forgotten
/// there; returns how many changes that made. TooNew when the image needs a newer program.
[[nodiscard]] Result<std::uint64_t> merge_image(db::Connection& ours, db::Connection& theirs);

/// The same, and looks at every revision there whatever its number: two writes of one device may
/// carry one number when its private state was lost.
[[nodiscard]] Result<std::uint64_t> merge_whole_image(db::Connection& ours, db::Connection& theirs);

/// Marks what is forgotten as gone from `generation` on; says which older ones may still hold it.
[[nodiscard]] Result<vault::Sealing> seal_generation(db::Connection& connection,
                                                     std::uint64_t generation);

/// True when a frame speaks of a record that is forgotten; BadInput when it cannot be read.
[[nodiscard]] Result<bool> is_forgotten(db::Connection& connection, const StoreId& store,
                                        const vault::InboxFrame& frame);

/// All of it, for the vault. `keys` must outlive it.
[[nodiscard]] vault::Applier make_applier(const vault::Keys& keys);

}  // namespace attune::store
