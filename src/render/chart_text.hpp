#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/report/document.hpp"

/// Charts as lines for a terminal. Words of the person are made safe here; a line may end in blanks
/// and is never wider than the style asks for.
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

    /// Text that may go to a terminal.
    [[nodiscard]] std::string safe(std::string_view text) const;
    /// The text between an SGR code and its end, where colour is wanted.
    [[nodiscard]] std::string coloured(std::string_view code, const std::string& text) const;
    [[nodiscard]] int indent() const { return width < kNarrow ? 2 : kIndent; }
};

[[nodiscard]] std::string blanks(int count);

/// One bar a line: "hurt   39 %  ####==---". The signs run to the lower end of the interval, on to
/// the value and on to the upper end; the last line explains them. Accessible: "hurt: 39 %".
[[nodiscard]] std::vector<std::string> draw_bars(const report::Bars& bars, const ChartStyle& style);

}  // namespace attune::render
