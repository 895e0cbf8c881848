#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// One line of words asked for on the terminal; nothing when the person left. `?` shows
/// `explanation` and asks again. Interrupted, with what was typed kept as a draft, on Ctrl-C.
[[nodiscard]] Result<std::optional<std::string>> ask_for_words(Context& context,
                                                               const std::string& question,
                                                               std::string_view explanation);

/// The text of standard input, without the line end behind it.
[[nodiscard]] Result<std::string> read_words(Context& context);

}  // namespace attune::cli
