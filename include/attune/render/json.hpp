#pragma once

#include <string>
#include <string_view>

#include "attune/report/document.hpp"
#include "attune/report/machine.hpp"

namespace attune::render {

/// The newest shape of the JSON documents. Adding a member does not change it.
inline constexpr int kJsonSchema = 1;

/// One JSON document with `schema`, `report`, the machine values of the document in their order and
/// `suppressed` (name to rule). UTF-8, indented, ending in a line break; numbers in the shortest
/// form that reads back the same; controls and bidirectional overrides escaped. Numbers that are
/// not finite become null.
[[nodiscard]] std::string render_json(const report::Document& document);

/// A JSON document in which every control character and bidirectional override of its strings is
/// written as an escape, so that it can be shown by a terminal. The document stays the same.
[[nodiscard]] std::string escape_hidden(std::string_view json);

/// One value alone, without a line break at its end.
[[nodiscard]] std::string render_json(const report::Machine& value);

}  // namespace attune::render
