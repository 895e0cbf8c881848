#pragma once

#include "attune/vault/session.hpp"
#include "store/body.hpp"

namespace attune::store {

/// Puts the content of one inbox frame into the tables. False when it contradicts its frame, or
/// takes back something that is not there: the frame is then set aside.
[[nodiscard]] Result<bool> apply_frame(db::Connection& connection, const StoreId& store,
                                       const vault::InboxFrame& frame);

/// Adds the revisions of another device's image that are above ours; returns how many.
[[nodiscard]] Result<std::uint64_t> merge_image(db::Connection& ours, db::Connection& theirs);

/// Both, for the vault.
[[nodiscard]] vault::Applier make_applier(const StoreId& store);

}  // namespace attune::store
