#pragma once

#include <string>

namespace attune::vault {

/// Where a store lives: its folder (may be synced between machines) and the root of the private
/// state, under which each store has a folder named by its id (never synced).
struct Location {
    std::string folder;
    std::string state_root;
};

}  // namespace attune::vault
