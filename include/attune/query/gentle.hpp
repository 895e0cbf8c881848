#pragma once

#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"

namespace attune::query {

/// True when the entries say that it is much just now, by coded values alone; no text is ever
/// looked at:
///   1. three or more entries of the last 7 days with a peak of 9 or 10 that is not one of the
///      `pleasant` feelings (slugs): a day of great joy asks for no help; or
///   2. of the last 10 outcomes 5 or more are "worse", within the last 28 days; or
///   3. an entry of the last 7 days that the person tagged "unsafe".
/// "Unsafe" is a word of any facet, as in --context unsafe. `today` counts as one of the days. It
/// is no finding about anybody: it only decides whether 'attune support' is mentioned.
[[nodiscard]] Result<bool> is_much_just_now(db::Connection& database, CivilDay today,
                                            const std::vector<std::string>& pleasant);

}  // namespace attune::query
