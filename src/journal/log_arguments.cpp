#include "attune/journal/log_arguments.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"

namespace attune::journal {

namespace {

/// The longest date has five words after its first: "day before yesterday at 9 pm".
constexpr std::size_t kDateWordsMax = 5;

class Splitter {
  public:
    Splitter(const std::vector<std::string>& arguments, const std::vector<KnownOption>& known)
        : arguments_(arguments), known_(known) {}

    tl::expected<LogArguments, RefusedArguments> split();

  private:
    const KnownOption* find_long(std::string_view name) const {
        const auto found =
            std::find_if(known_.begin(), known_.end(),
                         [name](const KnownOption& option) { return option.name == name; });
        return found == known_.end() ? nullptr : &*found;
    }
    const KnownOption* find_short(char letter) const {
        const auto found =
            std::find_if(known_.begin(), known_.end(), [letter](const KnownOption& option) {
                return option.short_name != '\0' && option.short_name == letter;
            });
        return found == known_.end() ? nullptr : &*found;
    }

    /// The known option that an argument spells, with or without "=value".
    const KnownOption* option_of(std::string_view argument) const {
        if (argument.size() == 2 && argument[0] == '-' && argument[1] != '-')
            return find_short(argument[1]);
        if (argument.size() < 3 || !argument.starts_with("--")) return nullptr;
        return find_long(argument.substr(2, argument.find('=') - 2));
    }

    bool is_of_program(std::string_view name) const {
        const KnownOption* option = find_long(name);
        return option != nullptr && option->of_program;
    }

    /// The date that the words behind `at` would make out of `value`, if any.
    std::optional<std::string> longer_date(const std::string& value, std::size_t at) const {
        if (value.find(' ') != std::string::npos) return std::nullopt;
        std::optional<std::string> longest;
        std::string date = value;
        for (std::size_t i = at; i < arguments_.size() && i < at + kDateWordsMax; ++i) {
            if (arguments_[i].starts_with("--")) break;
            date += " " + arguments_[i];
            if (is_date_form(date)) longest = date;
        }
        return longest;
    }

    tl::unexpected<RefusedArguments> refuse(std::string message, std::string hint,
                                            std::size_t at) const {
        LogArguments kept = result_;
        std::erase_if(kept.options,
                      [this](const GivenOption& given) { return is_of_program(given.name); });
        bool options_end = false;
        for (std::size_t i = at; i < arguments_.size(); ++i) {
            const std::string& argument = arguments_[i];
            options_end = options_end || argument == "--";
            const KnownOption* option = options_end ? nullptr : option_of(argument);
            if (option == nullptr || !option->of_program || argument.size() == 2) {
                kept.words.push_back(argument);
            } else if (option->takes_value && argument.find('=') == std::string::npos) {
                ++i;  // its value
            }
        }
        return tl::unexpected<RefusedArguments>(RefusedArguments{
            Error{ErrorKind::Usage, std::move(message), std::move(hint)}, draft_of(kept)});
    }
    tl::unexpected<RefusedArguments> refuse_unknown(std::size_t at) const;

    const std::vector<std::string>& arguments_;
    const std::vector<KnownOption>& known_;
    LogArguments result_;
};

tl::unexpected<RefusedArguments> Splitter::refuse_unknown(std::size_t at) const {
    const std::string name = arguments_[at].substr(2, arguments_[at].find('=') - 2);
    std::vector<std::string> names;
    for (const KnownOption& option : known_)
        names.push_back(option.name);
    const auto nearest = nearest_word(lower_ascii(name), names);
    const std::string shown(cut_to_columns(make_visible(name), 30));
    return refuse(fmt::format("unknown option '--{}'", shown),
                  nearest ? fmt::format("try '--{}', or put '--' before the words", *nearest)
                          : std::string("put '--' before words that start with dashes"),
                  at);
}

tl::expected<LogArguments, RefusedArguments> Splitter::split() {
    for (std::size_t at = 0; at < arguments_.size(); ++at) {
        const std::string& argument = arguments_[at];
        if (argument == "--") {
            const auto rest = arguments_.begin() + static_cast<std::ptrdiff_t>(at) + 1;
            const bool dashes_follow =
                std::any_of(rest, arguments_.end(),
                            [](const std::string& word) { return word.starts_with('-'); });
            if (!result_.words.empty() && !dashes_follow) result_.words.push_back(argument);
            result_.words.insert(result_.words.end(), rest, arguments_.end());
            return result_;
        }
        const KnownOption* option = option_of(argument);
        if (option == nullptr) {
            if (argument.starts_with("--")) return refuse_unknown(at);
            result_.words.push_back(argument);
            continue;
        }
        const auto equals = argument.starts_with("--") ? argument.find('=') : std::string::npos;
        if (!option->takes_value) {
            if (equals != std::string::npos) {
                return refuse(fmt::format("option '--{}' takes no value", option->name),
                              fmt::format("write '--{}' alone", option->name), at);
            }
            result_.options.push_back({option->name, {}});
            continue;
        }
        const std::size_t option_at = at;
        std::string value;
        if (equals != std::string::npos) {
            value = argument.substr(equals + 1);
        } else {
            if (at + 1 == arguments_.size() || option_of(arguments_[at + 1]) != nullptr) {
                return refuse(fmt::format("option '--{}' needs a value", option->name),
                              fmt::format("write '--{0} VALUE' or '--{0}=VALUE'", option->name),
                              at);
            }
            value = arguments_[++at];
        }
        if (option->is_date) {
            if (const auto longer = longer_date(value, at + 1)) {
                return refuse(
                    fmt::format(
                        "'--{}' takes one argument, and the words after it belong to the date",
                        option->name),
                    fmt::format("quote the whole date: --{} \"{}\"", option->name, *longer),
                    option_at);
            }
        }
        result_.options.push_back({option->name, std::move(value)});
    }
    if (result_.words.size() == 1 && result_.words[0] == "-") {
        result_.words.clear();
        result_.from_input = true;
    }
    return result_;
}

}  // namespace

std::string LogArguments::text() const {
    return join(words, " ");
}

std::string draft_of(const LogArguments& arguments) {
    std::string draft = arguments.text();
    for (const GivenOption& option : arguments.options) {
        if (!draft.empty()) draft += '\n';
        draft += "--" + option.name;
        if (!option.value.empty()) draft += "=" + option.value;
    }
    return draft;
}

tl::expected<LogArguments, RefusedArguments> split_log_arguments(
    const std::vector<std::string>& arguments, const std::vector<KnownOption>& known) {
    return Splitter(arguments, known).split();
}

}  // namespace attune::journal
