#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attune/base/bytes.hpp"
#include "attune/base/result.hpp"

namespace attune::host {

enum class Stream { Out, Err };

/// A line that a person typed, perhaps not to its end.
struct Answer {
    std::string text;
    bool interrupted = false;  ///< Ctrl-C or the end of the terminal came first
};

/// Standard streams and the controlling terminal.
class Terminal {
  public:
    virtual ~Terminal() = default;
    /// Writes all bytes. ErrorKind::ClosedPipe when the reader went away, ErrorKind::Io otherwise.
    [[nodiscard]] virtual Status write(Stream stream, std::string_view text) = 0;
    /// Up to `limit` bytes of standard input, until its end; more is ErrorKind::TooLarge.
    [[nodiscard]] virtual Result<std::string> read_input(std::size_t limit) = 0;
    /// Puts the next bytes of standard input into `out`, at most as many as fit, and says how many;
    /// 0 at its end. `out` is not empty.
    [[nodiscard]] virtual Result<std::size_t> read_some(MutableByteView out) = 0;
    /// The next line of standard input without its line break; nothing at the end.
    [[nodiscard]] virtual Result<std::optional<std::string>> read_line() = 0;

    [[nodiscard]] virtual bool in_is_terminal() const = 0;
    [[nodiscard]] virtual bool out_is_terminal() const = 0;
    [[nodiscard]] virtual bool err_is_terminal() const = 0;
    /// Columns of the terminal on standard output, nothing when it is none.
    [[nodiscard]] virtual std::optional<int> columns() const = 0;
    [[nodiscard]] virtual std::optional<int> rows() const = 0;

    /// True when the controlling terminal can be opened for secrets and confirmations.
    [[nodiscard]] virtual bool has_controlling_terminal() const = 0;
    /// Shows a prompt on the controlling terminal and reads one line from it without echo.
    /// ErrorKind::Interrupted on Ctrl-C or its end; the terminal is always put back as it was.
    [[nodiscard]] virtual Result<std::string> read_secret(std::string_view prompt) = 0;
    /// Shows a prompt on the controlling terminal and reads one line with echo.
    [[nodiscard]] virtual Result<std::string> read_answer(std::string_view prompt) = 0;
    /// The same for words that must not be lost: what was typed before Ctrl-C comes back as well.
    [[nodiscard]] virtual Result<Answer> read_words(std::string_view prompt) = 0;
    /// Text straight to the controlling terminal (recovery codes, words that must not be lost).
    [[nodiscard]] virtual Status tell(std::string_view text) = 0;
};

}  // namespace attune::host
