#pragma once

#include <string>
#include <vector>

#include "attune/host/host.hpp"

namespace attune::cli {

/// Does what the words behind the program's name ask for and gives back the exit code of
/// commands.md. Everything it sees and changes goes through `host`.
[[nodiscard]] int run(const std::vector<std::string>& arguments, host::Host& host);

}  // namespace attune::cli
