#pragma once

#include <string>
#include <string_view>

#include "attune/journal/record.hpp"

/// Finding one part of a record by its name.
namespace attune::journal {

/// The first number under this key and phase; nullptr when there is none. Valid as long as the
/// record stays as it is.
[[nodiscard]] const Value* find_value(const Record& record, std::string_view key,
                                      std::string_view phase);

/// The text of the first field of this name; nullptr when there is none. Valid as long as the
/// record stays as it is.
[[nodiscard]] const std::string* find_field(const Record& record, std::string_view name);

}  // namespace attune::journal
