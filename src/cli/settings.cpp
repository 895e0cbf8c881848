#include "cli/settings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/assert.hpp"
#include "attune/base/text.hpp"
#include "attune/definition/settings.hpp"

namespace attune::cli {

namespace {

using definition::Setting;
using definition::SettingKind;

/// By tradition a switch is on when its variable holds anything but a no.
std::string switch_value(const Setting& setting, const std::string& text) {
    return definition::check_value(setting, text).value_or("true");
}

Status take_variable(host::Host& host, const Setting& setting, Held& held) {
    const std::string name = variable_of(setting.key);
    const auto text = host.environment.variable(name);
    if (text && (!text->empty() || setting.kind == SettingKind::Command)) {
        if (setting.kind == SettingKind::Switch) {
            held = {switch_value(setting, *text), Origin::Variable, name};
            return {};
        }
        auto value = definition::check_value(setting, *text);
        if (!value) return fail(std::move(value).error().within(name));
        held = {*std::move(value), Origin::Variable, name};
    } else if (setting.key == "color") {
        const auto none = host.environment.variable("NO_COLOR");
        if (none && !none->empty()) held = {"never", Origin::Variable, "NO_COLOR"};
    }
    return {};
}

}  // namespace

std::string variable_of(std::string_view key) {
    std::string name = "ATTUNE_";
    for (const char c : key)
        name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

Settings::Settings() {
    for (const Setting& setting : definition::all_settings()) {
        held_[std::string(setting.key)] = {.value = std::string(setting.fallback)};
    }
}

Result<Settings> Settings::load(host::Host& host, const GlobalOptions& global,
                                const std::string& config_file) {
    Settings settings;
    // What other programs go by stands behind the person's own word in the config file.
    const auto pager = host.environment.variable("PAGER");
    if (pager && !pager->empty()) {
        settings.held_["pager"] = {*pager, Origin::Variable, "PAGER"};
    }
    if (host.files.info(config_file)) {
        auto bytes = host.files.load_source(config_file, kMaxConfigBytes);
        if (!bytes) return fail(std::move(bytes).error());
        ATTUNE_TRY(definition::Config config,
                   definition::read_config(as_text(*bytes), config_file));
        for (definition::GivenSetting& given : config.given) {
            settings.held_[given.key] = {std::move(given.value), Origin::File,
                                         fmt::format("{}:{}", config_file, given.at.line)};
        }
        settings.notes_ = std::move(config.notes);
    }
    for (const Setting& setting : definition::all_settings()) {
        ATTUNE_CHECK(take_variable(host, setting, settings.held_[std::string(setting.key)]));
    }
    if (global.color) settings.held_["color"] = {*global.color, Origin::Flag, "--color"};
    if (global.ascii) settings.held_["ascii"] = {"true", Origin::Flag, "--ascii"};
    if (global.accessible) settings.held_["accessible"] = {"true", Origin::Flag, "--accessible"};
    if (global.no_pager) settings.held_["pager"] = {"", Origin::Flag, "--no-pager"};
    return settings;
}

const Held& Settings::held(std::string_view key) const {
    const auto found = held_.find(key);
    ATTUNE_ASSERT(found != held_.end());
    return found->second;
}

std::chrono::minutes Settings::day_start() const {
    const std::string& clock = held("day_start").value;
    const auto hour = parse_integer(clock.substr(0, 2));
    const auto minute = parse_integer(clock.substr(3));
    return std::chrono::hours(hour.value_or(0)) + std::chrono::minutes(minute.value_or(0));
}

int Settings::week_start() const {
    const auto words = definition::find_setting("week_start")->words;
    const auto found = std::find(words.begin(), words.end(), held("week_start").value);
    return static_cast<int>(found - words.begin());
}

journal::DateOrder Settings::date_order() const {
    const std::string& order = held("date_order").value;
    if (order == "day-month") return journal::DateOrder::DayMonth;
    if (order == "month-day") return journal::DateOrder::MonthDay;
    return journal::DateOrder::Unset;
}

std::optional<std::string> Settings::passphrase_command() const {
    const std::string& command = held("passphrase_command").value;
    return command.empty() || command == "none" ? std::nullopt : std::optional(command);
}

std::chrono::minutes Settings::unlock_time() const {
    return std::chrono::minutes(parse_integer(held("unlock_minutes").value).value_or(15));
}

void Settings::apply_to(GlobalOptions& global) const {
    global.color = held("color").value;
    global.ascii = is_on("ascii");
    global.accessible = is_on("accessible");
}

}  // namespace attune::cli
