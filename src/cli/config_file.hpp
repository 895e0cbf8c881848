#pragma once

#include <string>

#include "attune/base/result.hpp"
#include "attune/definition/settings.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// The text of the config file; an empty one when there is none.
[[nodiscard]] Result<std::string> load_config_text(Context& context);

/// Replaces the config file, whose folder is made when it is missing. A link is left to the person:
/// Refused, saying so.
[[nodiscard]] Status save_config_text(Context& context, const std::string& text);

/// The setting of a key. Usage with the nearest key when there is none.
[[nodiscard]] Result<const definition::Setting*> known_setting(const std::string& key);

}  // namespace attune::cli
