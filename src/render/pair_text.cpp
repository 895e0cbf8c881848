#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/chart_text.hpp"
#include "render/chart_words.hpp"

/// Charts that set two things against each other: weekday and hour, before and after, expected and
/// come true, one taking and the next.
namespace attune::render {

using namespace report;

namespace {

int strip_cells(const ChartStyle& style) {
    return style.width < kNarrow ? 20 : 25;
}

std::string on_scale(double low, const std::string& strip, double high) {
    return fmt::format("{} {} {}", shortest_number(low), strip, shortest_number(high));
}

/// "##  12 (6.5)"; the median only where `wide`.
std::string time_cell(const TimeCell& cell, long most, bool wide, int width,
                      const ChartStyle& style) {
    if (cell.count == 0) return pad_right(blanks(wide ? 3 : 1) + (style.ascii ? "-" : "·"), width);
    static constexpr std::string_view kShades[2][4] = {{"░", "▒", "▓", "█"}, {".", ":", "+", "#"}};
    const int step = std::clamp(static_cast<int>(std::ceil(4.0 * static_cast<double>(cell.count) /
                                                           static_cast<double>(most))) -
                                    1,
                                0, 3);
    const std::string shade =
        repeated(kShades[style.ascii ? 1 : 0][static_cast<std::size_t>(step)], wide ? 2 : 1);
    std::string words = std::to_string(cell.count);
    if (wide && cell.median) words += fmt::format(" ({})", brief_number(*cell.median));
    return style.drawn(shade) + (wide ? " " : "") + pad_right(words, width - (wide ? 3 : 1));
}

}  // namespace

std::vector<std::string> draw_times(const TimeGrid& grid, const ChartStyle& style) {
    std::vector<std::string> lines;
    long most = 1;
    int day_width = 0;
    int band_width = 0;
    int cell_width = 0;
    int count_width = 0;
    bool medians = false;
    for (const std::string& day : grid.days)
        day_width = std::max(day_width, column_width(style.safe(day)));
    for (const std::string& band : grid.bands)
        band_width = std::max(band_width, column_width(style.safe(band)));
    for (const auto& row : grid.cells) {
        for (const TimeCell& cell : row) {
            most = std::max(most, cell.count);
            const int count = column_width(std::to_string(cell.count));
            count_width = std::max(count_width, count);
            medians |= cell.median.has_value();
            cell_width = std::max(
                cell_width,
                3 + count + (cell.median ? 3 + column_width(brief_number(*cell.median)) : 0));
        }
    }
    const int columns = static_cast<int>(grid.bands.size());
    const int wide_width = std::max(cell_width, band_width) + 2;
    const int left = style.width < kNarrow ? day_width + 1 : kIndent;
    const bool wide = left + columns * wide_width <= style.width;
    const int width = wide ? wide_width : std::max(1 + count_width, band_width) + 1;
    std::string head = blanks(left);
    for (const std::string& band : grid.bands)
        head += pad_right(style.safe(band), width);
    lines.push_back(head);
    for (std::size_t i = 0; i < grid.cells.size() && i < grid.days.size(); ++i) {
        const std::string day = style.safe(grid.days[i]);
        std::string line = left == kIndent ? pad_left(day, left - 2) + "  " : pad_right(day, left);
        for (const TimeCell& cell : grid.cells[i])
            line += time_cell(cell, most, wide, width, style);
        lines.push_back(line);
    }
    if (wide && medians) {
        add_words(lines, "entries, in brackets the median of " + style.safe(grid.median_of), style);
    } else {
        add_words(lines, "entries", style);
    }
    return lines;
}

std::vector<std::string> draw_slopes(const SlopePairs& pairs, const ChartStyle& style) {
    std::vector<DrawnRow> rows;
    for (const SlopePair& pair : pairs.rows) {
        Strip strip(pairs.low, pairs.high, strip_cells(style), style.ascii);
        strip.arrow(pair.before, pair.after).other(pair.before).score(pair.after);
        rows.push_back(
            {pair.label, on_scale(pairs.low, strip.line(), pairs.high), slope_words(pair)});
    }
    std::vector<std::string> lines = lay_out(rows, style);
    add_words(lines, style.ascii ? "x before, o after" : "○ before, ● after", style);
    return lines;
}

std::vector<std::string> draw_calibration(const CalibrationPlot& plot, const ChartStyle& style) {
    std::vector<DrawnRow> rows;
    for (const CalibrationBin& bin : plot.bins) {
        Strip strip(0, 1, strip_cells(style), style.ascii);
        std::string words = fmt::format("expected {}", percent_words(bin.predicted));
        if (bin.interval && bin.came_true) strip.range(*bin.interval);
        if (bin.count > 0) strip.other(bin.predicted);
        if (bin.count == 0) {
            words = "none";
        } else if (bin.came_true) {
            strip.score(*bin.came_true);
            words += fmt::format(", came true {}, n={}", share_words(*bin.came_true, bin.interval),
                                 bin.count);
        } else {
            words += fmt::format(", too few to say more, n={}", bin.count);
        }
        rows.push_back({bin.label, strip.line(), words});
    }
    std::vector<std::string> lines = lay_out(rows, style);
    add_words(lines,
              std::string(style.ascii ? "x expected, o came true" : "○ expected, ● came true") +
                  ", lines from 0 % to 100 %",
              style);
    return lines;
}

std::vector<std::string> draw_history(const ScoreHistory& history, const ChartStyle& style) {
    std::vector<std::string> lines;
    bool judged = false;
    for (const HistoryLine& line : history.lines) {
        add_words(lines, line.label, style);
        std::vector<DrawnRow> rows;
        for (const HistoryPoint& point : line.points) {
            Strip strip(history.low, history.high, strip_cells(style), style.ascii);
            std::string words = "no score";
            if (point.score) {
                if (point.range) strip.range(*point.range);
                strip.score(*point.score);
                words = level_words(*point.score, point.range);
                const std::string change = change_words(point);
                judged |= !change.empty();
                if (!change.empty()) words += " * " + change;
            }
            rows.push_back({fmt::format("{} {}", day_words(point.day),
                                        static_cast<int>(point.day.ymd().year())),
                            on_scale(history.low, strip.line(), history.high), words});
        }
        for (std::string& row : lay_out(rows, style))
            lines.push_back(std::move(row));
    }
    if (judged) add_words(lines, "* more than the error of measurement explains", style);
    return lines;
}

}  // namespace attune::render
