#pragma once

#include <string>

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

/// One value alone, without a line break at its end.
[[nodiscard]] std::string render_json(const report::Machine& value);

}  // namespace attune::render
