#pragma once

#include <string_view>

#include "attune/base/civil_day.hpp"
#include "attune/journal/record.hpp"
#include "cli/context.hpp"
#include "cli/exit_code.hpp"

namespace attune::cli {

/// The logbook; on a terminal a missing store is offered to be made, and a machine that never
/// opened the store is asked for a secret once.
[[nodiscard]] Result<store::Logbook*> open_for_writing(Context& context);

/// What goes with a record that is not a trigger.
struct WriteOptions {
    std::optional<store::DefinitionText> definition = {};  ///< the form it was made with
    std::optional<std::string> summary = {};  ///< of the echo, when not journal::summary_of
};

/// Seals a new record and prints its echo line, or under --porcelain its whole id. ExitCode::Io,
/// already told, when the record could be kept on this machine only (docs/decisions/0006).
[[nodiscard]] Result<ExitCode> write_new(Context& context, journal::Record record, CivilDay today,
                                         std::string_view verb, const WriteOptions& options = {});

/// Says that a record could be kept on this machine only, and gives the exit code for it.
[[nodiscard]] ExitCode told_kept_aside(Context& context);

}  // namespace attune::cli
