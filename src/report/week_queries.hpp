#pragma once

#include <string>
#include <vector>

namespace attune::report {

/// The statements of load_week_data that read rows, for a test that asks SQLite how it would run
/// them.
[[nodiscard]] std::vector<std::string> week_queries();

}  // namespace attune::report
