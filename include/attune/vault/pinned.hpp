#pragma once

#include "attune/host/host.hpp"
#include "attune/vault/location.hpp"

namespace attune::vault {

/// True when the newest header of the store names another key than the one this machine seals to:
/// the key was rotated on another machine, or somebody altered the header. Without a secret nobody
/// can tell which, and what is logged goes on under the key that an unlock here has proved.
[[nodiscard]] bool seals_to_another_key(host::Host& host, const Location& location);

}  // namespace attune::vault
