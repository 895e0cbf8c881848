#pragma once

#include <string>
#include <string_view>

#include "attune/report/document.hpp"
#include "cli/screen.hpp"

/// How documents take the form that was asked for.
namespace attune::cli {

/// The form a name of a file speaks of: "html" (.html, .htm), "json", "md" (.md, .markdown) or
/// "csv"; "text" for any other.
[[nodiscard]] std::string form_of_name(std::string_view name);

/// The document as text, html, md, json or csv. Text fits the screen, or 80 columns and no colour
/// with `to_file`.
[[nodiscard]] std::string render_as(const report::Document& document, std::string_view form,
                                    bool to_file, const Screen& screen);

}  // namespace attune::cli
