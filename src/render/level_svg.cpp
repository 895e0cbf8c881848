#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/chart_words.hpp"
#include "render/svg.hpp"
#include "render/svg_parts.hpp"

/// Drawings along the weeks.
namespace attune::render {

using namespace report;

namespace {

constexpr double kLeft = 42;
constexpr double kRight = kViewWidth - 4;
/// More weeks than this leave no room for a number at each.
constexpr std::size_t kNumberedMax = 14;

/// Weeks along the drawing.
struct WeekAxis {
    std::vector<CivilDay> weeks;
    [[nodiscard]] double step() const {
        return (kRight - kLeft) / static_cast<double>(weeks.size());
    }
    [[nodiscard]] double x(std::size_t week) const {
        return kLeft + step() * (static_cast<double>(week) + 0.5);
    }
    [[nodiscard]] bool numbered() const { return weeks.size() <= kNumberedMax; }

    /// Dates below short axes, months below long ones.
    [[nodiscard]] std::string names(double y) const {
        std::string out;
        double end = -100;
        std::string_view month;
        for (std::size_t i = 0; i < weeks.size(); ++i) {
            std::string name = day_and_month(weeks[i]);
            if (!numbered()) {
                if (weeks[i].month_name() == month) continue;
                month = weeks[i].month_name();
                name = std::string(month);
                if (x(i) - text_width(name) / 2 < end) continue;
                out += text_at(x(i), y, "axis mid", name);
                end = x(i) + text_width(name) / 2 + 8;
                continue;
            }
            const bool first = i == 0;
            const double start = first ? kLeft : x(i) - text_width(name) / 2;
            if (start < end || x(i) + text_width(name) / 2 > kRight + 3) continue;
            out += text_at(first ? kLeft : x(i), y, first ? "axis" : "axis mid", name);
            end = start + text_width(name) + 8;
        }
        return out + '\n';
    }

    /// Dashed lines with words at their heads.
    [[nodiscard]] std::string marks(const std::vector<LineMark>& marks, double top,
                                    double bottom) const {
        std::string out;
        double line = 0;
        for (const LineMark& mark : marks) {
            if (weeks.empty() || mark.day < weeks.front() || !(mark.day < weeks.back() + 7))
                continue;
            const double x_mark =
                kLeft + step() * static_cast<double>(mark.day - weeks.front()) / 7;
            out += line_between(x_mark, top - 4, x_mark, bottom, "mark");
            const bool left = x_mark > (kLeft + kRight) / 2;
            out += text_at(x_mark + (left ? -4 : 4), top + 6 + line, left ? "note end" : "note",
                           mark.label);
            line += 13;
        }
        return out;
    }
};

std::string end_words(double value, bool percent) {
    return percent ? percent_words(value) : brief_number(value);
}

/// The values of grid lines: both ends and the middle.
std::string grid(const LevelLine& line, bool percent, double top, double bottom) {
    std::string out;
    for (const double part : {0.0, 0.5, 1.0}) {
        const double y = bottom - (bottom - top) * part;
        out += line_between(kLeft, y, kRight, y, "grid");
        out += text_at(kLeft - 6, y + 4, "axis end",
                       end_words(line.low + (line.high - line.low) * part, percent));
    }
    return out + '\n';
}

/// Bands and lines over weeks that follow each other; a week alone gets a band of its own width.
template <typename ToY>
std::string bands(const LevelLine& line, const WeekAxis& axis, const ToY& y_of) {
    std::string out;
    for (std::size_t start = 0; start < line.points.size();) {
        std::size_t end = start;
        while (end < line.points.size() && line.points[end].value)
            ++end;
        if (end == start) {
            ++start;
            continue;
        }
        std::string upper;
        std::string lower;
        std::string path;
        const double half = end - start == 1 ? axis.step() / 3 : 0;
        bool banded = true;
        for (std::size_t i = start; i < end; ++i) {
            const LevelPoint& point = line.points[i];
            path += fmt::format("{:.1f},{:.1f} ", axis.x(i), y_of(*point.value));
            banded &= point.band.has_value();
            if (!point.band) continue;
            for (const double side : {-half, half}) {
                upper += fmt::format("{:.1f},{:.1f} ", axis.x(i) + side, y_of(point.band->high));
                lower.insert(
                    0, fmt::format("{:.1f},{:.1f} ", axis.x(i) + side, y_of(point.band->low)));
                if (half == 0) break;
            }
        }
        if (banded) out += fmt::format("<polygon points=\"{}{}\" class=\"band\"/>", upper, lower);
        if (end - start > 1) out += fmt::format("<polyline points=\"{}\" class=\"line\"/>", path);
        out += '\n';
        start = end;
    }
    return out;
}

/// How many records each week rests on: numbers, or small columns where there are many weeks.
std::string counts(const LevelLine& line, const WeekAxis& axis, double y) {
    std::string out;
    if (axis.numbered()) {
        for (std::size_t i = 0; i < line.points.size(); ++i)
            out += text_at(axis.x(i), y, "axis mid", std::to_string(line.points[i].count));
        return out + text_at(kLeft - 6, y, "axis end", "n") + '\n';
    }
    long most = 1;
    for (const LevelPoint& point : line.points)
        most = std::max(most, point.count);
    constexpr double kHigh = 14;
    for (std::size_t i = 0; i < line.points.size(); ++i) {
        const double high =
            kHigh * static_cast<double>(line.points[i].count) / static_cast<double>(most);
        if (high > 0)
            out += rect_at(axis.x(i) - axis.step() * 0.35, y + 2 - high, axis.step() * 0.7, high,
                           "count", 0.5);
    }
    return out + text_at(kLeft - 6, y, "axis end", fmt::format("n to {}", most)) + '\n';
}

std::string line_svg(const LevelLine& line, bool percent, const std::string& id) {
    if (line.points.empty() || !(line.high > line.low)) return {};
    constexpr double kTop = 16;
    constexpr double kPlot = 132;
    constexpr double kBottom = kTop + kPlot;
    WeekAxis axis;
    for (const LevelPoint& point : line.points)
        axis.weeks.push_back(point.first);
    const auto y_of = [&](double value) {
        return kBottom - kPlot * std::clamp((value - line.low) / (line.high - line.low), 0.0, 1.0);
    };
    std::string out = open_svg(kBottom + 48, id, line.title, line.description);
    out += grid(line, percent, kTop, kBottom);
    out += bands(line, axis, y_of);
    if (line.trend)
        out += line_between(axis.x(0), y_of(line.trend->first), axis.x(line.points.size() - 1),
                            y_of(line.trend->second), "trend");
    out += axis.marks(line.marks, kTop, kBottom);
    std::size_t last = 0;
    for (std::size_t i = 0; i < line.points.size(); ++i) {
        if (line.points[i].value) last = i;
    }
    for (std::size_t i = 0; i < line.points.size(); ++i) {
        const LevelPoint& point = line.points[i];
        if (!point.value) continue;
        out += dot_at(axis.x(i), y_of(*point.value), axis.numbered() ? 3.2 : 1.8, "dot");
        if (axis.numbered() || i == last) {
            out +=
                text_at(axis.x(i), y_of(*point.value) - 7, axis.numbered() ? "point" : "point end",
                        percent && axis.numbered() ? std::to_string(std::lround(100 * *point.value))
                                                   : end_words(*point.value, percent));
        }
        out += '\n';
    }
    out += counts(line, axis, kBottom + 22);
    return out + axis.names(kBottom + 41) + "</svg>\n";
}

}  // namespace

std::string share_svg(const ShareLine& line, const std::string& id) {
    return line_svg(as_level(line), true, id);
}

std::string level_svg(const LevelLine& line, const std::string& id) {
    return line_svg(line, false, id);
}

std::string weeks_svg(const WeekBars& bars, const std::string& id) {
    if (bars.weeks.empty()) return {};
    constexpr double kTop = 40;
    constexpr double kPlot = 100;
    constexpr double kBottom = kTop + kPlot;
    WeekAxis axis;
    double most = 0;
    for (const WeekAmount& week : bars.weeks) {
        axis.weeks.push_back(week.first);
        most = std::max(most, week.amount.value_or(0));
    }
    std::string out = open_svg(kBottom + 28, id, bars.title, bars.description);
    out += line_between(kLeft, kBottom, kRight, kBottom, "grid");
    out += text_at(kLeft - 6, kBottom + 4, "axis end", "0");
    if (most > 0) {
        out += line_between(kLeft, kTop, kRight, kTop, "grid");
        out += text_at(kLeft - 6, kTop + 4, "axis end", brief_number(most));
    }
    out += text_at(0, 12, "axis", bars.unit) + '\n';
    const double width = std::min(30.0, axis.step() * 0.66);
    for (std::size_t i = 0; i < bars.weeks.size(); ++i) {
        const std::optional<double>& amount = bars.weeks[i].amount;
        if (!amount) {
            out += line_between(axis.x(i) - width / 2, kBottom - 4, axis.x(i) + width / 2,
                                kBottom - 4, "missing") +
                   '\n';
            continue;
        }
        const double high = most > 0 ? kPlot * *amount / most : 0;
        if (high > 0)
            out += rect_at(axis.x(i) - width / 2, kBottom - high, width, high, "column", 2);
        if (axis.numbered())
            out += text_at(axis.x(i), kBottom - high - 5, "point", brief_number(*amount));
        out += '\n';
    }
    out += axis.marks(bars.marks, kTop, kBottom);
    const bool gap = std::any_of(bars.weeks.begin(), bars.weeks.end(),
                                 [](const WeekAmount& week) { return !week.amount; });
    if (gap) {
        out += line_between(kRight - 122, 8, kRight - 104, 8, "missing");
        out += text_at(kRight, 12, "axis end", "nothing recorded");
    }
    return out + axis.names(kBottom + 18) + "</svg>\n";
}

std::string spark_svg(const SparkRow& row) {
    if (row.values.empty() || !(row.high > row.low)) return {};
    constexpr double kWide = 120;
    constexpr double kHigh = 28;
    const double step = kWide / static_cast<double>(row.values.size());
    const auto x_of = [&](std::size_t i) { return step * (static_cast<double>(i) + 0.5); };
    const auto y_of = [&](double value) {
        return kHigh - 4 -
               (kHigh - 8) * std::clamp((value - row.low) / (row.high - row.low), 0.0, 1.0);
    };
    std::string out = fmt::format(
        "<svg class=\"spark\" viewBox=\"0 0 {:.0f} {:.0f}\" aria-hidden=\"true\" "
        "focusable=\"false\">",
        kWide, kHigh);
    out += line_between(0, kHigh - 1, kWide, kHigh - 1, "grid");
    std::string path;
    std::size_t joined = 0;
    const auto flush = [&] {
        if (joined > 1) out += fmt::format("<polyline points=\"{}\" class=\"line\"/>", path);
        path.clear();
        joined = 0;
    };
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
        if (!row.values[i]) {
            flush();
            continue;
        }
        path += fmt::format("{:.1f},{:.1f} ", x_of(i), y_of(*row.values[i]));
        ++joined;
        const bool alone = joined == 1 && (i + 1 == row.values.size() || !row.values[i + 1]);
        if (alone) out += dot_at(x_of(i), y_of(*row.values[i]), 1.8, "dot");
        last = i;
    }
    flush();
    if (last && *last + 1 == row.values.size())
        out += dot_at(x_of(*last), y_of(*row.values[*last]), 3, "dot");
    return out + "</svg>";
}

}  // namespace attune::render
