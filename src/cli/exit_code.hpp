#pragma once

#include "attune/base/error.hpp"

namespace attune::cli {

/// What the program gives back to the shell. The numbers are promised to scripts and never change.
enum class ExitCode : int {
    Done = 0,       ///< done, including empty results
    No = 1,         ///< ran, but the answer is no; part of an import was set aside
    Usage = 2,      ///< a bad flag, date or value
    Locked = 3,     ///< locked, wrong passphrase, no store yet
    Damaged = 4,    ///< the store is damaged or from a newer version
    NotFound = 5,   ///< no such entry, person or questionnaire
    BadInput = 65,  ///< a bad input file
    Bug = 70,       ///< a promise inside the program did not hold
    Io = 74,        ///< disk full, unreadable
    Interrupted = 130,
    ClosedPipe = 141,
};

/// The exit code of each kind of error: the only such table.
[[nodiscard]] ExitCode exit_code(ErrorKind kind);

}  // namespace attune::cli
