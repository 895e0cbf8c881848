#pragma once

#include "attune/store/recovery.hpp"
#include "cli/screen.hpp"

namespace attune::cli {

/// What a repair found, where it keeps damaged files, and which records it could not bring back.
[[nodiscard]] Status print_repair(const store::RepairReport& report, Screen& screen);

}  // namespace attune::cli
