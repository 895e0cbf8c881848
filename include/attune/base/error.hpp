#pragma once

#include <string>
#include <utility>

namespace attune {

/// What a caller can do about a failure. The exit code of each kind is fixed in cli/exit_code.cpp.
enum class ErrorKind {
    Usage,          ///< a flag, a date or a value on the command line cannot be understood
    Refused,        ///< ran, but the answer is no
    NoStore,        ///< there is no store where one is needed
    Locked,         ///< a secret is needed and none was given
    WrongSecret,    ///< no key slot answers to this secret
    DamagedSlot,    ///< the secret is right, but the slot that answers to it does not open
    ForeignKey,     ///< the secret opens a slot that belongs to another store
    AlteredHeader,  ///< the slot opens, but the header around it was changed
    Damaged,        ///< bytes of the store are missing or changed
    TooNew,         ///< written by a newer version of attune
    NotFound,       ///< no such entry, person or questionnaire
    Ambiguous,      ///< a short id or name that fits several
    BadInput,       ///< an input file breaks its format
    TooLarge,       ///< an input that is larger than a limit of the format
    Io,             ///< the file system refused: full, unreadable, read-only
    Interrupted,    ///< the person pressed Ctrl-C
    ClosedPipe,     ///< the reader of our output went away
    NotEnoughData,  ///< a statistic below its minimum n
    Bug,            ///< a promise inside the program did not hold
};

/// A failure as a value. `message` says what happened, `hint` what to try, `where` the place in an
/// input
/// (`file:line:column`, may be empty). All three are lower case without a full stop, and hold
/// neither journal text nor key material.
struct Error {
    ErrorKind kind = ErrorKind::Bug;
    std::string message;
    std::string hint = {};
    std::string where = {};

    /// The same error with `context` and a colon put before its message.
    [[nodiscard]] Error within(const std::string& context) && {
        message = context + ": " + message;
        return std::move(*this);
    }
};

}  // namespace attune
