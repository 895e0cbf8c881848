#pragma once

#include <string>

#include "attune/report/document.hpp"

namespace attune::render {

/// The document as Markdown that common readers agree on: headings, paragraphs, lists and tables
/// with pipes. Charts are what they say in words and their twins; bars and scores are tables.
/// Sections meant for a page are in it. Words of the person are escaped, so that nothing of theirs
/// becomes markup or raw HTML, and their controls are made visible. One line break at the end.
[[nodiscard]] std::string render_markdown(const report::Document& document);

}  // namespace attune::render
