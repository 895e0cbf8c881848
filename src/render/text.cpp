#include "attune/render/text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/chart_text.hpp"
#include "render/map_text.hpp"

namespace attune::render {

namespace {

using namespace report;

/// Where the period stands when title and width leave room for it.
constexpr int kPeriodColumn = 49;
constexpr int kWidthMin = 40;
/// Room that the last column of a table needs; on a narrower terminal each row is a line of its
/// own.
constexpr int kLastColumnMin = 24;
constexpr int kStripCells = 25;
/// Room that the words of a score need behind its name and strip, unless they are shorter.
constexpr int kScoreWordsMin = 30;
constexpr std::string_view kBold = "\x1b[1m";

std::string upper_ascii(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

class TextWriter {
  public:
    explicit TextWriter(const TextOptions& options)
        : options_(options), width_(std::max(kWidthMin, options.width)) {}

    std::string write(const Document& document) {
        head(document);
        bool first = true;
        for (const Section& section : document.sections) {
            if (section.reach == Section::Reach::PageOnly) continue;
            if (!first) line("");
            first = false;
            if (!section.heading.empty()) heading(section);
            for (const Block& block : section.blocks) {
                std::visit([this](const auto& one) { put(one); }, block);
            }
        }
        return std::move(out_);
    }

  private:
    [[nodiscard]] ChartStyle style() const {
        return {.width = width_,
                .colour = options_.colour,
                .ascii = options_.ascii,
                .accessible = options_.accessible};
    }
    [[nodiscard]] std::string safe(std::string_view text) const { return style().safe(text); }
    [[nodiscard]] std::string safe_lines(std::string_view text) const {
        return style().safe_lines(text);
    }
    [[nodiscard]] std::string coloured(std::string_view code, const std::string& text) const {
        return style().coloured(code, text);
    }

    void line(std::string_view text) {
        const auto end = text.find_last_not_of(' ');
        out_ += end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
        out_ += '\n';
    }

    void hang(const std::string& lead, std::string_view text, int room_min = 20) {
        for (const std::string& one : hanging(lead, text, width_, room_min))
            line(one);
    }

    /// What stands above others, in bold.
    void bold(const std::string& text) {
        for (const std::string& one : wrapped(text, width_))
            line(coloured(kBold, one));
    }

    void head(const Document& document) {
        const std::string title = upper_ascii(safe(document.title));
        const std::string period = safe(document.period);
        if (options_.accessible) {
            hang(safe(document.title) + ": ", period);
            line("");
            return;
        }
        if (column_width(title) + 2 + column_width(period) > width_) {
            bold(title);
            hang("", period);
            line(std::string(static_cast<std::size_t>(width_), '-'));
            return;
        }
        const int start = std::max(column_width(title) + 2,
                                   std::min(kPeriodColumn, width_ - column_width(period)));
        line(coloured(kBold, title) + blanks(start - column_width(title)) + period);
        line(std::string(static_cast<std::size_t>(width_), '-'));
    }

    void heading(const Section& section) {
        if (options_.accessible) {
            hang("", safe(section.heading));
            return;
        }
        const std::string text = upper_ascii(safe(section.heading));
        const std::string aside = safe(section.aside);
        if (!aside.empty() && column_width(text) + 1 + column_width(aside) <= width_) {
            line(coloured(kBold, text) + ' ' + aside);
            return;
        }
        bold(text);
        if (!aside.empty()) hang("", aside);
    }

    void put(const KeyValue& pair) {
        const std::string label = safe(pair.label);
        if (options_.accessible) {
            hang(label + ": ", safe_lines(pair.value));
            return;
        }
        const int width = column_width(label);
        hang(pad_right(label, width + 2 <= kIndent ? kIndent : width + 3), safe_lines(pair.value));
    }

    void put(const Note& note) {
        const bool under = note.place == Note::Place::Under && !options_.accessible;
        hang(under ? blanks(style().indent()) : std::string(), safe(note.text));
    }

    void put(const report::Command& command) {
        for (const std::string_view part : split(command.text, '\n'))
            line(blanks(options_.accessible ? 0 : style().indent()) + safe(part));
    }

    void put(const Bars& bars) {
        for (const std::string& drawn : draw_bars(bars, style()))
            line(drawn);
    }

    /// Cells a column needs for its own values; cells that run on to the end of the line do not
    /// count.
    static std::vector<int> column_widths(const Table& table,
                                          const std::vector<std::vector<std::string>>& cells) {
        std::vector<int> widths;
        for (const Column& column : table.columns)
            widths.push_back(column.width_min);
        for (const auto& row : cells) {
            const bool runs_on = row.size() < table.columns.size();
            for (std::size_t i = 0; i + (runs_on ? 1 : 0) < row.size(); ++i) {
                widths[i] = std::max(widths[i], column_width(row[i]));
            }
        }
        return widths;
    }

    void put(const Table& table) {
        std::vector<std::vector<std::string>> cells;
        for (const Row& row : table.rows) {
            std::vector<std::string> safe_cells;
            for (const std::string& cell : row.cells) {
                const bool last = &cell == &row.cells.back();
                safe_cells.push_back(last ? safe_lines(cell) : safe(cell));
            }
            cells.push_back(std::move(safe_cells));
        }
        if (options_.accessible) {
            for (const auto& row : cells)
                accessible_row(row);
            return;
        }
        const std::vector<int> widths = column_widths(table, cells);
        const int indent = style().indent();
        int before_last = indent;
        for (std::size_t i = 0; i + 1 < table.columns.size(); ++i) {
            before_last += widths[i] + table.columns[i].gap;
        }
        if (before_last + std::min(widths.back(), kLastColumnMin) > width_) {
            for (const auto& row : cells)
                accessible_row(row);
            return;
        }
        for (const auto& row : cells) {
            if (row.empty()) continue;
            std::string lead = blanks(indent);
            for (std::size_t i = 0; i + 1 < row.size(); ++i) {
                const Column& column = table.columns[i];
                lead += column.align == Column::Align::Right ? pad_left(row[i], widths[i])
                                                             : pad_right(row[i], widths[i]);
                lead += blanks(column.gap);
            }
            const std::size_t last = row.size() - 1;
            if (row.size() == table.columns.size() &&
                table.columns[last].align == Column::Align::Right) {
                lead += blanks(widths[last] - column_width(row[last]));
            }
            hang(lead, row[last]);
        }
    }

    /// "reacted: 7 of 18, 39 %, likely between 20 % and 61 %".
    void accessible_row(const std::vector<std::string>& row) {
        if (row.empty()) return;
        const std::vector<std::string> values(row.begin() + 1, row.end());
        std::string text = join(values, ", ");
        std::replace(text.begin(), text.end(), '\n', ' ');
        hang(row.front() + (values.empty() ? "" : ": "), text, width_ * 3 / 5);
    }

    void put(const HeatStrip& strip) { chart(strip, draw_calendar); }
    void put(const ShareLine& share) { chart(share, draw_share); }
    void put(const LevelLine& level) { chart(level, draw_level); }
    void put(const TimeGrid& grid) { chart(grid, draw_times); }
    void put(const SlopePairs& pairs) { chart(pairs, draw_slopes); }
    void put(const CalibrationPlot& plot) { chart(plot, draw_calibration); }
    void put(const ScoreHistory& history) { chart(history, draw_history); }
    void put(const WeekBars& bars) { chart(bars, draw_weeks); }
    void put(const SparkTable& table) { chart(table, draw_sparks); }

    /// The drawing, and below it what it says; for accessible reading the words, then the numbers.
    template <typename Chart>
    void chart(const Chart& shown,
               std::vector<std::string> (*draw)(const Chart&, const ChartStyle&)) {
        if (options_.accessible) {
            hang("", safe(shown.description));
            put(shown.twin);
            return;
        }
        for (const std::string& drawn : draw(shown, style()))
            line(drawn);
        hang(blanks(style().indent()), safe(shown.description));
    }

    void put(const PlaceMap& map) {
        if (options_.accessible) {
            hang("", safe(map.description));
            for (const Row& row : map.twin.rows) {
                std::vector<std::string> cells;
                for (const std::string& cell : row.cells)
                    cells.push_back(safe(cell));
                accessible_row(cells);
            }
            return;
        }
        PlaceMap shown = map;
        for (std::string* word : {&shown.right.title, &shown.right.low_word, &shown.right.high_word,
                                  &shown.up.title, &shown.up.low_word, &shown.up.high_word})
            *word = safe(*word);
        for (std::string& corner : shown.corners)
            corner = safe(corner);
        for (MapPoint& point : shown.points)
            point.label = safe(point.label);
        for (const std::string& drawn : draw_map(shown, width_ - 2, options_.ascii))
            line("  " + drawn);
    }

    void put(const ScoreRows& scores) {
        int label_width = 0;
        int words_width = 0;
        for (const ScoreRow& row : scores.rows) {
            label_width = std::max(label_width, column_width(safe(row.label)));
            const std::string words = safe_lines(row.text);
            for (const std::string_view part : split(words, '\n'))
                words_width = std::max(words_width, column_width(part));
        }
        const int strip_cells = scores.strips ? kStripCells + 8 : 0;
        const bool below =
            width_ - label_width - 2 - strip_cells < std::min(words_width, kScoreWordsMin);
        for (const ScoreRow& row : scores.rows) {
            const std::string label = safe(row.label);
            const bool strip = scores.strips && !options_.accessible;
            if (options_.accessible) {
                hang(label + ": ", one_line(safe_lines(row.text)));
            } else if (below) {
                hang("", label);
                if (strip) line("  " + draw_strip(row, kStripCells, options_.ascii));
                hang("  ", safe_lines(row.text));
            } else {
                hang(pad_right(label, label_width + 2) +
                         (strip ? draw_strip(row, kStripCells, options_.ascii) + "  "
                                : std::string()),
                     safe_lines(row.text));
            }
        }
    }

    static std::string one_line(std::string text) {
        std::string out;
        for (const std::string_view part : split(text, '\n'))
            out += (out.empty() ? "" : "; ") + std::string(part);
        return out;
    }

    TextOptions options_;
    int width_;
    std::string out_;
};

}  // namespace

std::string render_text(const Document& document, const TextOptions& options) {
    return TextWriter(options).write(document);
}

}  // namespace attune::render
