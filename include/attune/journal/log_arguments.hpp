#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "attune/base/error.hpp"

/// How `log`, `note` and `follow` tell words from options, before any option parser sees them:
///
/// 1. An option is `--name` or `-c` from the list of known ones; it takes exactly one value or
/// none, as the list says. The
///    value is the next argument, whatever it starts with, unless that is itself a known option;
///    `--name=value` works too.
/// 2. Everything else is text, in its order, joined by one blank: also `-word`, `[a,b]`, and every
/// verb's name.
/// 3. An unknown `--word` is refused, and so are a missing value and a value where none belongs.
/// 4. `--` ends the options. Behind some words, with no argument that starts with '-' after it, it
/// is a dash of the prose
///    and stays.
/// 5. `-` as the only word means standard input.
/// 6. A one-word date that the next words would lengthen (`--at yesterday 21:40 He left`) is
/// refused.
///
/// A refusal hands the words back, so that nothing typed is lost.
namespace attune::journal {

struct KnownOption {
    std::string name;        ///< without dashes: "at"
    char short_name = '\0';  ///< 'v' for "-v"; '\0' for none
    bool takes_value = true;
    bool is_date = false;     ///< rule 6 applies
    bool of_program = false;  ///< belongs to every command, so no draft keeps it
};

struct GivenOption {
    std::string name;   ///< the long name, without dashes
    std::string value;  ///< empty for an option without value

    friend bool operator==(const GivenOption&, const GivenOption&) = default;
};

struct LogArguments {
    std::vector<std::string> words;
    std::vector<GivenOption> options;  ///< in the order of typing
    bool from_input = false;           ///< rule 5; `words` is then empty

    /// The words joined by one blank.
    [[nodiscard]] std::string text() const;

    friend bool operator==(const LogArguments&, const LogArguments&) = default;
};

struct RefusedArguments {
    Error error;
    std::string draft;  ///< everything that was typed, as draft_of writes it
};

[[nodiscard]] tl::expected<LogArguments, RefusedArguments> split_log_arguments(
    const std::vector<std::string>& arguments, const std::vector<KnownOption>& known);

/// What to keep when a command cannot go on: the text, then each option on a line of its own,
/// `--name=value`.
[[nodiscard]] std::string draft_of(const LogArguments& arguments);

}  // namespace attune::journal
