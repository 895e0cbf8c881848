#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"

namespace attune {

/// Hands out the next bytes of a text, at most as many as fit; 0 at its end.
using ByteSource = std::function<Result<std::size_t>(char* out, std::size_t room)>;

/// The bytes of a text that is already in memory and outlives the source.
[[nodiscard]] ByteSource bytes_of(std::string_view text);

/// One cell of a CSV row, without its quotes. `line` and `column` are where the cell starts, both
/// from 1; the column counts characters, not bytes.
struct CsvCell {
    std::string_view text;
    std::uint64_t line = 0;
    std::uint64_t column = 0;
    bool quoted = false;
};

/// One row. Its cells look into memory of the reader and are good until the next row is read.
struct CsvRow {
    std::vector<CsvCell> cells;
    std::uint64_t line = 0;  ///< where the row starts
};

struct CsvOptions {
    /// 0 takes the most frequent of comma, tab and semicolon outside quotes on the first line (a
    /// comma when there is none).
    char separator = 0;
};

/// Reads comma-separated values as RFC 4180 has them, one row at a time in memory that does not
/// grow with their number. Beyond the RFC: line ends may be CRLF, LF or a bare CR, also mixed; a
/// UTF-8 byte order mark is skipped; lines without a single character are skipped; the last line
/// needs no line end. Quoted cells may hold separators, line ends and doubled quotes.
///
/// Errors are ErrorKind::BadInput with `where` = `path:line:column`: a quote that is never closed,
/// text behind a closing quote, a quote inside a cell that does not start with one, a row of more
/// than 4 MiB, a NUL byte. After an error the reader stands behind the line that holds it, so that
/// a caller may count it and go on, except that nothing is left after a quote that is never closed.
/// Whether rows are equally long is for the caller to judge.
class CsvReader {
  public:
    CsvReader(ByteSource source, std::string path, CsvOptions options = {});

    /// Reads the next row into `row`; false at the end.
    [[nodiscard]] Result<bool> next(CsvRow& row);

    /// The separator in use; known after the first call of `next`.
    [[nodiscard]] char separator() const { return separator_; }

  private:
    struct Mark {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::uint64_t line = 0;
        std::uint64_t column = 0;
        bool quoted = false;
    };

    /// The next byte without taking it; -1 at the end of the text.
    [[nodiscard]] Result<int> peek();
    [[nodiscard]] Status refill();
    void take();
    [[nodiscard]] Status take_quoted();
    [[nodiscard]] Status take_plain();
    [[nodiscard]] bool take_line_end();
    [[nodiscard]] Result<bool> take_simple_row(CsvRow& row);
    [[nodiscard]] Status start();
    void skip_line();
    [[nodiscard]] tl::unexpected<Error> problem(std::string message, std::uint64_t line,
                                                std::uint64_t column, std::string hint = {});

    ByteSource source_;
    std::string path_;
    char separator_ = 0;
    bool started_ = false;
    bool ended_ = false;
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    std::size_t filled_ = 0;
    std::uint64_t line_ = 1;
    std::uint64_t column_ = 1;
    std::string text_;
    std::vector<Mark> marks_;
};

/// `path:line:column` of a cell.
[[nodiscard]] std::string cell_place(std::string_view path, const CsvCell& cell);

/// ErrorKind::BadInput when a row holds another number of cells than its header, at the place where
/// it ends short or where the first cell too many starts.
[[nodiscard]] Status check_width(const CsvRow& row, std::size_t header_cells,
                                 std::string_view path);

/// Appends one cell to CSV text, quoted when RFC 4180 asks for it. A NUL, which no reader takes,
/// becomes U+FFFD.
void append_csv_cell(std::string& out, std::string_view cell);

/// What a file for spreadsheet programs begins with: the mark of UTF-8.
inline constexpr std::string_view kSpreadsheetStart = "\xEF\xBB\xBF";

/// Words as a cell that spreadsheet programs take for words: with a ' in front where they would
/// make a formula of it (= + - @, a tab or a return at the beginning).
[[nodiscard]] std::string spreadsheet_words(std::string_view cell);

}  // namespace attune
