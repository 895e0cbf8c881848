#pragma once

#include <string_view>

#include "attune/query/filter.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// Says on standard error that no entry fits, or that there is none yet when nothing was asked for,
/// and `consequence` behind it. A wish that no entry of any day fits is named, with the nearest
/// word that would have: a slip of the hand looks like a quiet week otherwise.
[[nodiscard]] Status tell_nothing_fits(Context& context, const query::Filter& filter,
                                       std::string_view consequence = {});

}  // namespace attune::cli
