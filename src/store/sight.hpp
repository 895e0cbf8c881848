#pragma once

#include <string>

#include "attune/vault/devices.hpp"

namespace attune::store {

/// Clocks of other devices, and the highest number of this one. A clock up to a day ahead is
/// adopted, so that what is written here next stands behind what was read; one further ahead is
/// kept with its record, told of once, and followed by nobody.
[[nodiscard]] Result<vault::Sight> sight_of(host::Host& host, const vault::Location& location,
                                            const vault::Keys& keys, vault::Session& session);

/// What is said of such a clock.
[[nodiscard]] std::string clock_warning(const vault::Told& told);

}  // namespace attune::store
