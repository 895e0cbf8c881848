#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attune/base/csv.hpp"
#include "attune/base/text.hpp"
#include "attune/exchange/record_writer.hpp"

namespace attune::exchange {

/// Builds one row of CSV.
class CsvLine {
  public:
    explicit CsvLine(const CsvStyle& style) : style_(style) {}

    /// A cell with words of somebody in it.
    void text(std::string_view cell) {
        next();
        append_csv_cell(row_, style_.excel ? spreadsheet_words(cell) : std::string(cell));
    }
    void number(double value) {
        next();
        row_ += shortest_number(value);
    }
    void number(const std::optional<double>& value) {
        if (value) {
            number(*value);
        } else {
            empty();
        }
    }
    void empty() { next(); }
    /// The row with its line end; the next cell begins another one.
    [[nodiscard]] std::string take() {
        row_ += "\r\n";
        first_ = true;
        return std::exchange(row_, {});
    }

  private:
    void next() {
        if (!std::exchange(first_, false)) row_ += ',';
    }
    CsvStyle style_;
    std::string row_;
    bool first_ = true;
};

/// What a file for spreadsheet programs begins with.
[[nodiscard]] inline std::string_view csv_start(const CsvStyle& style) {
    return style.excel ? kSpreadsheetStart : std::string_view();
}

}  // namespace attune::exchange
