#include "cli/arguments.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/log_arguments.hpp"

namespace attune::cli {

namespace {

struct Names {
    const OptionSet& global;
    const OptionSet& own;

    [[nodiscard]] const Option* find(std::string_view name) const {
        const Option* option = own.find(name);
        return option != nullptr ? option : global.find(name);
    }
    [[nodiscard]] std::vector<std::string> long_names() const {
        std::vector<std::string> names;
        for (const OptionSet* set : {&own, &global}) {
            for (const Option& option : set->options()) {
                if (!option.long_name.empty()) names.push_back(option.long_name);
            }
        }
        return names;
    }
};

bool looks_like_number(std::string_view word) {
    return word.size() > 1 && word[0] == '-' &&
           ((word[1] >= '0' && word[1] <= '9') || word[1] == '.');
}

std::string_view name_of(std::string_view word) {
    return word.substr(0, word.find('='));
}

tl::unexpected<Error> unknown_option(std::string_view word, const Names& names) {
    const std::string name(name_of(word));
    const auto near = nearest_word(name, names.long_names());
    return fail(ErrorKind::Usage, fmt::format("unknown option '{}'", make_visible(name)),
                near ? fmt::format("the nearest one is '{}'", *near)
                     : "'-h' behind the command lists its options; '--' ends options");
}

tl::unexpected<Error> missing_value(const Option& option, std::string_view name) {
    return fail(ErrorKind::Usage, fmt::format("'{}' needs a value: {}", name, option.value));
}

/// `-abc`: each letter a flag, or the first one that takes a value takes the rest.
bool is_known_cluster(std::string_view word, const Names& names) {
    for (std::size_t i = 1; i < word.size(); ++i) {
        const Option* option = names.find(fmt::format("-{}", word[i]));
        if (option == nullptr) return false;
        if (option->takes_value()) return true;
    }
    return true;
}

/// A name without dashes: "at" for "--at", "h" for an option that is only "-h".
std::string bare_name(const Option& option) {
    return option.long_name.empty() ? option.short_name.substr(1) : option.long_name.substr(2);
}

tl::expected<journal::LogArguments, journal::RefusedArguments> split_prose(
    const std::vector<std::string>& arguments, const OptionSet& global, const OptionSet& own) {
    std::vector<journal::KnownOption> known;
    for (const OptionSet* set : {&own, &global}) {
        for (const Option& option : set->options()) {
            known.push_back({.name = bare_name(option),
                             .short_name = option.short_name.empty() ? '\0' : option.short_name[1],
                             .takes_value = option.takes_value(),
                             .is_date = option.is_date,
                             .of_program = set == &global});
        }
    }
    return journal::split_log_arguments(arguments, known);
}

Result<SplitArguments> sort_prose(const std::vector<std::string>& arguments,
                                  const OptionSet& global, const OptionSet& own) {
    auto split = split_prose(arguments, global, own);
    if (!split) return fail(std::move(split).error().error);
    SplitArguments out;
    out.words = std::move(split->words);
    if (split->from_input) out.words = {"-"};
    const Names names{global, own};
    for (journal::GivenOption& given : split->options) {
        const Option* option = names.find("--" + given.name);
        if (option == nullptr) option = names.find("-" + given.name);
        out.options.push_back(option->long_name.empty() ? option->short_name : option->long_name);
        if (option->takes_value()) out.options.push_back(std::move(given.value));
    }
    return out;
}

}  // namespace

std::string draft_of(const std::vector<std::string>& arguments, const OptionSet& global,
                     const OptionSet& own) {
    auto split = split_prose(arguments, global, own);
    if (!split) return std::move(split).error().draft;
    const Names of_program{global, {}};
    std::erase_if(split->options, [&](const journal::GivenOption& given) {
        return of_program.find("--" + given.name) != nullptr ||
               of_program.find("-" + given.name) != nullptr;
    });
    return journal::draft_of(*split);
}

Result<SplitArguments> split_arguments(const std::vector<std::string>& arguments,
                                       const OptionSet& global, const OptionSet& own) {
    if (own.is_prose()) return sort_prose(arguments, global, own);
    const Names names{global, own};
    SplitArguments out;
    std::size_t i = 0;
    const auto take_value = [&](const Option& option, std::string_view name) -> Status {
        const bool missing =
            i + 1 >= arguments.size() || (arguments[i + 1].starts_with("--") &&
                                          names.find(name_of(arguments[i + 1])) != nullptr);
        if (missing) return missing_value(option, name);
        out.options.emplace_back(name);
        out.options.push_back(arguments[++i]);
        return {};
    };
    for (; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word == "--") {
            out.words.insert(out.words.end(),
                             arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                             arguments.end());
            break;
        }
        if (word.starts_with("--")) {
            const std::string_view name = name_of(word);
            const Option* option = names.find(name);
            if (option == nullptr) return unknown_option(word, names);
            if (name.size() == word.size()) {
                if (option->takes_value()) {
                    ATTUNE_CHECK(take_value(*option, name));
                } else {
                    out.options.push_back(word);
                }
                continue;
            }
            if (!option->takes_value()) {
                return fail(ErrorKind::Usage, fmt::format("'{}' takes no value", name));
            }
            out.options.emplace_back(name);
            out.options.push_back(word.substr(name.size() + 1));
            continue;
        }
        if (word.size() < 2 || word[0] != '-' || looks_like_number(word)) {
            out.words.push_back(word);
            continue;
        }
        if (!is_known_cluster(word, names)) {
            return unknown_option(word, names);
        }
        for (std::size_t at = 1; at < word.size(); ++at) {
            const std::string name = fmt::format("-{}", word[at]);
            const Option& option = *names.find(name);
            if (!option.takes_value()) {
                out.options.push_back(name);
                continue;
            }
            if (at + 1 < word.size()) {
                out.options.push_back(name);
                out.options.push_back(word.substr(at + 1));
            } else {
                ATTUNE_CHECK(take_value(option, name));
            }
            break;
        }
    }
    return out;
}

std::size_t find_verb(const std::vector<std::string>& arguments, const OptionSet& global) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word.size() < 2 || word[0] != '-') return i;
        const Option* option = global.find(name_of(word));
        if (option != nullptr && option->takes_value() && !word.contains('=')) ++i;
    }
    return arguments.size();
}

}  // namespace attune::cli
