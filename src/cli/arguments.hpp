#pragma once

#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "cli/option_set.hpp"

namespace attune::cli {

/// The words of a command line sorted by what they are, before any value is judged.
struct SplitArguments {
    /// Options only, each `--name` followed by its value as a word of its own.
    std::vector<std::string> options;
    /// Everything else, letter for letter and in order.
    std::vector<std::string> words;
};

/// Sorts the arguments of one command. Every option takes one value per occurrence, `--name value`
/// or `--name=value`;
/// `--` ends the options; a number with a minus is a word. Usage for an unknown option (with the
/// nearest known one) and for an option whose value is missing. Prose is sorted by the rules of
/// journal/log_arguments.hpp; `-` as its only word means standard input and is the only word then.
[[nodiscard]] Result<SplitArguments> split_arguments(const std::vector<std::string>& arguments,
                                                     const OptionSet& global, const OptionSet& own);

/// Everything that was typed behind a command with prose, as it is kept in a draft.
[[nodiscard]] std::string draft_of(const std::vector<std::string>& arguments,
                                   const OptionSet& global, const OptionSet& own);

/// Where the verb stands: the first word that is no global option and no value of one;
/// arguments.size() when there is none.
[[nodiscard]] std::size_t find_verb(const std::vector<std::string>& arguments,
                                    const OptionSet& global);

}  // namespace attune::cli
