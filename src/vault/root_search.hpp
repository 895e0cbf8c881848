#pragma once

#include <vector>

#include "attune/vault/keys.hpp"
#include "attune/vault/private_state.hpp"
#include "vault/folder.hpp"

/// Which header says how the store opens, and where its other roots are found.
namespace attune::vault {

struct KeyHeader {
    GenerationFile place;
    ParsedHeader header;
};

/// Of each root that some device's newest generation is sealed under the header of the newest such
/// generation: the newest root first. The epoch that puts them in order is only what headers say; a
/// secret that opens one proves it. Files of a later format are passed over while there is another.
/// Errors as newest_generation; `problems` gets why files were passed over.
[[nodiscard]] Result<std::vector<KeyHeader>> newest_headers(host::Host& host, const Folder& folder,
                                                            std::vector<Error>& problems);

/// The headers of conflicted copies that stand at least where `newest` does, newest first: what was
/// changed there about secrets may stand nowhere else.
[[nodiscard]] std::vector<KeyHeader> copied_headers(host::Host& host, const Folder& folder,
                                                    const KeyHeader& newest);

/// TooNew when the newest generation of this machine itself is of a later format: another machine's
/// may be, but what this one wrote last has to be read.
[[nodiscard]] Status check_own_format(host::Host& host, const Location& location,
                                      const Folder& folder, const StoreId& store);

/// Puts the generations of each device in the order of (epoch, number), newest first, and keeps the
/// devices where they are: whoever holds an old root can write files with high numbers, but none of
/// the newest epoch. A file whose header does not hold keeps its place by number.
void order_by_epoch(host::Host& host, Folder& folder);

/// Tries one secret on the slots of a header.
using TryHeader = std::function<Result<Keys>(const ParsedHeader&)>;

/// Adds the other roots of the store to `keys`: those that images under known roots hold, and where
/// a generation is under none of these, what `try_header` (may be empty) opens in its header. What
/// cannot be found stays unknown.
void find_other_roots(host::Host& host, const Folder& folder, Keys& keys,
                      const TryHeader& try_header);

}  // namespace attune::vault
