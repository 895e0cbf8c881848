#include "render/chart_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/chart_words.hpp"

namespace attune::render {

using namespace report;

namespace {

constexpr std::string_view kBlue = "\x1b[34m";
constexpr std::string_view kReset = "\x1b[0m";
/// Fewer signs say nothing; the words then stand below the bar.
constexpr int kBarCellsMin = 8;
constexpr int kIntervalCellsMin = 20;
/// Room that words beside a drawing need.
constexpr int kWordsMin = 16;
/// Longer names are cut, so that drawings keep their room.
constexpr int kLabelMax = 24;

/// Signs up to the lower end of the interval (or the whole bar), on to the value, on to the upper
/// end.
std::string bar_line(const Bar& bar, double cells_per_unit) {
    const auto cells = [&](double amount) {
        return static_cast<int>(std::lround(std::max(0.0, amount * cells_per_unit)));
    };
    const int value = bar.value > 0 ? std::max(1, cells(bar.value)) : 0;
    if (!bar.interval) return repeated("#", value);
    const int sure = std::min(value, cells(bar.interval->low));
    const int most = std::max(value, cells(bar.interval->high));
    return repeated("#", sure) + repeated("=", value - sure) + repeated("-", most - value);
}

/// A digit for the tenth, the last tenth closed at its upper end.
std::string tenth(double place) {
    return std::string(1, static_cast<char>('0' + std::clamp(static_cast<int>(place * 10), 0, 9)));
}

}  // namespace

std::string ChartStyle::safe(std::string_view text) const {
    std::string line = safe_lines(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

std::string ChartStyle::safe_lines(std::string_view text) const {
    std::string visible = make_visible(text, true);
    std::replace(visible.begin(), visible.end(), '\t', ' ');
    return ascii ? to_ascii(visible) : visible;
}

std::string ChartStyle::coloured(std::string_view code, const std::string& text) const {
    return colour ? fmt::format("{}{}{}", code, text, kReset) : text;
}

std::string ChartStyle::drawn(const std::string& text) const {
    return coloured(kBlue, text);
}

std::string blanks(int count) {
    return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}

std::vector<std::string> wrapped(std::string_view text, int columns) {
    static constexpr std::string_view kTied = "\u00a0";
    std::string tied;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool tie = text[i] == ' ' && i + 1 < text.size() && text[i + 1] == '%';
        tied += tie ? kTied : text.substr(i, 1);
    }
    std::vector<std::string> lines;
    for (std::string& line : wrap(tied, columns)) {
        for (auto at = line.find(kTied); at != std::string::npos; at = line.find(kTied, at))
            line.replace(at, kTied.size(), " ");
        while (column_width(line) > columns) {
            const std::string piece(cut_to_columns(line, columns));
            if (piece.empty()) break;
            lines.push_back(piece);
            line.erase(0, piece.size());
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<std::string> hanging(const std::string& lead, std::string_view text, int columns,
                                 int room_min) {
    const int column = column_width(lead);
    const bool below = columns - column >= std::min(room_min, column_width(text));
    std::vector<std::string> lines =
        below ? wrapped(text, columns - column) : wrapped(lead + std::string(text), columns - 2);
    const std::string later = blanks(below ? column : 2);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) {
            lines[i].insert(0, later);
        } else if (below) {
            lines[i].insert(0, lead);
        }
    }
    return lines;
}

std::string repeated(std::string_view sign, int count) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += sign;
    return out;
}

std::string spark_sign(const std::optional<double>& place, bool ascii) {
    static constexpr std::array<std::string_view, 8> kHeights{"▁", "▂", "▃", "▄",
                                                              "▅", "▆", "▇", "█"};
    if (!place) return ascii ? "." : "·";
    if (ascii) return tenth(*place);
    return std::string(
        kHeights[static_cast<std::size_t>(std::clamp(static_cast<int>(*place * 8), 0, 7))]);
}

std::string shade_sign(const std::optional<double>& place, bool ascii) {
    static constexpr std::array<std::string_view, 4> kShades{"░", "▒", "▓", "█"};
    if (!place) return ascii ? "." : "·";
    if (ascii) return tenth(*place);
    return std::string(
        kShades[static_cast<std::size_t>(std::clamp(static_cast<int>(*place * 4), 0, 3))]);
}

Strip::Strip(double low, double high, int cells, bool ascii)
    : low_(low),
      high_(high),
      ascii_(ascii),
      signs_(static_cast<std::size_t>(std::max(2, cells)), ascii ? "-" : "─") {
}

std::size_t Strip::place(double value) const {
    const double share = high_ > low_ ? std::clamp((value - low_) / (high_ - low_), 0.0, 1.0) : 0;
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(signs_.size() - 1)));
}

Strip& Strip::range(const stats::Interval& range) {
    const std::size_t from = place(range.low);
    const std::size_t to = place(range.high);
    for (std::size_t i = from; i <= to; ++i)
        signs_[i] = ascii_ ? "=" : "━";
    if (ascii_) {
        signs_[from] = "(";
        signs_[to] = ")";
    }
    return *this;
}

Strip& Strip::arrow(double from, double to) {
    const std::size_t start = place(from);
    const std::size_t end = place(to);
    for (std::size_t i = std::min(start, end) + 1; i < std::max(start, end); ++i)
        signs_[i] = ascii_ ? "=" : "━";
    if (start > end + 1) signs_[end + 1] = ascii_ ? "<" : "◂";
    if (end > start + 1) signs_[end - 1] = ascii_ ? ">" : "▸";
    return *this;
}

Strip& Strip::score(double value) {
    signs_[place(value)] = ascii_ ? "o" : "●";
    return *this;
}

Strip& Strip::other(double value) {
    signs_[place(value)] = ascii_ ? "x" : "○";
    return *this;
}

std::string Strip::line() const {
    std::string out = ascii_ ? "|" : "├";
    for (const std::string& sign : signs_)
        out += sign;
    return out + (ascii_ ? "|" : "┤");
}

std::vector<std::string> lay_out(const std::vector<DrawnRow>& rows, const ChartStyle& style) {
    int label_width = 0;
    int drawing_width = 0;
    int words_width = 0;
    for (const DrawnRow& row : rows) {
        label_width = std::max(label_width, column_width(style.safe(row.label)));
        drawing_width = std::max(drawing_width, column_width(row.drawing));
        words_width = std::max(words_width, column_width(style.safe(row.words)));
    }
    label_width = std::min(label_width, kLabelMax);
    const int indent = style.indent();
    const bool label_above = indent + label_width + 2 + drawing_width > style.width;
    const int before = label_above ? indent + 2 : indent + label_width + 2;
    const int words_at = before + drawing_width + 2;
    const int beside = style.width - words_at;
    const bool below = label_above || beside < std::min(words_width, kWordsMin);
    std::vector<std::string> lines;
    for (const DrawnRow& row : rows) {
        const std::string label = style.safe(row.label);
        const std::string words = style.safe(row.words);
        std::string lead = blanks(indent);
        if (label_above) {
            for (const std::string& part : wrapped(label, style.width - indent))
                lines.push_back(blanks(indent) + part);
            lead = blanks(before);
        } else {
            lead += pad_right(cut_to_columns(label, label_width), label_width + 2);
        }
        lead += style.drawn(row.drawing);
        if (below) {
            if (!row.drawing.empty() || !label_above) lines.push_back(lead);
            if (words.empty()) continue;
            for (const std::string& part : wrapped(words, style.width - before))
                lines.push_back(blanks(before) + part);
            continue;
        }
        lead += blanks(drawing_width + 2 - column_width(row.drawing));
        const auto parts = wrapped(words, beside);
        for (std::size_t i = 0; i < parts.size(); ++i)
            lines.push_back((i == 0 ? lead : blanks(words_at)) + parts[i]);
    }
    return lines;
}

void add_words(std::vector<std::string>& lines, std::string_view text, const ChartStyle& style) {
    for (const std::string& part : wrapped(style.safe(text), style.width - style.indent()))
        lines.push_back(blanks(style.indent()) + part);
}

std::vector<std::string> draw_bars(const Bars& bars, const ChartStyle& style) {
    std::vector<std::string> lines;
    int label_width = 0;
    int words_width = 0;
    bool intervals = false;
    bool numbers = true;
    for (const Bar& bar : bars.bars) {
        label_width = std::max(label_width, column_width(style.safe(bar.label)));
        words_width = std::max(words_width, column_width(style.safe(bar_words(bar))));
        intervals |= bar.interval.has_value();
        numbers &= bar.text.empty() && !bar.interval;
    }
    label_width = std::min(label_width, style.width / 2);
    const double full = bars_full(bars);
    const int before = style.indent() + label_width + 3;
    const int beside = style.width - before - words_width - 2;
    const bool below = beside < (intervals ? kIntervalCellsMin : kBarCellsMin);
    const int room = std::max(kBarCellsMin, below ? style.width - before : beside);
    const bool counts = !intervals && full <= room && !bars.full;
    for (const Bar& bar : bars.bars) {
        const std::string label = style.safe(bar.label);
        const std::string words = style.safe(bar_words(bar));
        if (style.accessible) {
            for (std::string& line : hanging(label + ": ", words, style.width))
                lines.push_back(std::move(line));
            continue;
        }
        const double per_unit = counts ? 1 : full > 0 ? room / full : 0;
        const std::string drawing = style.drawn(bar_line(bar, per_unit));
        const std::string lead =
            blanks(style.indent()) + pad_right(cut_to_columns(label, label_width), label_width + 3);
        if (!below) {
            lines.push_back(
                lead + (numbers ? pad_left(words, words_width) : pad_right(words, words_width)) +
                "  " + drawing);
            continue;
        }
        lines.push_back(lead + drawing);
        for (const std::string& line : wrapped(words, style.width - before))
            lines.push_back(blanks(before) + line);
    }
    if (intervals && !style.accessible) {
        add_words(lines,
                  "# to the lower end of the likely range, = to the number, - to the upper end",
                  style);
    }
    return lines;
}

}  // namespace attune::render
