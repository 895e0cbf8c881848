#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/chart_words.hpp"
#include "render/svg.hpp"
#include "render/svg_parts.hpp"

namespace attune::render {

using namespace report;

namespace {

constexpr int kMonthWeeksMax = 6;
constexpr int kColumnWeeksMax = 16;
constexpr int kSteps = 5;

/// One of five steps between the ends of the scale.
int heat_step(const HeatStrip& strip, double value) {
    const double place = (value - strip.low) / (strip.high - strip.low);
    return std::clamp(static_cast<int>(std::ceil(place * kSteps)) - 1, 0, kSteps - 1);
}

std::string step_class(std::string_view letter, int step) {
    return fmt::format("{}{}", letter, step);
}

/// "0 to 2 [] [] [] 8 to 10", and what an empty cell is.
std::string legend(const HeatStrip& strip, double y, bool growing) {
    constexpr double kCell = 14;
    std::string out;
    double x = 36;
    const std::string low = shortest_number(strip.low);
    out += text_at(x, y + 11, "axis", low);
    x += text_width(low) + 6;
    for (int step = 0; step < kSteps; ++step) {
        const double size = growing ? 5 + 1.9 * step : kCell;
        out += rect_at(x + (kCell - size) / 2, y + (kCell - size) / 2, size, size,
                       step_class("h", step), 2);
        x += kCell + 3;
    }
    const std::string high = shortest_number(strip.high);
    out += text_at(x + 3, y + 11, "axis", high);
    x += text_width(high) + 18;
    if (growing) {
        out += dot_at(x + kCell / 2, y + kCell / 2, 1, "speck");
    } else {
        out += rect_at(x, y, kCell, kCell, "none", 2);
    }
    return out + text_at(x + kCell + 5, y + 11, "axis", "nothing rated") + '\n';
}

/// A month as calendars show it.
std::string month_svg(const HeatStrip& strip, int weeks, const std::string& id) {
    constexpr double kLeft = 2;
    constexpr double kTop = 20;
    constexpr double kWide = 51;
    constexpr double kHigh = 38;
    const CivilDay first = strip.days.front().day;
    std::string out = open_svg(kTop + weeks * kHigh + 30, id, strip.title, strip.description);
    for (int column = 0; column < 7; ++column) {
        out += text_at(kLeft + (column + 0.5) * kWide - 2, kTop - 7, "axis mid",
                       (first + column).weekday_name());
    }
    out += '\n';
    for (const DayCell& cell : strip.days) {
        const int distance = cell.day - first;
        const double x = kLeft + distance % 7 * kWide;
        const double y = kTop + distance / 7 * kHigh;
        const int step = cell.value ? heat_step(strip, *cell.value) : 0;
        out += rect_at(x, y, kWide - 4, kHigh - 4,
                       cell.value ? step_class("h", step) : std::string("none"), 4);
        const unsigned date = static_cast<unsigned>(cell.day.ymd().day());
        const std::string name =
            date == 1 || distance == 0 ? day_and_month(cell.day) : std::to_string(date);
        out += text_at(x + 4, y + 11, cell.value ? "date " + step_class("t", step) : "date axis",
                       name);
        if (cell.value) {
            out += text_at(x + kWide / 2 - 2, y + kHigh - 10, "big " + step_class("t", step),
                           brief_number(*cell.value));
        }
        out += '\n';
    }
    return out + legend(strip, kTop + weeks * kHigh + 8, false) + "</svg>\n";
}

/// A column for each week, numbers in the cells.
std::string columns_svg(const HeatStrip& strip, int weeks, const std::string& id) {
    constexpr double kLeft = 36;
    constexpr double kTop = 20;
    const double size = std::min(27.0, (kViewWidth - kLeft) / weeks);
    const double inner = size - 2;
    const CivilDay first = strip.days.front().day;
    std::string out = open_svg(kTop + 7 * size + 30, id, strip.title, strip.description);
    for (int row = 0; row < 7; ++row) {
        out += text_at(kLeft - 8, kTop + (row + 0.5) * size + 3, "axis end",
                       (first + row).weekday_name());
    }
    out += '\n';
    for (const DayCell& cell : strip.days) {
        const int distance = cell.day - first;
        const double x = kLeft + distance / 7 * size;
        const double y = kTop + distance % 7 * size;
        if (distance % 21 == 0) out += text_at(x, kTop - 7, "axis", day_and_month(cell.day));
        const int step = cell.value ? heat_step(strip, *cell.value) : 0;
        out +=
            rect_at(x, y, inner, inner, cell.value ? step_class("h", step) : std::string("none"));
        if (cell.value) {
            out += text_at(x + inner / 2, y + inner / 2 + 4, "cell " + step_class("t", step),
                           brief_number(*cell.value));
        }
        out += '\n';
    }
    return out + legend(strip, kTop + 7 * size + 8, false) + "</svg>\n";
}

/// Halves of a year above each other, squares that grow with the value.
std::string year_svg(const HeatStrip& strip, int weeks, const std::string& id) {
    constexpr double kLeft = 36;
    constexpr double kTop = 20;
    const int parts = (weeks + 27) / 28;
    const int columns = (weeks + parts - 1) / parts;
    const double size = std::min(13.0, (kViewWidth - kLeft) / columns);
    const double part_height = kTop + 7 * size + 10;
    const CivilDay first = strip.days.front().day;
    std::string out = open_svg(parts * part_height + 20, id, strip.title, strip.description);
    std::string_view month;
    double month_end = 0;
    for (int week = 0; week < weeks; ++week) {
        const double top = week / columns * part_height + kTop;
        const double x = kLeft + week % columns * size;
        if (week % columns == 0) {
            month = {};
            month_end = 0;
            for (int row = 0; row < 7; row += 2)
                out += text_at(kLeft - 8, top + (row + 0.5) * size + 4, "axis end",
                               (first + row).weekday_name());
        }
        const CivilDay day = first + 7 * week;
        if (day.month_name() != month) {
            month = day.month_name();
            // A month that is nearly over at the edge leaves the room to the next one.
            const bool soon_over =
                week % columns == 0 && week > 0 && (day + 14).month_name() != month;
            if (x >= month_end && !soon_over && x + text_width("Mmm") <= kViewWidth) {
                out += text_at(x, top - 6, "axis", month);
                month_end = x + text_width("Mmm") + 6;
            }
        }
    }
    out += '\n';
    for (const DayCell& cell : strip.days) {
        const int distance = cell.day - first;
        const int week = distance / 7;
        const double x = kLeft + week % columns * size;
        const double y = week / columns * part_height + kTop + distance % 7 * size;
        if (!cell.value) {
            out += dot_at(x + size / 2, y + size / 2, 1, "speck");
            continue;
        }
        const int step = heat_step(strip, *cell.value);
        const double side = (size - 1) * (0.42 + 0.145 * step);
        out += rect_at(x + (size - side) / 2, y + (size - side) / 2, side, side,
                       step_class("h", step), 1.5) +
               '\n';
    }
    return out + legend(strip, parts * part_height, true) + "</svg>\n";
}

}  // namespace

std::string heat_svg(const HeatStrip& strip, const std::string& id) {
    if (strip.days.empty() || !(strip.high > strip.low)) return {};
    const int weeks = (strip.days.back().day - strip.days.front().day) / 7 + 1;
    if (weeks <= kMonthWeeksMax) return month_svg(strip, weeks, id);
    if (weeks <= kColumnWeeksMax) return columns_svg(strip, weeks, id);
    return year_svg(strip, weeks, id);
}

}  // namespace attune::render
