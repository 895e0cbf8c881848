#pragma once

#include <string>

#include "attune/report/document.hpp"

/// What every renderer says of bars in the same way.
namespace attune::render {

/// The text of a bar, or its number with the ends of its interval: "7", "7 (4 to 11)".
[[nodiscard]] std::string bar_words(const report::Bar& bar);

/// The amount of a whole line; 0 when every amount is.
[[nodiscard]] double bars_full(const report::Bars& bars);

}  // namespace attune::render
