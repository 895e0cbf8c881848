#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "render/chart_words.hpp"
#include "render/svg.hpp"
#include "render/svg_parts.hpp"

/// Drawings that set two things against each other.
namespace attune::render {

using namespace report;

namespace {

/// A name in at most two lines of about `cells` letters, the second one cut.
std::vector<std::string> two_lines(const std::string& name, int cells) {
    std::vector<std::string> lines = wrap(make_visible(name), cells);
    if (lines.size() > 2) {
        lines.resize(2);
        lines[1] += "\u2026";
    }
    for (std::string& line : lines) {
        if (column_width(line) > cells + 1)
            line = std::string(cut_to_columns(line, cells)) + "\u2026";
    }
    return lines;
}

std::string slope_panel(const SlopePairs& pairs, const SlopePair& pair, double x, double y) {
    constexpr double kWide = 108;
    constexpr double kPlot = 84;
    const double top = y + 32;
    const double bottom = top + kPlot;
    const double from = x + 26;
    const double to = x + kWide - 26;
    const auto y_of = [&](double value) {
        return bottom -
               kPlot * std::clamp((value - pairs.low) / (pairs.high - pairs.low), 0.0, 1.0);
    };
    std::string out;
    const std::vector<std::string> name = two_lines(pair.label, 17);
    for (std::size_t i = 0; i < name.size(); ++i)
        out += text_at(x + kWide / 2, y + 10 + 13 * static_cast<double>(i), "name mid", name[i]);
    for (const double end : {from, to})
        out += line_between(end, top, end, bottom, "grid");
    out += line_between(from, y_of(pair.before), to, y_of(pair.after), "line slope");
    out += dot_at(from, y_of(pair.before), 4, "past");
    out += dot_at(to, y_of(pair.after), 4.5, "dot");
    out += text_at(from - 9, y_of(pair.before) + 4, "value end", brief_number(pair.before));
    out += text_at(to + 9, y_of(pair.after) + 4, "value", brief_number(pair.after));
    out += text_at(x + kWide / 2, bottom + 17, "axis mid", counted(pair.pairs, "pair", "pairs"));
    return out + '\n';
}

constexpr double kPlotLeft = 46;

std::string calibration_axes(double side, double top) {
    const double bottom = top + side;
    std::string out = rect_at(kPlotLeft, top, side, side, "frame", 0);
    for (const double part : {0.0, 0.5, 1.0}) {
        out += text_at(kPlotLeft - 6, bottom - side * part + 4, "axis end", percent_words(part));
        out += text_at(kPlotLeft + side * part, bottom + 16,
                       part == 0   ? "axis"
                       : part == 1 ? "axis end"
                                   : "axis mid",
                       percent_words(part));
    }
    out += text_at(0, top - 10, "axis", "came true");
    out += text_at(kViewWidth - 4, bottom + 34, "axis end", "expected");
    out += line_between(kPlotLeft, bottom, kPlotLeft + side, top, "diagonal");
    return out + '\n';
}

}  // namespace

std::string times_svg(const TimeGrid& grid, const std::string& id) {
    if (grid.bands.empty() || grid.cells.empty()) return {};
    constexpr double kLeft = 38;
    constexpr double kTop = 22;
    constexpr double kHigh = 34;
    const double wide = (kViewWidth - kLeft) / static_cast<double>(grid.bands.size());
    long most = 1;
    bool medians = false;
    for (const auto& row : grid.cells) {
        for (const TimeCell& cell : row) {
            most = std::max(most, cell.count);
            medians |= cell.median.has_value();
        }
    }
    const double bottom = kTop + kHigh * static_cast<double>(grid.cells.size());
    std::string out = open_svg(bottom + 22, id, grid.title, grid.description);
    for (std::size_t band = 0; band < grid.bands.size(); ++band)
        out += text_at(kLeft + wide * (static_cast<double>(band) + 0.5), kTop - 8, "axis mid",
                       grid.bands[band]);
    out += '\n';
    for (std::size_t day = 0; day < grid.cells.size() && day < grid.days.size(); ++day) {
        const double y = kTop + kHigh * static_cast<double>(day);
        out += text_at(kLeft - 8, y + kHigh / 2 + 2, "axis end", grid.days[day]);
        for (std::size_t band = 0; band < grid.cells[day].size() && band < grid.bands.size();
             ++band) {
            const TimeCell& cell = grid.cells[day][band];
            const double x = kLeft + wide * static_cast<double>(band);
            const double middle = x + (wide - 3) / 2;
            if (cell.count == 0) {
                out += rect_at(x, y, wide - 3, kHigh - 3, "blank");
                out += text_at(middle, y + kHigh / 2 + 2, "axis mid", "0");
                continue;
            }
            const int step =
                std::clamp(static_cast<int>(std::ceil(5.0 * static_cast<double>(cell.count) /
                                                      static_cast<double>(most))) -
                               1,
                           0, 4);
            out += rect_at(x, y, wide - 3, kHigh - 3, fmt::format("h{}", step));
            out += text_at(middle, y + (cell.median ? 14 : kHigh / 2 + 2.5),
                           fmt::format("big t{}", step), std::to_string(cell.count));
            if (cell.median)
                out += text_at(middle, y + 26.5, fmt::format("small t{}", step),
                               brief_number(*cell.median));
        }
        out += '\n';
    }
    out += text_at(
        kLeft, bottom + 14, "axis",
        medians ? "entries, below them the median of " + grid.median_of : std::string("entries"));
    return out + "</svg>\n";
}

std::string slopes_svg(const SlopePairs& pairs, const std::string& id) {
    if (pairs.rows.empty() || !(pairs.high > pairs.low)) return {};
    constexpr std::size_t kAcross = 3;
    constexpr double kPanelHigh = 148;
    const std::size_t rows = (pairs.rows.size() + kAcross - 1) / kAcross;
    const double height = kPanelHigh * static_cast<double>(rows) + 18;
    std::string out = open_svg(height, id, pairs.title, pairs.description);
    for (std::size_t i = 0; i < pairs.rows.size(); ++i) {
        out += slope_panel(pairs, pairs.rows[i], 6 + 120 * static_cast<double>(i % kAcross),
                           kPanelHigh * static_cast<double>(i / kAcross));
    }
    out += dot_at(12, height - 9, 4, "past") + text_at(21, height - 5, "axis", "before");
    out += dot_at(76, height - 9, 4.5, "dot") + text_at(85, height - 5, "axis", "after");
    out += text_at(
        kViewWidth - 4, height - 5, "axis end",
        fmt::format("{} below, {} above", shortest_number(pairs.low), shortest_number(pairs.high)));
    return out + "\n</svg>\n";
}

std::string calibration_svg(const CalibrationPlot& plot, const std::string& id) {
    constexpr double kSide = 270;
    constexpr double kTop = 26;
    constexpr double kBottom = kTop + kSide;
    const auto x_of = [](double share) { return kPlotLeft + kSide * std::clamp(share, 0.0, 1.0); };
    const auto y_of = [](double share) { return kBottom - kSide * std::clamp(share, 0.0, 1.0); };
    std::string out = open_svg(kBottom + 38, id, plot.title, plot.description, "map");
    out += calibration_axes(kSide, kTop);
    out += text_at(0, kBottom + 34, "axis", "below the line: less often than expected");
    out += '\n';
    // Words stand where no other point can be: at the end of their own whisker, inside the frame.
    constexpr double kHalfLabel = 42;
    for (const CalibrationBin& bin : plot.bins) {
        if (bin.count == 0) continue;
        const double x = x_of(bin.predicted);
        const double middle = std::clamp(x, kPlotLeft + kHalfLabel, kPlotLeft + kSide - kHalfLabel);
        if (!bin.came_true) {
            out += dot_at(x, kBottom, 4, "past");
            out += text_at(middle, kBottom - 9, "point", fmt::format("too few, n={}", bin.count));
            continue;
        }
        const double y = y_of(*bin.came_true);
        double high = y;
        double low = y;
        if (bin.interval) {
            high = y_of(bin.interval->high);
            low = y_of(bin.interval->low);
            out += line_between(x, high, x, low, "whisker");
            for (const double end : {high, low})
                out += line_between(x - 5, end, x + 5, end, "whisker");
        }
        out += dot_at(x, y, 5, "dot");
        const bool beneath = low + 24 < kBottom;
        out += text_at(middle, beneath ? low + 18 : high - 9, "point",
                       fmt::format("{}, n={}", percent_words(*bin.came_true), bin.count));
        out += '\n';
    }
    return out + "</svg>\n";
}

std::string history_svg(const ScoreHistory& history, const std::string& id) {
    if (history.lines.empty() || !(history.high > history.low)) return {};
    constexpr double kLeft = 30;
    constexpr double kRight = kViewWidth - 22;
    constexpr double kPlot = 92;
    constexpr double kPanel = kPlot + 42;
    std::optional<CivilDay> first;
    std::optional<CivilDay> last;
    for (const HistoryLine& line : history.lines) {
        for (const HistoryPoint& point : line.points) {
            if (!first || point.day < *first) first = point.day;
            if (!last || *last < point.day) last = point.day;
        }
    }
    if (!first) return {};
    const double days = std::max(1, *last - *first);
    const auto x_of = [&](CivilDay day) {
        return *first == *last ? (kLeft + kRight) / 2
                               : kLeft + 14 + (kRight - kLeft - 28) * (day - *first) / days;
    };
    std::string body;
    bool judged = false;
    for (std::size_t i = 0; i < history.lines.size(); ++i) {
        const HistoryLine& line = history.lines[i];
        const double top = kPanel * static_cast<double>(i) + 24;
        const double bottom = top + kPlot;
        const auto y_of = [&](double score) {
            return bottom - kPlot * std::clamp((score - history.low) / (history.high - history.low),
                                               0.0, 1.0);
        };
        body += text_at(0, top - 10, "name", line.label);
        for (const double end : {history.low, (history.low + history.high) / 2, history.high}) {
            body += line_between(kLeft, y_of(end), kRight, y_of(end), "grid");
            body += text_at(kLeft - 7, y_of(end) + 4, "axis end", shortest_number(end));
        }
        std::string path;
        for (const HistoryPoint& point : line.points) {
            if (!point.score) continue;
            path += fmt::format("{:.1f},{:.1f} ", x_of(point.day), y_of(*point.score));
            if (!point.range) continue;
            body += line_between(x_of(point.day), y_of(point.range->low), x_of(point.day),
                                 y_of(point.range->high), "reach");
        }
        body += fmt::format("<polyline points=\"{}\" class=\"line\"/>\n", path);
        double name_end = -100;
        for (const HistoryPoint& point : line.points) {
            const double x = x_of(point.day);
            const std::string date = day_and_month(point.day);
            const double start = std::clamp(x - text_width(date) / 2, kLeft - 10, kViewWidth);
            if (start > name_end && i + 1 == history.lines.size()) {
                body += text_at(x, bottom + 17, "axis mid", date);
                name_end = start + text_width(date) + 6;
            }
            if (!point.score) continue;
            const double y = y_of(*point.score);
            body += dot_at(x, y, 4, "dot");
            body += text_at(x + 7, y - 6, "value", brief_number(*point.score));
            const ChangeMark change =
                point.since_first == ChangeMark::Lower || point.since_first == ChangeMark::Higher
                    ? point.since_first
                    : point.since_previous;
            if (change != ChangeMark::Lower && change != ChangeMark::Higher) continue;
            judged = true;
            const double way = change == ChangeMark::Lower ? 1 : -1;
            const double tip = y + way * 17;
            body += fmt::format(
                "<polygon points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" class=\"change\"/>",
                x, tip, x - 5, tip - way * 8, x + 5, tip - way * 8);
        }
        body += '\n';
    }
    const double height = kPanel * static_cast<double>(history.lines.size()) + (judged ? 24 : 6);
    std::string out = open_svg(height, id, history.title, history.description);
    out += body;
    if (judged) {
        const double y = height - 8;
        out += fmt::format(
            "<polygon points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" class=\"change\"/>", 8.0,
            y + 1, 3.0, y - 7, 13.0, y - 7);
        out += fmt::format(
            "<polygon points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" class=\"change\"/>",
            22.0, y - 7, 17.0, y + 1, 27.0, y + 1);
        out += text_at(34, y + 1, "axis", "changed by more than measurement error");
    }
    return out + "</svg>\n";
}

}  // namespace attune::render
