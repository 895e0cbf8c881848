#include "render/svg_parts.hpp"

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/markup.hpp"

namespace attune::render {

std::string open_svg(double height, const std::string& id, const std::string& title,
                     const std::string& description, std::string_view more) {
    return fmt::format(
        "<svg class=\"chart{}{}\" viewBox=\"0 0 {:.0f} {:.0f}\" paint-order=\"stroke\" "
        "role=\"img\" "
        "aria-labelledby=\"{}-t {}-d\"><title id=\"{}-t\">{}</title><desc id=\"{}-d\">{}</desc>\n",
        more.empty() ? "" : " ", more, kViewWidth, height, id, id, id, escape_markup(title), id,
        page_text(description));
}

std::string text_at(double x, double y, std::string_view style, std::string_view text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\">{}</text>", x, y, style,
                       page_text(text));
}

std::string line_between(double x1, double y1, double x2, double y2, std::string_view style) {
    return fmt::format(
        "<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>", x1, x2, y1,
        y2, style);
}

std::string rect_at(double x, double y, double width, double height, std::string_view style,
                    double round) {
    return fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.1f}\" "
        "class=\"{}\"/>",
        x, y, width, height, round, style);
}

std::string dot_at(double x, double y, double radius, std::string_view style) {
    return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" class=\"{}\"/>", x, y,
                       radius, style);
}

std::string day_and_month(CivilDay day) {
    return fmt::format("{} {}", static_cast<unsigned>(day.ymd().day()), day.month_name());
}

std::string_view anchor_at(double x, double left, double right) {
    if (x < left + 40) return "";
    return x > right - 40 ? "end" : "mid";
}

double text_width(std::string_view text) {
    return 6.2 * column_width(text);
}

}  // namespace attune::render
