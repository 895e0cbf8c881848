#pragma once

#include <string>
#include <string_view>

#include "attune/base/civil_day.hpp"

/// What the drawings of a page are put together from. Coordinates are units of a drawing 360 wide,
/// which is a phone; a desk shows it larger.
namespace attune::render {

inline constexpr double kViewWidth = 360;

/// The start of a drawing with its title and description for readers who cannot see it. `id` is
/// unique on the page, `more` further classes.
[[nodiscard]] std::string open_svg(double height, const std::string& id, const std::string& title,
                                   const std::string& description, std::string_view more = {});

/// Text at a place, escaped.
[[nodiscard]] std::string text_at(double x, double y, std::string_view style,
                                  std::string_view text);
[[nodiscard]] std::string line_between(double x1, double y1, double x2, double y2,
                                       std::string_view style);
[[nodiscard]] std::string rect_at(double x, double y, double width, double height,
                                  std::string_view style, double round = 3);
[[nodiscard]] std::string dot_at(double x, double y, double radius, std::string_view style);

/// "2 Mar".
[[nodiscard]] std::string day_and_month(CivilDay day);

/// The anchor that keeps a text at `x` inside `left` to `right`: "", "mid" or "end".
[[nodiscard]] std::string_view anchor_at(double x, double left, double right);

/// About how wide a text of a drawing is.
[[nodiscard]] double text_width(std::string_view text);

}  // namespace attune::render
