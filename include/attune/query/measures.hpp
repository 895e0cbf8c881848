#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"

namespace attune::query {

/// What was measured under one name in one unit.
struct MeasureUse {
    std::string name;
    std::string unit;        ///< empty for bare numbers
    std::int64_t times = 0;  ///< values, whatever their phase
    double last_number = 0;  ///< the newest one
    std::string last_phase;
    CivilDay last_day;
};

/// Every measure of the journal, by name and then unit.
[[nodiscard]] Result<std::vector<MeasureUse>> load_measures(db::Connection& database);

/// The unit that this name was measured in last; nothing when it never was.
[[nodiscard]] Result<std::optional<std::string>> find_unit(db::Connection& database,
                                                           std::string_view name);

}  // namespace attune::query
