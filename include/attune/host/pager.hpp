#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/base/result.hpp"

namespace attune::host {

/// Runs `command` by the shell on our terminal with `text` as its standard input, through a pipe
/// and nothing else, and waits until it ends. `variables` are set for it. Ctrl-C is meant for it
/// alone meanwhile; that it stops reading early is fine. False when there is no such command, and
/// nothing was shown.
[[nodiscard]] Result<bool> feed_pager(
    const std::string& command, const std::vector<std::pair<std::string, std::string>>& variables,
    std::string_view text);

}  // namespace attune::host
