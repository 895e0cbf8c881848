#pragma once

#include <optional>
#include <string>

#include "cli/option_set.hpp"

namespace attune::cli {

/// Options that mean the same for every command, before or behind its name.
struct GlobalOptions {
    std::optional<std::string> store;
    std::optional<std::string> key_file;
    std::optional<std::string> passphrase_file;
    std::optional<long long> passphrase_fd;
    bool json = false;
    bool porcelain = false;
    std::optional<std::string> color;
    bool accessible = false;
    bool ascii = false;
    bool no_input = false;
    bool no_pager = false;
    bool quiet = false;
    bool verbose = false;
    bool short_help = false;
    bool full_help = false;
    bool version = false;
};

void describe(OptionSet& options, GlobalOptions& global);

}  // namespace attune::cli
