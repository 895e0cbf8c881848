#pragma once

#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "cli/screen.hpp"

namespace attune::cli {

/// One value of a row as people read it.
struct ResultCell {
    std::string text;
    bool number = false;   ///< stands at the right side of its column
    bool missing = false;  ///< shown as "-"
};
using ResultRow = std::vector<ResultCell>;

/// Prints rows as they come, below their column names. The first rows decide how wide the columns
/// are; a longer cell goes on in the next line of its column and is never cut. Where the columns do
/// not fit beside each other, and in accessible mode, each row is a paragraph of "name: value".
class ResultTable {
  public:
    ResultTable(Screen& screen, std::vector<std::string> names);

    [[nodiscard]] Status add(ResultRow row);
    /// Prints what still waits for a decision about widths.
    [[nodiscard]] Status finish();

  private:
    void decide();
    [[nodiscard]] Status print_waiting();
    [[nodiscard]] Status print_row(const ResultRow& row);
    [[nodiscard]] Status print_paragraph(const ResultRow& row);

    Screen& screen_;
    std::vector<std::string> names_;
    std::vector<ResultRow> waiting_;
    std::vector<int> widths_;  ///< empty: paragraphs
    std::vector<bool> numbers_;
    bool decided_ = false;
    bool first_ = true;
};

}  // namespace attune::cli
