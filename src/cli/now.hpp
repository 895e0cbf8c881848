#pragma once

#include "attune/base/result.hpp"
#include "attune/journal/when.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// The moment of typing and the zone it is typed in: what dates on the command line are read
/// against, with the day, the week and the order of dates as the person set them. Usage when the
/// zone's name is unknown to the system.
[[nodiscard]] Result<journal::Now> current_now(Context& context);

}  // namespace attune::cli
