#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/text.hpp"
#include "attune/definition/contacts.hpp"
#include "attune/definition/settings.hpp"
#include "cli/commands.hpp"
#include "cli/config_file.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct ListOptions {
    bool origin = false;
};

void describe(OptionSet& options, ListOptions& list) {
    options.flag(list.origin, "--origin", "also who decided each: a flag, a variable, a line");
}

/// What a person sees of one setting: an empty command is no command.
std::string shown(const Held& held) {
    return held.value.empty() ? "(none)" : Screen::visible(held.value);
}

Status print_json(Context& context, std::size_t contacts) {
    auto list = nlohmann::ordered_json::array();
    for (const definition::Setting& setting : definition::all_settings()) {
        const Held& held = context.settings().held(setting.key);
        list.push_back(setting_json(setting, held));
    }
    const nlohmann::ordered_json document{{"schema", 1},
                                          {"path", to_utf8_lossy(context.config_file())},
                                          {"settings", std::move(list)},
                                          {"contacts", contacts}};
    return context.screen().print_json(document.dump(2) + "\n");
}

Result<ExitCode> run(const ListOptions& list, Context& context) {
    Screen& screen = context.screen();
    ATTUNE_TRY(const std::string text, load_config_text(context));
    const auto contacts = definition::read_contacts(text, context.config_file());
    const std::size_t count = contacts ? contacts->size() : 0;
    if (context.global().json) {
        ATTUNE_CHECK(print_json(context, count));
        return ExitCode::Done;
    }
    int column = 0;
    for (const definition::Setting& setting : definition::all_settings()) {
        column = std::max(column, column_width(shown(context.settings().held(setting.key))));
    }
    for (const definition::Setting& setting : definition::all_settings()) {
        const Held& held = context.settings().held(setting.key);
        if (context.global().porcelain) {
            ATTUNE_CHECK(screen.print_raw(fmt::format("{}\t{}\t{}\t{}\n", setting.key, held.value,
                                                      origin_name(held.origin), held.where)));
        } else if (screen.accessible()) {
            ATTUNE_CHECK(screen.print(fmt::format(
                "{}: {}{}\n", setting.key, shown(held),
                list.origin ? fmt::format(", from {}", Screen::visible(held.where)) : "")));
        } else {
            std::string line = pad_right(setting.key, 21) + shown(held);
            if (list.origin) {
                line = pad_right(line, 21 + column + 2) + Screen::visible(held.where);
            }
            ATTUNE_CHECK(screen.print(line + "\n"));
        }
    }
    if (count > 0 && !context.global().porcelain) {
        ATTUNE_CHECK(screen.print(fmt::format("{}{} ('attune support' shows {})\n",
                                              pad_right(definition::kContactsKey, 21), count,
                                              count == 1 ? "it" : "them")));
    }
    return ExitCode::Done;
}

}  // namespace

const Command kConfigList{
    .name = "config list",
    .summary = "every setting and what holds for it",
    .group = Group::More,
    .needs = Needs::Nothing,
    .invoke = invoke<ListOptions, describe, run>,
    .details =
        "A flag stands in front of a variable (ATTUNE_ and the key in capitals), a variable in "
        "front of the config file, the file in front of the default.\n"
        "\n"
        "  attune config list --origin\n"
        "  ATTUNE_COLOR=never attune config list --origin\n"};

}  // namespace attune::cli
