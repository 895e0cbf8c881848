#pragma once

#include "attune/store/library.hpp"
#include "attune/vault/session.hpp"
#include "store/rows.hpp"

namespace attune::store {

/// What an open library holds; shared by the files that implement its parts.
struct Library::State {
    host::Host& host;
    vault::Location location;
    const vault::Keys& keys;
    vault::Session session;
    Rows rows;
    std::vector<std::string> warnings = {};
    bool is_rotated = false;  ///< the root was changed: `keys` are not the newest any more
};

}  // namespace attune::store
