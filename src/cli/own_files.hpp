#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/base/result.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// The person's own definitions of one sort: every .toml file in this folder beside the config
/// file, as (path, text) sorted by name; hidden ones left out, none when there is no folder.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> load_own_files(
    Context& context, const std::string& folder, std::size_t limit);

/// The folder of that name beside the config file.
[[nodiscard]] std::string own_folder(const Context& context, std::string_view name);

}  // namespace attune::cli
