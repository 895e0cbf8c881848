#pragma once

#include "attune/query/filter.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// Prints every entry that fits, as text, --json or --porcelain; says on standard error when there
/// is none. The text of an unlimited list without any wish ends after the newest few and says so.
[[nodiscard]] Status print_matches(Context& context, query::Filter filter, query::Order order);

}  // namespace attune::cli
