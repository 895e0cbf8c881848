#include "attune/definition/settings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "definition/settings_lines.hpp"
#include "definition/toml_reader.hpp"

namespace attune::definition {

namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 3> kDateOrders = {"unset", "day-month", "month-day"};
constexpr std::array<std::string_view, 3> kColors = {"auto", "always", "never"};
constexpr std::array<std::string_view, 2> kStyleNames = {"lean", "off"};

constexpr int kMinutesMax = 24 * 60;

// One table for reading, checking, listing and completing.
constexpr Setting kSettings[] = {
    {"day_start", SettingKind::Clock, "04:00",
     "when a day begins: what happens before belongs to the day before"},
    {"week_start", SettingKind::Word, "monday", "the day a week begins with", kWeekdays},
    {"date_order", SettingKind::Word, "unset",
     "how 03/04/2026 is read; unset refuses it and shows both readings", kDateOrders},
    {"color", SettingKind::Word, "auto", "colours on a terminal", kColors},
    {"ascii", SettingKind::Switch, "false", "only ASCII characters in text for people"},
    {"accessible", SettingKind::Switch, "false",
     "plain label: value lines, nothing redrawn, numbered prompts"},
    {"pager", SettingKind::Command, "less -FRX",
     "what shows output longer than the screen; an empty text means none"},
    {"unlock_minutes", SettingKind::Minutes, "15", "how long 'attune unlock' keeps the key"},
    {"passphrase_command", SettingKind::Command, "none",
     "what prints the passphrase when the store is locked; none asks on the terminal"},
    {"style_names", SettingKind::Word, "lean",
     "whether a place on the attachment map is also named by the words others use", kStyleNames},
    {"gentle_line", SettingKind::Switch, "true",
     "a line about 'attune support' when entries say that it is much"},
};

constexpr std::array<std::string_view, 4> kYes = {"true", "yes", "on", "1"};
constexpr std::array<std::string_view, 4> kNo = {"false", "no", "off", "0"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<std::string> clock_of(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.size() != 2 || parts[0].empty() || parts[0].size() > 2 || parts[1].size() != 2) {
        return std::nullopt;
    }
    const auto hour = parse_integer(parts[0]);
    const auto minute = parse_integer(parts[1]);
    if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59 ||
        *hour * 60 + *minute > 12 * 60) {
        return std::nullopt;
    }
    return fmt::format("{:02}:{:02}", *hour, *minute);
}

std::optional<std::string> value_of(const Setting& setting, std::string_view text) {
    const std::string word = lower_ascii(trim(text));
    switch (setting.kind) {
        case SettingKind::Word:
            if (std::find(setting.words.begin(), setting.words.end(), word) != setting.words.end())
                return word;
            return std::nullopt;
        case SettingKind::Switch:
            if (is_one_of(word, kYes)) return "true";
            if (is_one_of(word, kNo)) return "false";
            return std::nullopt;
        case SettingKind::Clock:
            return clock_of(word);
        case SettingKind::Minutes: {
            const auto number = parse_integer(word);
            if (!number || *number < 1 || *number > kMinutesMax) return std::nullopt;
            return std::to_string(*number);
        }
        case SettingKind::Command:
            if (!is_utf8(text) || text.find_first_of("\r\n\0", 0, 3) != std::string_view::npos)
                return std::nullopt;
            return std::string(trim(text));
    }
    return std::nullopt;
}

tl::unexpected<Error> refused(const Setting& setting, const Node& node, const std::string& path,
                              std::string_view is) {
    return fail(ErrorKind::BadInput, fmt::format("{} is {}", setting.key, is),
                fmt::format("it is {}", setting.wanted()),
                Problem{path, node.at, {}, {}, Problem::Weight::Error}.where());
}

/// The text that a TOML value of the right type stands for. A switch is no text and a number no
/// switch: what is written is what is meant.
Result<std::string> value_in(const Setting& setting, const Node& node, const std::string& path) {
    std::string text;
    switch (setting.kind) {
        case SettingKind::Switch:
            if (node.kind != Node::Kind::Boolean)
                return refused(setting, node, path, node.kind_name());
            return std::string(node.boolean ? "true" : "false");
        case SettingKind::Minutes:
            if (node.kind != Node::Kind::Integer)
                return refused(setting, node, path, node.kind_name());
            text = std::to_string(node.integer);
            break;
        case SettingKind::Word:
        case SettingKind::Clock:
        case SettingKind::Command:
            if (node.kind != Node::Kind::String)
                return refused(setting, node, path, node.kind_name());
            text = node.text;
            break;
    }
    auto value = value_of(setting, text);
    if (!value) return refused(setting, node, path, fmt::format("'{}'", make_visible(text)));
    return *std::move(value);
}

Result<Node> read_file(std::string_view toml, const std::string& path) {
    Checked<Node> file = read_toml(toml, path);
    if (file.value) return *std::move(file.value);
    const Problem& problem = file.problems.front();
    return fail(ErrorKind::BadInput, problem.message, problem.hint, problem.where());
}

void add_unknown(Config& config, const std::string& path, Position at, const std::string& key) {
    std::vector<std::string> known{std::string(kContactsKey)};
    for (const Setting& setting : kSettings)
        known.emplace_back(setting.key);
    const auto near = nearest_word(key, known);
    config.notes.push_back({path, at, fmt::format("unknown key '{}'", make_visible(key)),
                            near ? fmt::format("the nearest one is '{}'", *near)
                                 : "'attune config list' shows the keys",
                            Problem::Weight::Note});
}

}  // namespace

std::string Setting::wanted() const {
    switch (kind) {
        case SettingKind::Word:
            return "one of: " + join(std::vector<std::string>(words.begin(), words.end()), ", ");
        case SettingKind::Switch:
            return "true or false";
        case SettingKind::Clock:
            return "a time such as \"04:00\", from 00:00 to 12:00";
        case SettingKind::Minutes:
            return fmt::format("a whole number of minutes from 1 to {}", kMinutesMax);
        case SettingKind::Command:
            return "a command in one line, such as \"less -FRX\"";
    }
    return {};
}

std::span<const Setting> all_settings() {
    return kSettings;
}

const Setting* find_setting(std::string_view key) {
    const auto* const found = std::find_if(std::begin(kSettings), std::end(kSettings),
                                           [&](const Setting& s) { return s.key == key; });
    return found == std::end(kSettings) ? nullptr : found;
}

Result<std::string> check_value(const Setting& setting, std::string_view text) {
    auto value = value_of(setting, text);
    if (value) return *std::move(value);
    return fail(ErrorKind::Usage, fmt::format("{} cannot be '{}'", setting.key, make_visible(text)),
                fmt::format("it is {}", setting.wanted()));
}

const GivenSetting* Config::find(std::string_view key) const {
    const auto found = std::find_if(given.begin(), given.end(),
                                    [&](const GivenSetting& one) { return one.key == key; });
    return found == given.end() ? nullptr : &*found;
}

Result<Config> find_lines(std::string_view toml, const std::string& path) {
    ATTUNE_TRY(const Node file, read_file(toml, path));
    Config config;
    for (const Member& member : file.members) {
        if (member.value.kind == Node::Kind::Table || member.value.kind == Node::Kind::Array)
            continue;
        config.given.push_back({member.key, {}, member.at});
    }
    return config;
}

Result<Config> read_config(std::string_view toml, const std::string& path) {
    ATTUNE_TRY(const Node file, read_file(toml, path));
    Config config;
    for (const Member& member : file.members) {
        if (const Setting* setting = find_setting(member.key); setting != nullptr) {
            ATTUNE_TRY(std::string value, value_in(*setting, member.value, path));
            config.given.push_back({member.key, std::move(value), member.at});
            continue;
        }
        if (member.value.kind != Node::Kind::Table) {
            add_unknown(config, path, member.at, member.key);
            continue;
        }
        for (const Member& below : member.value.members) {
            const std::string key = member.key + "." + below.key;
            if (key != kContactsKey) add_unknown(config, path, below.at, key);
        }
    }
    return config;
}

}  // namespace attune::definition
