#pragma once

#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "cli/option_set.hpp"

namespace attune::cli {

/// Reads the arguments of one command into the targets of both sets. Every mistake is
/// ErrorKind::Usage in our own words. What is required is not asked for when help was.
[[nodiscard]] Status parse_arguments(const std::vector<std::string>& arguments, OptionSet& global,
                                     OptionSet& own);

}  // namespace attune::cli
