#include "cli/parser.hpp"

#include <algorithm>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/arguments.hpp"

namespace attune::cli {

namespace {

/// Adds one of our records to the library's parser. The library splits "[a,b]" and swallows
/// following words for options that may come several times unless extra arguments are off.
void add_option(CLI::App& app, const Option& option) {
    std::string names = option.short_name;
    if (!names.empty() && !option.long_name.empty()) names += ',';
    names += option.long_name;
    CLI::Option* added = nullptr;
    if (auto* const* flag = std::get_if<bool*>(&option.target)) {
        added = app.add_flag(names, **flag);
        added->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        return;
    }
    if (auto* const* text = std::get_if<std::optional<std::string>*>(&option.target)) {
        auto* target = *text;
        added = app.add_option_function<std::string>(
            names, [target](const std::string& value) { *target = value; });
    } else if (auto* const* texts = std::get_if<std::vector<std::string>*>(&option.target)) {
        added = app.add_option(names, **texts);
    } else {
        auto* target = std::get<std::optional<long long>*>(option.target);
        added = app.add_option_function<long long>(
            names, [target](const long long& value) { *target = value; });
    }
    added->allow_extra_args(false);
    if (!option.choices.empty()) added->check(CLI::IsMember(option.choices));
}

/// The library's messages name the option somewhere: the first word that begins with a dash.
std::string option_in(const CLI::ParseError& error) {
    const std::string what = error.what();
    for (const std::string_view word : split(what, ' ')) {
        if (word.starts_with('-')) return std::string(word.substr(0, word.find_first_of(":,")));
    }
    return what;
}

tl::unexpected<Error> usage(std::string message, std::string hint = {}) {
    return fail(ErrorKind::Usage, std::move(message), std::move(hint));
}

Status assign_words(const std::vector<std::string>& words, OptionSet& own) {
    std::size_t next = 0;
    for (const Argument& argument : own.positional()) {
        if (argument.required && next >= words.size()) {
            return usage(fmt::format("{} is missing", argument.name), argument.help);
        }
        if (auto* const* one = std::get_if<std::optional<std::string>*>(&argument.target)) {
            if (next < words.size()) **one = words[next++];
            continue;
        }
        auto& all = *std::get<std::vector<std::string>*>(argument.target);
        all.assign(words.begin() + static_cast<std::ptrdiff_t>(next), words.end());
        next = words.size();
    }
    if (next < words.size()) {
        return usage(
            fmt::format("unexpected word '{}'", make_visible(words[next])),
            "put quotes around words that belong together; '-h' behind the command shows its form");
    }
    return {};
}

}  // namespace

Status parse_arguments(const std::vector<std::string>& arguments, OptionSet& global,
                       OptionSet& own) {
    ATTUNE_TRY(const SplitArguments sorted, split_arguments(arguments, global, own));
    CLI::App app;
    app.set_help_flag();
    // Verbs are found before this: whatever reaches the library is an option or its value.
    app.require_subcommand(0, 1);
    const Option* current = nullptr;
    try {
        for (const OptionSet* set : {&global, &own}) {
            for (const Option& option : set->options()) {
                current = &option;
                add_option(app, option);
            }
        }
        // The library takes its arguments last first.
        app.parse(std::vector<std::string>(sorted.options.rbegin(), sorted.options.rend()));
    } catch (const CLI::ConversionError& error) {
        return usage(fmt::format("'{}' needs a whole number", option_in(error)));
    } catch (const CLI::ValidationError& error) {
        const std::string name = option_in(error);
        const Option* option = own.find(name) != nullptr ? own.find(name) : global.find(name);
        return usage(fmt::format("'{}' does not know that value", name),
                     option == nullptr ? "" : "one of: " + join(option->choices, ", "));
    } catch (const CLI::ArgumentMismatch& error) {
        return usage(fmt::format("'{}' was given more than once", option_in(error)));
    } catch (const CLI::ParseError& error) {
        return usage(make_visible(lower_ascii(error.what())));
    } catch (const CLI::ConstructionError& error) {
        return fail(ErrorKind::Bug,
                    fmt::format("option '{}' cannot be described: {}",
                                current == nullptr ? "" : current->long_name, error.what()));
    }
    for (const char* help : {"-h", "--help"}) {
        if (std::find(sorted.options.begin(), sorted.options.end(), help) != sorted.options.end()) {
            return {};
        }
    }
    return assign_words(sorted.words, own);
}

}  // namespace attune::cli
