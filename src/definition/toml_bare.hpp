#pragma once

#include <optional>
#include <string_view>

#include "attune/definition/problem.hpp"

namespace attune::definition {

/// The first character beyond ASCII that stands outside quotes and comments of a TOML text, where
/// TOML 1.0 allows none. toml++ 3 must never meet one there: for most of them it runs into a place
/// it calls unreachable.
[[nodiscard]] std::optional<Position> find_bare_letter(std::string_view text);

}  // namespace attune::definition
