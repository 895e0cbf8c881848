#pragma once

#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/definition/settings.hpp"

namespace attune::definition {

/// The keys outside of tables whose value is a single one, known or not, of the right type or not,
/// with their places; values are left empty. BadInput when the file is no TOML.
[[nodiscard]] Result<Config> find_lines(std::string_view toml, const std::string& path);

}  // namespace attune::definition
