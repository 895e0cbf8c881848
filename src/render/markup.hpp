#pragma once

#include <string>
#include <string_view>

/// Escaping for pages: the one place where words of a person become markup.
namespace attune::render {

/// Text for the inside of an element or a quoted attribute: & < > " ' escaped, controls made
/// visible, never invalid UTF-8.
[[nodiscard]] std::string escape_markup(std::string_view text);

/// escape_markup, with "->" between blanks as an arrow, line breaks as blanks and no line break
/// before a percent sign.
[[nodiscard]] std::string page_text(std::string_view text);

}  // namespace attune::render
