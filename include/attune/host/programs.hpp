#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/base/result.hpp"

namespace attune::host {

/// How a program ended.
struct ProgramEnd {
    int code = 0;            ///< its exit code, or the number of the signal that ended it
    bool by_signal = false;  ///< it was killed

    [[nodiscard]] bool is_success() const { return code == 0 && !by_signal; }
};

/// Other programs, run in our place on the same terminal: an editor, a pager.
class Programs {
  public:
    virtual ~Programs() = default;
    /// Where a program lies, with links followed to the end (`vi` may be /usr/bin/vim.basic). A
    /// name without '/' is looked for in PATH. Nothing when there is no such program.
    [[nodiscard]] virtual std::optional<std::string> find(const std::string& name) = 0;
    /// Runs the program at `path` with our standard streams and environment, and waits until it
    /// ends. `name` is what it is called by (its argument zero). Ctrl-C at the terminal is meant
    /// for it alone meanwhile. ErrorKind::Io when it cannot be started.
    [[nodiscard]] virtual Result<ProgramEnd> run(const std::string& path, const std::string& name,
                                                 const std::vector<std::string>& arguments) = 0;
};

}  // namespace attune::host
