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
/// `--` ends the options. In prose an unknown `-word` is a word, `-h` is one unless it comes first,
/// and a number with a minus is one everywhere. Usage for an unknown `--word` (with the nearest
/// known one) and for an option whose value is missing.
[[nodiscard]] Result<SplitArguments> split_arguments(const std::vector<std::string>& arguments,
                                                     const OptionSet& global, const OptionSet& own);

/// Where the verb stands: the first word that is no global option and no value of one;
/// arguments.size() when there is none.
[[nodiscard]] std::size_t find_verb(const std::vector<std::string>& arguments,
                                    const OptionSet& global);

}  // namespace attune::cli
