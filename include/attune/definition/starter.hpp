#pragma once

#include <string>
#include <string_view>

#include "attune/base/result.hpp"

namespace attune::definition {

/// A commented questionnaire file to start from, with this id (`my-questions`, say). It is in order
/// as it is: `attune quiz check` finds nothing to say of it. Usage when the id cannot be one, with
/// what an id looks like.
[[nodiscard]] Result<std::string> starter_questionnaire(std::string_view id);

}  // namespace attune::definition
