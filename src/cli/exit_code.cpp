#include "cli/exit_code.hpp"

namespace attune::cli {

ExitCode exit_code(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Refused:
        case ErrorKind::NotEnoughData:
            return ExitCode::No;
        case ErrorKind::Usage:
        case ErrorKind::Ambiguous:
            return ExitCode::Usage;
        case ErrorKind::NoStore:
        case ErrorKind::Locked:
        case ErrorKind::WrongSecret:
        case ErrorKind::ForeignKey:
            return ExitCode::Locked;
        case ErrorKind::DamagedSlot:
        case ErrorKind::AlteredHeader:
        case ErrorKind::Damaged:
        case ErrorKind::TooNew:
            return ExitCode::Damaged;
        case ErrorKind::NotFound:
            return ExitCode::NotFound;
        case ErrorKind::BadInput:
        case ErrorKind::TooLarge:
            return ExitCode::BadInput;
        case ErrorKind::Io:
            return ExitCode::Io;
        case ErrorKind::Interrupted:
            return ExitCode::Interrupted;
        case ErrorKind::ClosedPipe:
            return ExitCode::ClosedPipe;
        case ErrorKind::Bug:
            break;
    }
    return ExitCode::Bug;
}

}  // namespace attune::cli
