#include "render/chart_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/bar_words.hpp"

namespace attune::render {

using namespace report;

namespace {

constexpr std::string_view kBlue = "\x1b[34m";
constexpr std::string_view kReset = "\x1b[0m";
/// Fewer signs say nothing; the words then stand below the bar.
constexpr int kBarCellsMin = 8;
constexpr int kIntervalCellsMin = 20;

/// "#####", or "###==--" with an interval.
std::string bar_signs(const Bar& bar, double cells_per_unit) {
    const auto cells = [&](double amount) {
        return static_cast<std::size_t>(std::lround(std::max(0.0, amount * cells_per_unit)));
    };
    const std::size_t value = bar.value > 0 ? std::max<std::size_t>(1, cells(bar.value)) : 0;
    if (!bar.interval) return std::string(value, '#');
    const std::size_t sure = std::min(value, cells(bar.interval->low));
    const std::size_t most = std::max(value, cells(bar.interval->high));
    return std::string(sure, '#') + std::string(value - sure, '=') + std::string(most - value, '-');
}

}  // namespace

std::string ChartStyle::safe(std::string_view text) const {
    const std::string visible = make_visible(text, true);
    return ascii ? to_ascii(visible) : visible;
}

std::string ChartStyle::coloured(std::string_view code, const std::string& text) const {
    return colour ? fmt::format("{}{}{}", code, text, kReset) : text;
}

std::string blanks(int count) {
    return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
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
            lines.push_back(fmt::format("{}: {}", label, words));
            continue;
        }
        const std::string signs = style.coloured(kBlue, bar_signs(bar, counts     ? 1
                                                                       : full > 0 ? room / full
                                                                                  : 0));
        const std::string lead =
            blanks(style.indent()) + pad_right(cut_to_columns(label, label_width), label_width + 3);
        if (!below) {
            lines.push_back(
                lead + (numbers ? pad_left(words, words_width) : pad_right(words, words_width)) +
                "  " + signs);
            continue;
        }
        lines.push_back(lead + signs);
        for (const std::string& line : wrap(words, style.width - before))
            lines.push_back(blanks(before) + line);
    }
    if (intervals && !style.accessible) {
        for (const std::string& line :
             wrap("# to the lower end of the likely range, = to the number, - to the upper end",
                  style.width - style.indent()))
            lines.push_back(blanks(style.indent()) + line);
    }
    return lines;
}

}  // namespace attune::render
