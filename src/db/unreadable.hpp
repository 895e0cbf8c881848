#pragma once

#include <string>

#include "attune/base/error.hpp"

struct sqlite3;

namespace attune::db {

/// The error of a database that SQLite could not read: what the file below it says of the reason
/// (kWhyUnreadable), else Damaged with `message`.
[[nodiscard]] Error unreadable(sqlite3* handle, std::string message);

}  // namespace attune::db
