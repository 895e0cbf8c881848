#pragma once

#include "attune/journal/record.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// Says the plans that are bound to a trigger or person of a record just written, on standard
/// error. Only where the store opens without a question; a locked log says nothing, and no trouble
/// with the plans is an error of the write before it. A plan that was set aside is not shown.
void show_plans(Context& context, const journal::Record& written);

}  // namespace attune::cli
