#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/journal/record.hpp"
#include "cli/screen.hpp"

/// Records as a person reads them in lists and one at a time, and as scripts do.
namespace attune::cli {

/// One record of a list: id, time, kind unless it is a trigger, summary; the text on a line below,
/// cut to the width. In accessible mode label: value lines instead.
[[nodiscard]] Status print_listed(Screen& screen, const journal::Record& record,
                                  std::string_view short_id, CivilDay today);

/// Everything a record holds, as label and value in a fixed order; empty parts are left out.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> facts_of(
    const journal::Record& record);

/// id, at, local day, kind, triggers, people, text: tab-separated, with \t, \n, \r and \\ for those
/// characters. This line never changes shape.
[[nodiscard]] std::string porcelain_line(const journal::Record& record);

}  // namespace attune::cli
