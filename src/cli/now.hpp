#pragma once

#include "attune/base/result.hpp"
#include "attune/host/host.hpp"
#include "attune/journal/when.hpp"

namespace attune::cli {

/// The moment of typing and the zone it is typed in: what dates on the command line are read
/// against. Usage when the zone's name is unknown to the system.
[[nodiscard]] Result<journal::Now> current_now(host::Host& host);

}  // namespace attune::cli
