#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/host/host.hpp"

/// The person's editor, told to write no copies.
namespace attune::cli {

/// A program and what it is called with, before the name of the file.
struct Editor {
    std::string path;
    std::string name;
    std::vector<std::string> arguments;
    /// True when attune knows the editor and has turned off what would write the text elsewhere:
    /// swap, backup and undo files, and the memory of what was typed.
    bool writes_no_copies = false;
    /// True when `+LINE` before the file makes it begin there.
    bool takes_line = false;
};

/// The editor of VISUAL, else EDITOR, else the first of editor, nano, vim, vi that is installed.
/// The variables may hold arguments, with quotes as in a shell. NotFound becomes Usage, naming the
/// variable, when there is no such program.
[[nodiscard]] Result<Editor> find_editor(host::Host& host);

/// The words of a command line: parted by blanks, with '...', "..." and backslashes as in a shell.
/// Nothing when a quote is not closed.
[[nodiscard]] std::optional<std::vector<std::string>> shell_words(std::string_view text);

/// Runs the editor on a file, beginning at a line when one is given.
[[nodiscard]] Result<host::ProgramEnd> run_editor(host::Host& host, const Editor& editor,
                                                  const std::string& file, int line);

}  // namespace attune::cli
