#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/option_set.hpp"

namespace attune::cli {

/// The script that a shell ("bash", "zsh", "fish") reads at its start: completion by the hidden
/// call of completion.hpp, and a guard that keeps lines with a person's own words out of the
/// shell's history. Nothing for another shell. `global` says which options may stand in front of
/// the verb.
[[nodiscard]] std::optional<std::string> completion_script(std::string_view shell,
                                                           const OptionSet& global);

}  // namespace attune::cli
