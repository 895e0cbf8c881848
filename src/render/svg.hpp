#pragma once

#include <string>

#include "attune/report/document.hpp"

/// The drawings of a page as inline SVG. Colours come from classes of the page's style; what is
/// told by colour is told by a number, a size or a shape as well. `id` is unique on the page.
namespace attune::render {

/// A bar whose length is `share` (0 to 1) of the room it is given, with a whisker over the shares
/// it likely lies between; decoration beside its words.
[[nodiscard]] std::string bar_svg(double share, const std::optional<stats::Interval>& whisker = {});

/// The calendar. Up to six weeks it looks like one: a row for each week, dates in the corners. Up
/// to sixteen a column for each week with numbers in the cells; longer, half a year above the
/// other, squares that grow with the value.
[[nodiscard]] std::string heat_svg(const report::HeatStrip& strip, const std::string& id);

/// The share by week: a line with its band over weeks that have one, and n below each week.
[[nodiscard]] std::string share_svg(const report::ShareLine& line, const std::string& id);
/// The same of a level on its scale, with its trend and marks.
[[nodiscard]] std::string level_svg(const report::LevelLine& line, const std::string& id);

/// Amounts by week as columns; a week without a record is a dash, which is not a 0.
[[nodiscard]] std::string weeks_svg(const report::WeekBars& bars, const std::string& id);

/// Weekday by part of the day: counts, medians below them, darker where there is more.
[[nodiscard]] std::string times_svg(const report::TimeGrid& grid, const std::string& id);

/// A small slope for each pair on one scale.
[[nodiscard]] std::string slopes_svg(const report::SlopePairs& pairs, const std::string& id);

/// Expected against come true, with the diagonal on which both agree.
[[nodiscard]] std::string calibration_svg(const report::CalibrationPlot& plot,
                                          const std::string& id);

/// A panel for each line, on common axes; triangles where a change is more than error.
[[nodiscard]] std::string history_svg(const report::ScoreHistory& history, const std::string& id);

/// A small line for a row of a table; decoration beside its words.
[[nodiscard]] std::string spark_svg(const report::SparkRow& row);

/// Two scores as a place on a plane: borders of the regions, the region around the newest point (or
/// around all that stand side by side), the path and the points.
[[nodiscard]] std::string map_svg(const report::PlaceMap& map, const std::string& id);

/// One score as a dot on its scale, with its range as a band; decoration beside its words.
[[nodiscard]] std::string strip_svg(const report::ScoreRow& row);

}  // namespace attune::render
