#pragma once

#include <chrono>
#include <string_view>

#include "attune/base/result.hpp"

namespace attune::cli {

/// A length of time as people type it: 30s, 15m, 2h, 1h30, 1h30m, 45 sec, 1 hour. Usage for
/// anything else, for a bare number and for more than a year.
[[nodiscard]] Result<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace attune::cli
