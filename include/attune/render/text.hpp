#pragma once

#include <string>

#include "attune/report/document.hpp"

namespace attune::render {

struct TextOptions {
    int width = 80;       ///< columns; values below 40 count as 40
    bool colour = false;  ///< never the only carrier of meaning
    bool ascii = false;   ///< every character outside ASCII gets a twin or '?'
    bool accessible =
        false;  ///< "label: value" lines, numbers without bars, no rules made of signs
};

/// The document as lines for a terminal, each ending in a line break. Words of the person are made
/// visible first: no control character of theirs reaches the terminal. Sections and charts that are
/// meant for a page alone are left out. Cells are measured and padded before any colour is added.
[[nodiscard]] std::string render_text(const report::Document& document, const TextOptions& options);

}  // namespace attune::render
