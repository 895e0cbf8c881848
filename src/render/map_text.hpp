#pragma once

#include <string>
#include <vector>

#include "attune/report/document.hpp"

/// Drawings of scores for a terminal.
namespace attune::render {

/// The map as lines: the first axis to the right, the second upwards. In braille dots: the borders
/// between regions, the region around each point and, for a path, the way from one taking to the
/// next; `●` is now, `○` before, and points side by side are a, b, c. With `ascii` a twin of
/// letters and signs. At least 30 columns wide and at most 54, whatever `columns` says; the last
/// lines explain the signs.
[[nodiscard]] std::vector<std::string> draw_map(const report::PlaceMap& map, int columns,
                                                bool ascii);

/// One score on its scale: "1 |----(==o==)-----| 7", with `cells` places between the bars. The
/// range is between the brackets; without a score the line is empty of signs. Not in ASCII: box
/// signs with a heavy line for the range.
[[nodiscard]] std::string draw_strip(const report::ScoreRow& row, int cells, bool ascii);

}  // namespace attune::render
