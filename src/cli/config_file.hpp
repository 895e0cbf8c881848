#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

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

/// Who decided, in the words of machine output: "default", "config", "environment" or "flag".
[[nodiscard]] std::string_view origin_name(Origin origin);

/// A setting and what holds for it as JSON: key, value, origin, where, default.
[[nodiscard]] nlohmann::ordered_json setting_json(const definition::Setting& setting,
                                                  const Held& held);

}  // namespace attune::cli
