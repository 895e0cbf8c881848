#pragma once

#include <optional>

#include "attune/base/result.hpp"
#include "attune/definition/form.hpp"
#include "cli/context.hpp"
#include "cli/exit_code.hpp"

namespace attune::cli {

/// Shows one record of the form's kind, picked by `seed` (by chance without one). None comes twice
/// before all were seen; then a new round starts, and not with the one seen last.
///
/// What was seen is remembered on this machine alone, in the private state, as keyed marks among
/// random ones: the file holds no ids and no counts.
[[nodiscard]] Result<ExitCode> draw_note(Context& context, const definition::Form& form,
                                         std::optional<long long> seed);

}  // namespace attune::cli
