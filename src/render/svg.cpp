#include "render/svg.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/markup.hpp"

namespace attune::render {

namespace {

using namespace report;

/// Drawings are laid out for a phone; a desk shows them larger.
constexpr int kViewWidth = 360;

std::string open_svg(int height, const std::string& id, const std::string& title,
                     const std::string& description) {
    return fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{}-t {}-d\">"
        "<title id=\"{}-t\">{}</title><desc id=\"{}-d\">{}</desc>\n",
        kViewWidth, height, id, id, id, escape_markup(title), id, page_text(description));
}

std::string text_at(double x, double y, std::string_view style, const std::string& text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\">{}</text>", x, y, style,
                       escape_markup(text));
}

std::string day_and_month(CivilDay day) {
    return fmt::format("{} {}", static_cast<unsigned>(day.ymd().day()), day.month_name());
}

/// One of five steps between the ends of the scale.
int heat_step(const HeatStrip& strip, double value) {
    const double place = (value - strip.low) / (strip.high - strip.low);
    return std::clamp(static_cast<int>(std::ceil(place * 5)) - 1, 0, 4);
}

}  // namespace

std::string bar_svg(double share, const std::optional<stats::Interval>& whisker) {
    const auto percent = [](double part) { return 100 * std::clamp(part, 0.0, 1.0); };
    std::string out = fmt::format(
        "<svg class=\"bar\" aria-hidden=\"true\" focusable=\"false\"><rect width=\"{:.1f}%\" "
        "height=\"100%\" rx=\"2\"/>",
        percent(share));
    if (whisker) {
        const double low = percent(whisker->low);
        const double high = percent(whisker->high);
        out += fmt::format(
            "<line class=\"whisker\" x1=\"{:.1f}%\" x2=\"{:.1f}%\" y1=\"50%\" y2=\"50%\"/>", low,
            high);
        for (const double end : {low, high})
            out += fmt::format(
                "<line class=\"whisker\" x1=\"{:.1f}%\" x2=\"{:.1f}%\" y1=\"20%\" y2=\"80%\"/>",
                end, end);
    }
    return out + "</svg>";
}

std::string heat_svg(const HeatStrip& strip, const std::string& id) {
    if (strip.days.empty()) return {};
    constexpr int kLeft = 36;
    constexpr int kTop = 18;
    constexpr int kCell = 26;
    constexpr int kInner = 24;
    const CivilDay first = strip.days.front().day;
    std::string out = open_svg(kTop + 7 * kCell + 2, id, strip.title, strip.description);
    for (int row = 0; row < 7; ++row) {
        out += text_at(kLeft - 8, kTop + row * kCell + 16, "axis end",
                       std::string((first + row).weekday_name()));
    }
    out += '\n';
    for (const DayCell& cell : strip.days) {
        const int distance = cell.day - first;
        const int x = kLeft + distance / 7 * kCell;
        const int y = kTop + distance % 7 * kCell;
        if (distance % 21 == 0) {
            out += text_at(x, kTop - 7, "axis", day_and_month(cell.day));
        }
        out += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" class=\"{}\"/>", x, y,
            kInner, kInner,
            cell.value ? fmt::format("h{}", heat_step(strip, *cell.value)) : std::string("none"));
        if (cell.value) {
            out += text_at(x + kInner / 2.0, y + 16,
                           fmt::format("cell t{}", heat_step(strip, *cell.value)),
                           shortest_number(*cell.value));
        }
        out += '\n';
    }
    return out + "</svg>\n";
}

std::string share_svg(const ShareLine& line, const std::string& id) {
    if (line.points.empty()) return {};
    constexpr double kLeft = 40;
    constexpr double kTop = 14;
    constexpr double kPlot = 130;
    constexpr double kBottom = kTop + kPlot;
    const double step = (kViewWidth - kLeft - 8) / static_cast<double>(line.points.size());
    const auto x_of = [&](std::size_t i) { return kLeft + step * (static_cast<double>(i) + 0.5); };
    const auto y_of = [&](double share) { return kBottom - kPlot * share; };

    std::string out = open_svg(196, id, line.title, line.description);
    for (const double share : {0.0, 0.5, 1.0}) {
        out += fmt::format(
            "<line x1=\"{:.1f}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" class=\"grid\"/>", kLeft,
            kViewWidth, y_of(share), y_of(share));
        out +=
            text_at(kLeft - 6, y_of(share) + 4, "axis end", fmt::format("{:.0f} %", 100 * share));
    }
    out += '\n';

    // Bands and lines run over weeks that follow each other; a week alone gets a band of its own
    // width.
    for (std::size_t start = 0; start < line.points.size();) {
        std::size_t end = start;
        while (end < line.points.size() && line.points[end].share && line.points[end].band)
            ++end;
        if (end == start) {
            ++start;
            continue;
        }
        std::string upper;
        std::string lower;
        std::string path;
        const double half = end - start == 1 ? step / 3 : 0;
        for (std::size_t i = start; i < end; ++i) {
            const SharePoint& point = line.points[i];
            for (const double side : {-half, half}) {
                upper += fmt::format("{:.1f},{:.1f} ", x_of(i) + side, y_of(point.band->high));
                lower.insert(0,
                             fmt::format("{:.1f},{:.1f} ", x_of(i) + side, y_of(point.band->low)));
                if (half == 0) break;
            }
            path += fmt::format("{:.1f},{:.1f} ", x_of(i), y_of(*point.share));
        }
        out += fmt::format("<polygon points=\"{}{}\" class=\"band\"/>", upper, lower);
        out += fmt::format("<polyline points=\"{}\" class=\"line\"/>\n", path);
        start = end;
    }
    for (std::size_t i = 0; i < line.points.size(); ++i) {
        const SharePoint& point = line.points[i];
        if (point.share) {
            out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" class=\"dot\"/>",
                               x_of(i), y_of(*point.share));
            out += text_at(x_of(i), y_of(*point.share) - 6, "point",
                           std::to_string(std::lround(100 * *point.share)));
        }
        out += text_at(x_of(i), kBottom + 16, "axis mid", std::to_string(point.count));
        if (i % 3 == 0) {
            out += text_at(x_of(i), kBottom + 36, i == 0 ? "axis" : "axis mid",
                           day_and_month(point.first));
        }
        out += '\n';
    }
    out += text_at(kLeft - 6, kBottom + 16, "axis end", "n");
    return out + "</svg>\n";
}

}  // namespace attune::render
