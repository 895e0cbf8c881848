#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/svg.hpp"
#include "render/svg_parts.hpp"

namespace attune::render {

using namespace report;

namespace {

constexpr double kLeft = 34;
constexpr double kTop = 24;
constexpr double kPlot = 312;
constexpr double kRight = kLeft + kPlot;
constexpr double kBottom = kTop + kPlot;
constexpr int kHeight = 376;
/// Names beside points that are nearer than this would cover each other.
constexpr double kLabelRoom = 12;
/// A label is hardly wider than this, in the units of the drawing.
constexpr double kLabelWidth = 84;

struct Plane {
    const PlaceMap& map;
    [[nodiscard]] double x(double value) const {
        return kLeft + kPlot * (value - map.right.low) / (map.right.high - map.right.low);
    }
    [[nodiscard]] double y(double value) const {
        return kBottom - kPlot * (value - map.up.low) / (map.up.high - map.up.low);
    }
};

std::string with_word(double number, const std::string& word) {
    return word.empty() ? shortest_number(number) : shortest_number(number) + ", " + word;
}

std::string axes(const PlaceMap& map) {
    std::string out =
        fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"frame\"/>\n", kLeft,
                    kTop, kPlot, kPlot);
    out += text_at(kLeft, kTop - 8, "axis",
                   map.up.title + " " + with_word(map.up.high, map.up.high_word));
    out += text_at(kLeft - 6, kBottom, "axis end", shortest_number(map.up.low));
    out += text_at(kLeft, kBottom + 16, "axis", with_word(map.right.low, map.right.low_word));
    out +=
        text_at(kRight, kBottom + 16, "axis end", with_word(map.right.high, map.right.high_word));
    out += text_at(kLeft + kPlot / 2, kBottom + 32, "axis mid", map.right.title);
    return out + '\n';
}

std::string corner_names(const PlaceMap& map) {
    std::string out;
    const double inset = 8;
    const auto put = [&](std::size_t corner, double x, double y, std::string_view style) {
        if (!map.corners[corner].empty()) out += text_at(x, y, style, map.corners[corner]);
    };
    put(0, kLeft + inset, kBottom - inset, "corner");
    put(1, kLeft + inset, kTop + inset + 8, "corner");
    put(2, kRight - inset, kTop + inset + 8, "corner end");
    put(3, kRight - inset, kBottom - inset, "corner end");
    return out + '\n';
}

std::string point_labels(const Plane& plane) {
    std::string out;
    std::vector<std::pair<double, double>> taken;
    const auto is_free = [&](double x, double y) {
        const bool label = std::any_of(taken.begin(), taken.end(), [&](const auto& other) {
            return std::fabs(other.first - x) < kLabelWidth &&
                   std::fabs(other.second - y) < kLabelRoom;
        });
        return !label &&
               std::none_of(plane.map.points.begin(), plane.map.points.end(),
                            [&](const MapPoint& point) {
                                return std::fabs(plane.x(point.x) - x) < kLabelWidth / 2 &&
                                       std::fabs(plane.y(point.y) - y + 3) < 8;
                            });
    };
    for (std::size_t i = 0; i < plane.map.points.size(); ++i) {
        const MapPoint& point = plane.map.points[i];
        // Of a path the first and the last point say when they were; the table has all.
        const bool told = !plane.map.path || i == 0 || i + 1 == plane.map.points.size();
        if (!told || point.label.empty()) continue;
        const double x = plane.x(point.x);
        // Above the point, else below it, else further away: never on a point or another label.
        double y = plane.y(point.y) - 9;
        for (const double away : {-9.0, 16.0, -9.0 - kLabelRoom, 16.0 + kLabelRoom}) {
            const double tried = std::clamp(plane.y(point.y) + away, kTop + 10, kBottom - 4);
            if (!is_free(x, tried)) continue;
            y = tried;
            break;
        }
        taken.emplace_back(x, y);
        const bool left = x > kLeft + kPlot * 0.75;
        const bool right = x < kLeft + kPlot * 0.25;
        out += text_at(std::clamp(x, kLeft + 4, kRight - 4), std::clamp(y, kTop + 10, kBottom - 4),
                       left    ? "point end"
                       : right ? "point start"
                               : "point",
                       point.label);
    }
    return out + '\n';
}

}  // namespace

std::string map_svg(const PlaceMap& map, const std::string& id) {
    const Plane plane{map};
    std::string out = open_svg(kHeight, id, map.title, map.description, "map");
    out += fmt::format(
        "<clipPath id=\"{}-c\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n",
        id, kLeft, kTop, kPlot, kPlot);
    out += axes(map);
    for (const auto& border : map.borders) {
        out += "<polyline class=\"border\" points=\"";
        for (const auto& spot : border)
            out += fmt::format("{:.1f},{:.1f} ", plane.x(spot.first), plane.y(spot.second));
        out += "\"/>\n";
    }
    out += corner_names(map);
    out += fmt::format("<g clip-path=\"url(#{}-c)\">\n", id);
    for (std::size_t i = 0; i < map.points.size(); ++i) {
        const MapPoint& point = map.points[i];
        if (!point.x_half || !point.y_half || (map.path && i + 1 < map.points.size())) continue;
        out += fmt::format(
            "<ellipse class=\"band\" cx=\"{:.1f}\" cy=\"{:.1f}\" rx=\"{:.1f}\" ry=\"{:.1f}\"/>\n",
            plane.x(point.x), plane.y(point.y), plane.x(*point.x_half) - plane.x(0),
            plane.y(0) - plane.y(*point.y_half));
    }
    out += "</g>\n";
    if (map.path && map.points.size() > 1) {
        out += "<polyline class=\"line\" points=\"";
        for (const MapPoint& point : map.points)
            out += fmt::format("{:.1f},{:.1f} ", plane.x(point.x), plane.y(point.y));
        out += "\"/>\n";
    }
    for (std::size_t i = 0; i < map.points.size(); ++i) {
        const bool now = !map.path || i + 1 == map.points.size();
        out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" class=\"{}\"/>\n",
                           plane.x(map.points[i].x), plane.y(map.points[i].y), now ? 5 : 3.5,
                           now ? "dot" : "past");
    }
    out += point_labels(plane);
    return out + "</svg>\n";
}

std::string strip_svg(const ScoreRow& row) {
    const auto part = [&](double value) {
        return 2 + 96 * std::clamp((value - row.low) / (row.high - row.low), 0.0, 1.0);
    };
    std::string out =
        "<svg class=\"strip\" aria-hidden=\"true\" focusable=\"false\">"
        "<line x1=\"2%\" x2=\"98%\" y1=\"50%\" y2=\"50%\" class=\"grid\"/>";
    if (row.range) {
        out += fmt::format(
            "<rect x=\"{:.1f}%\" width=\"{:.1f}%\" y=\"30%\" height=\"40%\" rx=\"3\" "
            "class=\"band\"/>",
            part(row.range->low), part(row.range->high) - part(row.range->low));
    }
    if (row.score)
        out += fmt::format("<circle cx=\"{:.1f}%\" cy=\"50%\" r=\"4\" class=\"dot\"/>",
                           part(*row.score));
    return out + "</svg>";
}

}  // namespace attune::render
