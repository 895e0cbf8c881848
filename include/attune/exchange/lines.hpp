#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "attune/base/result.hpp"
#include "attune/host/files.hpp"
#include "attune/host/terminal.hpp"

namespace attune::exchange {

/// A line longer than this is not kept in memory; its Line says so.
inline constexpr std::size_t kLineBytesMax = std::size_t{8} << 20;

/// One line of a text file without its end (LF or CRLF). A byte order mark before the first line is
/// taken off.
struct Line {
    std::string text;
    bool too_long = false;  ///< more than kLineBytesMax bytes; `text` is empty
};

/// The next line; nothing at the end; an error when the source cannot be read.
using LineSource = std::function<Result<std::optional<Line>>()>;

/// The lines of an open file, read in blocks; memory does not grow with the file.
[[nodiscard]] LineSource file_lines(std::shared_ptr<host::File> file);
/// The lines of a file that a person named, links and pipes included.
[[nodiscard]] LineSource source_lines(std::shared_ptr<host::Source> source);
/// The lines of standard input. The terminal must outlive the source.
[[nodiscard]] LineSource input_lines(host::Terminal& terminal);
/// The lines of a text in memory.
[[nodiscard]] LineSource text_lines(std::string text);

}  // namespace attune::exchange
