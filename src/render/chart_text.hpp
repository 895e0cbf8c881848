#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/report/document.hpp"

/// Charts as lines for a terminal. Words of the person are made safe here; a line may end in blanks
/// and is never wider than the style asks for. Shades and heights stand for
/// tenths or quarters of a scale that is always named; the numbers stand beside them or in the
/// table behind.
namespace attune::render {

/// Where rows of tables, values and charts begin.
inline constexpr int kIndent = 12;
/// Narrower than this, charts begin at the margin and scores stand below their names.
inline constexpr int kNarrow = 60;

struct ChartStyle {
    int width = 80;
    bool colour = false;
    bool ascii = false;
    bool accessible = false;

    /// Text that may go to a terminal, on one line: a name with a line break in it looks like no
    /// line of ours.
    [[nodiscard]] std::string safe(std::string_view text) const;
    /// The same for what the builder broke into lines: values, last cells and words of scores.
    [[nodiscard]] std::string safe_lines(std::string_view text) const;
    /// The text between an SGR code and its end, where colour is wanted.
    [[nodiscard]] std::string coloured(std::string_view code, const std::string& text) const;
    /// The text in the colour of drawings.
    [[nodiscard]] std::string drawn(const std::string& text) const;
    [[nodiscard]] int indent() const { return width < kNarrow ? 2 : kIndent; }
};

[[nodiscard]] std::string blanks(int count);
/// Lines of at most `columns` cells, with no break between a number and its percent sign. A word
/// that is wider goes on in the next line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, int columns);
/// `lead` and the text behind it, in lines of at most `columns` cells. Later lines begin below the
/// end of the lead; where that leaves less than `room_min` cells, two cells in.
[[nodiscard]] std::vector<std::string> hanging(const std::string& lead, std::string_view text,
                                               int columns, int room_min = 20);
[[nodiscard]] std::string repeated(std::string_view sign, int count);

/// A height for a place on a scale, 0 to 1: one of eight blocks, in ASCII a digit for the tenth it
/// lies in. Nothing is a dot.
[[nodiscard]] std::string spark_sign(const std::optional<double>& place, bool ascii);
/// A shade for a place on a scale, 0 to 1: one of four, in ASCII a digit for the tenth. Nothing is
/// a dot.
[[nodiscard]] std::string shade_sign(const std::optional<double>& place, bool ascii);

/// A scale with what stands on it: "|---(==o==)---x--|".
class Strip {
  public:
    Strip(double low, double high, int cells, bool ascii);
    /// Marks the range; what lies outside the scale stands at its end.
    Strip& range(const stats::Interval& range);
    /// Marks the cells between two values: an arrow from the first to the second.
    Strip& arrow(double from, double to);
    /// A value: `o` in ASCII.
    Strip& score(double value);
    /// Another value to compare with: `x` in ASCII.
    Strip& other(double value);
    [[nodiscard]] std::string line() const;

  private:
    [[nodiscard]] std::size_t place(double value) const;
    double low_;
    double high_;
    bool ascii_;
    std::vector<std::string> signs_;
};

/// A line of a chart: its name, what is drawn, and its words.
struct DrawnRow {
    std::string label;
    std::string drawing;
    std::string words;
};

/// Names, drawings and words in columns; where they do not fit beside each other, words stand below
/// the drawing, and on a narrow terminal the drawing below its name.
[[nodiscard]] std::vector<std::string> lay_out(const std::vector<DrawnRow>& rows,
                                               const ChartStyle& style);

/// A sentence at the indent of charts, wrapped.
void add_words(std::vector<std::string>& lines, std::string_view text, const ChartStyle& style);

/// One bar a line: "hurt   39 %  ####==---". The signs run to the lower end of the interval, on to
/// the value and on to the upper end; the last line explains them. Accessible: "hurt: 39 %".
[[nodiscard]] std::vector<std::string> draw_bars(const report::Bars& bars, const ChartStyle& style);

/// A row for each weekday, a column for each week, with the names of the months above; more weeks
/// than fit go on below.
[[nodiscard]] std::vector<std::string> draw_calendar(const report::HeatStrip& strip,
                                                     const ChartStyle& style);
/// Up to a quarter of a year a strip for each week, with words; longer, one height a week.
[[nodiscard]] std::vector<std::string> draw_level(const report::LevelLine& line,
                                                  const ChartStyle& style);
[[nodiscard]] std::vector<std::string> draw_share(const report::ShareLine& line,
                                                  const ChartStyle& style);
/// Up to a quarter of a year a bar for each week; longer, one height a week.
[[nodiscard]] std::vector<std::string> draw_weeks(const report::WeekBars& bars,
                                                  const ChartStyle& style);
[[nodiscard]] std::vector<std::string> draw_sparks(const report::SparkTable& table,
                                                   const ChartStyle& style);

/// Counts with a shade each, and medians where there is room for them.
[[nodiscard]] std::vector<std::string> draw_times(const report::TimeGrid& grid,
                                                  const ChartStyle& style);
[[nodiscard]] std::vector<std::string> draw_slopes(const report::SlopePairs& pairs,
                                                   const ChartStyle& style);
[[nodiscard]] std::vector<std::string> draw_calibration(const report::CalibrationPlot& plot,
                                                        const ChartStyle& style);
[[nodiscard]] std::vector<std::string> draw_history(const report::ScoreHistory& history,
                                                    const ChartStyle& style);

}  // namespace attune::render
