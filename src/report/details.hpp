#pragma once

#include <string>
#include <string_view>

#include "attune/base/civil_day.hpp"

namespace attune::report {

/// The command that explains this report: "attune report month --explain", with its days where they
/// are over, since without them another month would be explained.
[[nodiscard]] std::string details_command(std::string_view kind, CivilDay first, CivilDay last,
                                          CivilDay today);

}  // namespace attune::report
