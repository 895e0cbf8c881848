#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/definition/settings.hpp"
#include "cli/commands.hpp"
#include "cli/config_file.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct KeyOptions {
    std::optional<std::string> key;
};

struct SetOptions {
    std::optional<std::string> key;
    std::optional<std::string> value;
};

struct PathOptions {};

void describe_key(OptionSet& options, KeyOptions& get) {
    options.required_argument(get.key, "KEY", "a key of 'attune config list'");
}

void describe_set(OptionSet& options, SetOptions& set) {
    options.required_argument(set.key, "KEY", "a key of 'attune config list'")
        .required_argument(set.value, "VALUE", "its value, one word or in quotes");
}

void describe_path(OptionSet& /*options*/, PathOptions& /*path*/) {
}

Result<ExitCode> run_get(const KeyOptions& get, Context& context) {
    ATTUNE_TRY(const definition::Setting* setting, known_setting(*get.key));
    const Held& held = context.settings().held(setting->key);
    if (context.global().json) {
        nlohmann::ordered_json document{{"schema", 1}};
        document.update(setting_json(*setting, held));
        ATTUNE_CHECK(context.screen().print_json(document.dump(2) + "\n"));
    } else {
        ATTUNE_CHECK(context.screen().print_raw(held.value + "\n"));
    }
    return ExitCode::Done;
}

/// A variable in front of the file: the line that was just written does not hold yet.
void tell_of_variable(Context& context, const definition::Setting& setting) {
    const Held& held = context.settings().held(setting.key);
    if (held.origin == Origin::Variable && held.where != "PAGER") {
        context.screen().say(fmt::format("{} stands in front of the file and says '{}'", held.where,
                                         Screen::visible(held.value)));
    }
}

Result<ExitCode> run_set(const SetOptions& set, Context& context) {
    ATTUNE_TRY(const definition::Setting* setting, known_setting(*set.key));
    ATTUNE_TRY(const std::string value, definition::check_value(*setting, *set.value));
    ATTUNE_TRY(const std::string before, load_config_text(context));
    ATTUNE_TRY(const std::string after,
               definition::set_in_config(before, context.config_file(), *setting, value));
    if (after != before) ATTUNE_CHECK(save_config_text(context, after));
    context.screen().say(fmt::format("{} is {} in {}", setting->key,
                                     value.empty() ? "empty" : Screen::visible(value),
                                     Screen::visible(context.config_file())));
    tell_of_variable(context, *setting);
    return ExitCode::Done;
}

Result<ExitCode> run_unset(const KeyOptions& unset, Context& context) {
    ATTUNE_TRY(const std::string before, load_config_text(context));
    ATTUNE_TRY(const auto after,
               definition::unset_in_config(before, context.config_file(), *unset.key));
    if (after) {
        ATTUNE_CHECK(save_config_text(context, *after));
        context.screen().say(fmt::format("{} is gone from {}", Screen::visible(*unset.key),
                                         Screen::visible(context.config_file())));
        return ExitCode::Done;
    }
    // A key that nobody knows and that is not there either was probably a slip.
    ATTUNE_TRY(const definition::Setting* setting, known_setting(*unset.key));
    context.screen().say(
        fmt::format("{} was not set in {}", setting->key, Screen::visible(context.config_file())));
    return ExitCode::Done;
}

Result<ExitCode> run_path(const PathOptions& /*path*/, Context& context) {
    ATTUNE_CHECK(context.screen().print_raw(context.config_file() + "\n"));
    return ExitCode::Done;
}

}  // namespace

const Command kConfigGet{.name = "config get",
                         .summary = "what holds for one setting",
                         .group = Group::More,
                         .needs = Needs::Nothing,
                         .invoke = invoke<KeyOptions, describe_key, run_get>};

const Command kConfigSet{.name = "config set",
                         .summary = "set one setting in the config file; comments and order stay",
                         .group = Group::More,
                         .needs = Needs::Nothing,
                         .invoke = invoke<SetOptions, describe_set, run_set>,
                         .details =
                             "  attune config set week_start sunday\n"
                             "  attune config set gentle_line off\n"};

const Command kConfigUnset{.name = "config unset",
                           .summary = "take one setting out of the config file",
                           .group = Group::More,
                           .needs = Needs::Nothing,
                           .invoke = invoke<KeyOptions, describe_key, run_unset>};

const Command kConfigPath{.name = "config path",
                          .summary = "where the config file lies",
                          .group = Group::More,
                          .needs = Needs::Nothing,
                          .invoke = invoke<PathOptions, describe_path, run_path>};

}  // namespace attune::cli
