#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/problem.hpp"

/// What a person may set, and how it stands in the config file:
///
///     day_start = "04:00"      # comments and the order of lines are the person's own
///     color = "never"
///     [support]
///     contacts = [{name = "Dr. Lee", reach = "+49 30 1234567"}]
namespace attune::definition {

enum class SettingKind {
    Word,     ///< one of a few words
    Switch,   ///< true or false
    Clock,    ///< a time of day, "04:00", from 00:00 to 12:00
    Minutes,  ///< a whole number from 1 to 1440
    Command,  ///< a command with its arguments, for the shell
};

/// One known key. Every one of them is read by the program.
struct Setting {
    std::string_view key;
    SettingKind kind = SettingKind::Word;
    std::string_view fallback;  ///< what holds when nothing is set
    std::string_view help;
    std::span<const std::string_view> words = {};  ///< Word: the only values

    /// "one of: auto, always, never", "a time such as 04:00", ...
    [[nodiscard]] std::string wanted() const;
};

/// Every key but `support.contacts` (see contacts.hpp), in the order of `config list`.
[[nodiscard]] std::span<const Setting> all_settings();
[[nodiscard]] const Setting* find_setting(std::string_view key);
/// The key of the contacts, a list that is written into the file by hand.
inline constexpr std::string_view kContactsKey = "support.contacts";

/// The value as it is kept ("4:00" becomes "04:00", "yes" becomes "true"); Usage naming what is
/// wanted when it does not fit.
[[nodiscard]] Result<std::string> check_value(const Setting& setting, std::string_view text);

/// A key that the file sets.
struct GivenSetting {
    std::string key;
    std::string value;  ///< as check_value gives it
    Position at;
};

struct Config {
    std::vector<GivenSetting> given;
    /// Keys that nobody knows, with the nearest known one as the hint.
    std::vector<Problem> notes;

    [[nodiscard]] const GivenSetting* find(std::string_view key) const;
};

/// Reads a config file. BadInput with the place when it is no TOML, or when a known key has a value
/// of the wrong type or a value that is not allowed.
[[nodiscard]] Result<Config> read_config(std::string_view toml, const std::string& path);

/// The text of the file with `key` set to `value` (as check_value gives it): in its line when it
/// has one, else behind the last key outside of tables. Everything else stays, letter for letter.
/// BadInput when the file is no TOML.
[[nodiscard]] Result<std::string> set_in_config(std::string_view toml, const std::string& path,
                                                const Setting& setting, std::string_view value);

/// The text without the line of `key`; nothing when the file does not set it.
[[nodiscard]] Result<std::optional<std::string>> unset_in_config(std::string_view toml,
                                                                 const std::string& path,
                                                                 std::string_view key);

}  // namespace attune::definition
