#pragma once

#include "attune/vault/session.hpp"
#include "store/body.hpp"

namespace attune::store {

/// Puts the content of one inbox frame into the tables. Refused when it contradicts its frame; an
/// undo waits until the revision that it takes back, and the one before that, are there.
[[nodiscard]] Result<vault::FrameVerdict> apply_frame(db::Connection& connection,
                                                      const StoreId& store,
                                                      const vault::InboxFrame& frame);

/// Adds the revisions of another device's image that are above ours; returns how many.
[[nodiscard]] Result<std::uint64_t> merge_image(db::Connection& ours, db::Connection& theirs);

/// Both, for the vault.
[[nodiscard]] vault::Applier make_applier(const StoreId& store);

}  // namespace attune::store
