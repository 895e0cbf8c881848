#pragma once

#include <string>
#include <vector>

#include "attune/db/connection.hpp"
#include "vault/slot.hpp"

/// Tables slot and root of an image: which secrets open the store, as data that devices merge.
///
/// Invariants:
///   1. The slots that count (`removed` 0) of an image all open its newest root, which is the one
///   the
///      image is sealed under. So every header opens with the slots that stand in it.
///   2. A slot that was removed never comes back, except where nothing else would be left.
///   3. Nothing that is sealed under an older root changes slots of a newer one.
namespace attune::vault {

/// Values of slot.removed.
inline constexpr int kSlotCounts = 0;
inline constexpr int kSlotRemoved = 1;  ///< by a person
inline constexpr int kSlotRetired = 2;  ///< it opens a root that is not the newest any more

[[nodiscard]] Status make_slot_tables(db::Connection& connection, const Keys& keys,
                                      const std::vector<Slot>& slots, std::uint64_t clock);

/// The slots that stand in the header of the next generation.
[[nodiscard]] Result<std::vector<Slot>> load_slots(db::Connection& connection);

[[nodiscard]] Status insert_slot(db::Connection& connection, const Slot& slot, std::uint32_t epoch,
                                 std::int64_t clock);

/// The root an image is to be sealed under, the older ones of the image with it.
[[nodiscard]] Result<Keys> load_roots(db::Connection& connection, const StoreId& store);

/// Makes `keys` the newest root: every slot so far is retired.
[[nodiscard]] Status insert_root(db::Connection& connection, const Keys& keys);

/// Brings in slots, removals and roots of another device's image, which is sealed under
/// `sealed_by`. Returns how many rows changed. What a person would not expect is said in
/// `warnings`.
[[nodiscard]] Result<std::uint64_t> merge_slots(db::Connection& ours, db::Connection& theirs,
                                                const Keys& sealed_by,
                                                std::vector<std::string>& warnings);

}  // namespace attune::vault
