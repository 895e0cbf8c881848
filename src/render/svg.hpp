#pragma once

#include <string>

#include "attune/report/document.hpp"

/// The drawings of a page as inline SVG. Colours come from classes of the page's style; every value
/// is also written as a number, so that none is told by colour or position alone.
namespace attune::render {

/// A bar whose length is `share` (0 to 1) of the room it is given, with a whisker over the shares
/// it likely lies between; decoration beside its words.
[[nodiscard]] std::string bar_svg(double share, const std::optional<stats::Interval>& whisker = {});

/// The calendar: a column per week, a row per weekday. `id` is unique on the page.
[[nodiscard]] std::string heat_svg(const report::HeatStrip& strip, const std::string& id);

/// The share by week: a line with its band over weeks that have one, and n below each week.
[[nodiscard]] std::string share_svg(const report::ShareLine& line, const std::string& id);

/// Two scores as a place on a plane: borders of the regions, the region around the newest point (or
/// around all that stand side by side), the path and the points.
[[nodiscard]] std::string map_svg(const report::PlaceMap& map, const std::string& id);

/// One score as a dot on its scale, with its range as a band; decoration beside its words.
[[nodiscard]] std::string strip_svg(const report::ScoreRow& row);

}  // namespace attune::render
