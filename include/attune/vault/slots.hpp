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

/// A secret that is to open the store under its new root.
struct KeptSecret {
    const GivenSecret* secret = nullptr;
    bool low_memory = false;  ///< of a passphrase: 64 MiB instead of 256 MiB
};

/// What a rotation came to.
struct Rotated {
    Keys keys;                  ///< the new root, with the older ones
    std::vector<SlotId> added;  ///< in the order of the secrets kept
    /// Paths of generations in the folder that are still sealed under an older root.
    std::vector<std::string> still_open;
};

/// Gives the store a new root, which only the kept secrets open. Older roots stay inside the image,
/// so that everything that was sealed under them still opens for those who hold the new one.
///
/// The new generation is opened with every kept secret before it gets its name: at every step the
/// store opens with the old secrets or with the kept ones. Behind it this machine seals to the new
/// root, and a second generation takes that down.
///   Usage    no secret would be kept
///   Refused  there would be more than 8
/// and the errors of fold.
[[nodiscard]] Result<Rotated> rotate_root(host::Host& host, const Location& location,
                                          const Keys& keys, const Applier& applier,
                                          const std::vector<KeptSecret>& kept);

}  // namespace attune::vault
