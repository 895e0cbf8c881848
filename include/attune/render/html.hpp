#pragma once

#include <string>

#include "attune/report/document.hpp"

namespace attune::render {

/// The document as one page that needs nothing else: style and drawings inside, no script, nothing
/// loaded from anywhere. It follows the reader's light or dark setting, fits a phone and a desk,
/// prints, and says every chart in words as well.
[[nodiscard]] std::string render_html(const report::Document& document);

}  // namespace attune::render
