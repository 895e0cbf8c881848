#pragma once

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"

/// Functions for SQL that SQLite lacks.
namespace attune::db {

/// median(x): the middle one of the numbers of a group, the mean of the two in the middle for an
/// even count. What is NULL or no number is left out; NULL when nothing is left.
[[nodiscard]] Status define_median(Connection& connection);

}  // namespace attune::db
