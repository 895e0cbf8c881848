#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "render/chart_text.hpp"
#include "render/chart_words.hpp"

/// Charts along the weeks.
namespace attune::render {

using namespace report;

namespace {

/// More weeks than this are one sign each instead of a line each.
constexpr std::size_t kWeekRowsMax = 13;
constexpr int kStripCells = 25;
constexpr int kNarrowStripCells = 20;
/// Room for the names of weekdays and ends of scales before the columns of weeks.
constexpr int kGutter = 6;

std::optional<double> place_on(const std::optional<double>& value, double low, double high) {
    if (!value || !(high > low)) return std::nullopt;
    return std::clamp((*value - low) / (high - low), 0.0, 1.0);
}

/// "Mar Apr May": the month above the first of its weeks, where the next one leaves room.
std::string month_line(CivilDay first, int weeks, int cell) {
    std::string line;
    std::string_view month;
    for (int week = 0; week < weeks; ++week) {
        const CivilDay day = first + 7 * week;
        if (day.month_name() == month) continue;
        month = day.month_name();
        const int column = week * cell;
        // At the start a month may have a single week left; its name would hide the next one.
        const bool soon_over =
            week == 0 && cell == 1 && weeks > 2 && (first + 14).month_name() != month;
        if (soon_over || (column > 0 && column_width(line) + 1 > column)) continue;
        line = pad_right(line, column) + std::string(month);
    }
    return line;
}

/// One line of signs for all weeks, continued below where the terminal ends, with the months above.
std::vector<std::string> week_signs(const std::vector<std::optional<double>>& places,
                                    CivilDay first, const std::string& name,
                                    const ChartStyle& style) {
    std::vector<std::string> lines;
    const int label = std::max(style.indent(), column_width(name) + 2);
    const int room = std::max(10, style.width - label);
    for (std::size_t start = 0; start < places.size(); start += static_cast<std::size_t>(room)) {
        const std::size_t count = std::min(places.size() - start, static_cast<std::size_t>(room));
        std::string signs;
        for (std::size_t i = start; i < start + count; ++i)
            signs += spark_sign(places[i], style.ascii);
        lines.push_back(blanks(label) + month_line(first + 7 * static_cast<int>(start),
                                                   static_cast<int>(count), 1));
        lines.push_back(pad_right(start == 0 ? name : "", label) + style.drawn(signs));
    }
    return lines;
}

std::string spark_legend(const std::string& low, const std::string& high, bool ascii) {
    return ascii ? fmt::format(
                       "a digit is a tenth of the scale from {} to {}; a dot: too little to say",
                       low, high)
                 : fmt::format("heights from {} to {}; a dot: too little to say", low, high);
}

/// The marks that fall into the week from `first`.
std::vector<std::string> marks_in(const std::vector<LineMark>& marks, CivilDay first) {
    std::vector<std::string> words;
    for (const LineMark& mark : marks) {
        if (first <= mark.day && mark.day < first + 7) {
            words.push_back(fmt::format("{}: {}", day_words(mark.day), mark.label));
        }
    }
    return words;
}

std::vector<std::string> draw_line(const LevelLine& line, bool percent, const ChartStyle& style) {
    const auto end = [&](double value) {
        return percent ? percent_words(value) : brief_number(value);
    };
    std::vector<std::string> lines;
    if (line.points.empty()) return lines;
    if (line.points.size() > kWeekRowsMax) {
        std::vector<std::optional<double>> places;
        for (const LevelPoint& point : line.points)
            places.push_back(place_on(point.value, line.low, line.high));
        lines = week_signs(places, line.points.front().first, "", style);
        add_words(lines, spark_legend(end(line.low), end(line.high), style.ascii), style);
        for (const LineMark& mark : line.marks)
            add_words(lines, fmt::format("{}: {}", day_words(mark.day), mark.label), style);
        return lines;
    }
    std::vector<DrawnRow> rows;
    const int cells = style.width < kNarrow ? kNarrowStripCells : kStripCells;
    for (const LevelPoint& point : line.points) {
        DrawnRow row{day_words(point.first), {}, {}};
        if (point.value) {
            Strip strip(line.low, line.high, cells, style.ascii);
            if (point.band) strip.range(*point.band);
            row.drawing = strip.score(*point.value).line();
            row.words = fmt::format("{}, n={}",
                                    percent ? share_words(*point.value, point.band)
                                            : level_words(*point.value, point.band),
                                    point.count);
        } else {
            row.words = point.count == 0 ? std::string("no entries")
                                         : fmt::format("too few, n={}", point.count);
        }
        for (const std::string& mark : marks_in(line.marks, point.first))
            row.words += "; " + mark;
        rows.push_back(std::move(row));
    }
    lines = lay_out(rows, style);
    add_words(lines, fmt::format("lines from {} to {}", end(line.low), end(line.high)), style);
    return lines;
}

}  // namespace

std::vector<std::string> draw_calendar(const HeatStrip& strip, const ChartStyle& style) {
    std::vector<std::string> lines;
    if (strip.days.empty()) return lines;
    const CivilDay first = strip.days.front().day;
    const int weeks = (strip.days.back().day - first) / 7 + 1;
    const int left = style.width < kNarrow ? kGutter : kIndent;
    const int cell = weeks * 3 <= style.width - left ? 3 : weeks * 2 <= style.width - left ? 2 : 1;
    const int room = (style.width - left) / cell;
    std::vector<const DayCell*> known(static_cast<std::size_t>(weeks) * 7, nullptr);
    for (const DayCell& day : strip.days)
        known[static_cast<std::size_t>(day.day - first)] = &day;
    for (int start = 0; start < weeks; start += room) {
        const int count = std::min(room, weeks - start);
        if (start > 0) lines.emplace_back();
        lines.push_back(blanks(left) + month_line(first + 7 * start, count, cell));
        for (int row = 0; row < 7; ++row) {
            std::string signs;
            for (int week = start; week < start + count; ++week) {
                const DayCell* day = known[static_cast<std::size_t>(week * 7 + row)];
                std::string sign = " ";
                if (day != nullptr)
                    sign = shade_sign(place_on(day->value, strip.low, strip.high), style.ascii);
                const int width =
                    style.ascii || day == nullptr || !day->value ? 1 : cell - cell / 2;
                signs += repeated(sign, width) + blanks(cell - width);
            }
            const std::string name((first + row).weekday_name());
            lines.push_back(pad_left(name, left - 2) + "  " + style.drawn(signs));
        }
    }
    const auto part = [&](int quarter) {
        return brief_number(strip.low + (strip.high - strip.low) * quarter / 4);
    };
    add_words(
        lines,
        style.ascii
            ? fmt::format("a digit is a tenth of the scale from {} to {}; a dot: nothing rated",
                          brief_number(strip.low), brief_number(strip.high))
            : fmt::format("░ from {}  ▒ from {}  ▓ from {}  █ from {} to {}  · nothing rated",
                          part(0), part(1), part(2), part(3), part(4)),
        style);
    return lines;
}

std::vector<std::string> draw_level(const LevelLine& line, const ChartStyle& style) {
    return draw_line(line, false, style);
}

std::vector<std::string> draw_share(const ShareLine& line, const ChartStyle& style) {
    return draw_line(as_level(line), true, style);
}

std::vector<std::string> draw_weeks(const WeekBars& bars, const ChartStyle& style) {
    std::vector<std::string> lines;
    if (bars.weeks.empty()) return lines;
    double largest = 0;
    for (const WeekAmount& week : bars.weeks)
        largest = std::max(largest, week.amount.value_or(0));
    if (bars.weeks.size() > kWeekRowsMax) {
        std::vector<std::optional<double>> places;
        for (const WeekAmount& week : bars.weeks)
            places.push_back(largest > 0 || !week.amount ? place_on(week.amount, 0, largest)
                                                         : std::optional<double>(0));
        lines = week_signs(places, bars.weeks.front().first, "", style);
        add_words(lines, spark_legend("0", brief_number(largest) + " " + bars.unit, style.ascii),
                  style);
        for (const LineMark& mark : bars.marks)
            add_words(lines, fmt::format("{}: {}", day_words(mark.day), mark.label), style);
        return lines;
    }
    int label_width = 0;
    int number_width = 1;
    for (const WeekAmount& week : bars.weeks) {
        label_width = std::max(label_width, column_width(day_words(week.first)));
        if (week.amount)
            number_width = std::max(number_width, column_width(brief_number(*week.amount)));
    }
    const int before = style.indent() + label_width + 3 + number_width + 2;
    const int room = style.width - before;
    for (const WeekAmount& week : bars.weeks) {
        for (const std::string& mark : marks_in(bars.marks, week.first))
            add_words(lines, "-- " + mark, style);
        std::string lead =
            blanks(style.indent()) + pad_right(day_words(week.first), label_width + 3);
        if (!week.amount) {
            lines.push_back(lead + pad_left("-", number_width) + "  nothing recorded");
            continue;
        }
        const int cells =
            largest > 0 ? static_cast<int>(std::lround(*week.amount / largest * room)) : 0;
        lines.push_back(lead + pad_left(brief_number(*week.amount), number_width) + "  " +
                        style.drawn(repeated("#", *week.amount > 0 ? std::max(1, cells) : 0)));
    }
    add_words(lines, style.safe(bars.unit) + " in the week from each day on", style);
    return lines;
}

std::vector<std::string> draw_sparks(const SparkTable& table, const ChartStyle& style) {
    std::vector<std::string> lines;
    std::vector<DrawnRow> rows;
    for (const SparkRow& row : table.rows) {
        DrawnRow drawn{row.label, {}, {}};
        for (const auto& value : row.values)
            drawn.drawing += spark_sign(place_on(value, row.low, row.high), style.ascii);
        drawn.words = row.last.empty() ? fmt::format("n={}", row.count)
                                       : fmt::format("{}, n={}", row.last, row.count);
        rows.push_back(std::move(drawn));
    }
    lines = lay_out(rows, style);
    add_words(lines,
              style.safe(table.span) +
                  (style.ascii ? "; digits are tenths of each scale" : "; each on its own scale") +
                  "; a dot: too little to say",
              style);
    return lines;
}

}  // namespace attune::render
