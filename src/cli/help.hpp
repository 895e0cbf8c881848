#pragma once

#include <span>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "cli/command.hpp"
#include "cli/screen.hpp"

namespace attune::cli {

/// "attune 0.1.0" and a line end.
[[nodiscard]] std::string version_line();

/// What `attune` alone says: at most 14 lines.
[[nodiscard]] Status print_welcome(Screen& screen);
/// The ten verbs to begin with, or every command and the global options.
[[nodiscard]] Status print_overview(Screen& screen, bool all);
/// One command: its form, options and, in full, what more there is to say.
[[nodiscard]] Status print_command_help(Screen& screen, const Command& command,
                                        const OptionSet& own, bool full);

/// One page of `attune help TOPIC`.
struct Topic {
    std::string_view name;
    std::string_view summary;
    std::string_view text;
};
[[nodiscard]] std::span<const Topic> all_topics();

}  // namespace attune::cli
