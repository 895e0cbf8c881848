#pragma once

#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"

namespace attune::query {

/// Every name of a person that the journal holds, as typed, in no promised order: those of entries
/// and those of the list of people.
[[nodiscard]] Result<std::vector<std::string>> known_names(db::Connection& database);

}  // namespace attune::query
