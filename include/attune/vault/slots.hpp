#pragma once

#include <vector>

#include "attune/vault/session.hpp"

namespace attune::vault {

/// What to do to the list of secrets that open a store. Everything in one change stands in one new
/// generation.
struct SlotChange {
    std::vector<SlotId> remove;
    std::vector<const GivenSecret*> add;
    bool low_memory = false;  ///< for added passphrases: 64 MiB instead of 256 MiB
};

/// What a change of slots came to.
struct SlotsChanged {
    std::vector<SlotId> added;
    /// Paths of older generations that are still in the folder and open with what was removed.
    std::vector<std::string> still_open;
};

/// Changes the secrets of a store. The new generation is opened with every added secret before it
/// gets its name, so that no step of the change can lock anybody out.
///   NotFound  a slot to remove is not there (or was removed before)
///   Refused   no slot would be left, or there would be more than 8
/// and the errors of fold.
[[nodiscard]] Result<SlotsChanged> change_slots(host::Host& host, const Location& location,
                                                const Keys& keys, const Applier& applier,
                                                const SlotChange& change);

}  // namespace attune::vault
