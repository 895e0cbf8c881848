#include <algorithm>

#include <fmt/format.h>

#include "attune/base/assert.hpp"
#include "attune/base/text.hpp"
#include "attune/definition/settings.hpp"
#include "definition/settings_lines.hpp"

/// The part of settings.hpp that changes the text of a config file. Only whole lines are touched,
/// so that comments and order stay the person's own.
namespace attune::definition {

namespace {

/// Where a key of the file stands in its text.
struct Place {
    std::size_t line_begin = 0;
    std::size_t value_begin = 0;
    std::size_t value_end = 0;
    std::size_t line_end = 0;  ///< behind the line break
};

std::size_t line_start(std::string_view text, int line) {
    std::size_t at = 0;
    for (int n = 1; n < line; ++n) {
        at = text.find('\n', at);
        if (at == std::string_view::npos) return text.size();
        ++at;
    }
    return at;
}

/// The end of the TOML value that begins at `at`: a quoted text of any of the four kinds, or a bare
/// word.
std::size_t end_of_value(std::string_view text, std::size_t at) {
    for (const std::string_view quote : {"\"\"\"", "'''", "\"", "'"}) {
        if (!text.substr(at).starts_with(quote)) continue;
        std::size_t i = at + quote.size();
        while (i < text.size() && !text.substr(i).starts_with(quote)) {
            i += text[i] == '\\' && quote[0] == '"' ? std::size_t{2} : std::size_t{1};
        }
        i = std::min(text.size(), i + quote.size());
        // Up to two more quotes may belong to the text itself.
        while (quote.size() == 3 && i < text.size() && text[i] == quote[0])
            ++i;
        return i;
    }
    return std::min(text.find_first_of(" \t\r\n#", at), text.size());
}

/// The "=" behind the key that begins at `at`; one in a quoted key is a letter of it.
std::size_t equals_after(std::string_view text, std::size_t at) {
    char quote = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quote == 0 && c == '=') return at;
        if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == quote) {
            quote = 0;
        } else if (quote == '"' && c == '\\') {
            ++at;
        }
    }
    return std::string_view::npos;
}

Place place_of(std::string_view text, const GivenSetting& given) {
    Place place;
    place.line_begin = line_start(text, given.at.line);
    place.value_begin = equals_after(text, place.line_begin);
    ATTUNE_ASSERT(place.value_begin != std::string_view::npos);
    place.value_begin = text.find_first_not_of(" \t", place.value_begin + 1);
    place.value_end = end_of_value(text, place.value_begin);
    const std::size_t end = text.find('\n', place.value_end);
    place.line_end = end == std::string_view::npos ? text.size() : end + 1;
    return place;
}

std::string as_toml(const Setting& setting, std::string_view value) {
    if (setting.kind == SettingKind::Switch || setting.kind == SettingKind::Minutes) {
        return std::string(value);
    }
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

/// Where a new key goes: behind the last line that sets one outside of tables, else in front of the
/// first table (and of comments that stand directly above it), else at the end.
std::size_t room_for_key(std::string_view text, const Config& config) {
    std::size_t room = 0;
    bool any = false;
    for (const GivenSetting& given : config.given) {
        room = std::max(room, place_of(text, given).line_end);
        any = true;
    }
    if (any) return room;
    std::size_t begin = 0;
    std::size_t comments = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = trim(text.substr(begin, end - begin));
        if (line.starts_with('[')) return comments;
        begin = std::min(end + 1, text.size());
        if (!line.starts_with('#')) comments = begin;
    }
    return text.size();
}

/// What was made must still be a config file, with the key or without it: a value of a shape that
/// nobody expects here (a list over several lines, for example) is left to the person.
Status check_result(std::string_view text, const std::string& path, std::string_view key,
                    bool is_set) {
    const auto config = find_lines(text, path);
    if (config && (config->find(key) != nullptr) == is_set) return {};
    return fail(ErrorKind::BadInput, "this line cannot be changed here",
                fmt::format("change it by hand in '{}'", path));
}

}  // namespace

Result<std::string> set_in_config(std::string_view toml, const std::string& path,
                                  const Setting& setting, std::string_view value) {
    // The old value may be the wrong one that is to be mended, so its type is not looked at.
    ATTUNE_TRY(const Config config, find_lines(toml, path));
    std::string text(toml);
    if (const GivenSetting* given = config.find(setting.key); given != nullptr) {
        const Place place = place_of(text, *given);
        text.replace(place.value_begin, place.value_end - place.value_begin,
                     as_toml(setting, value));
        ATTUNE_CHECK(check_result(text, path, setting.key, true));
        return text;
    }
    const std::string line = fmt::format("{} = {}\n", setting.key, as_toml(setting, value));
    const std::size_t room = room_for_key(text, config);
    text.insert(room, room > 0 && text[room - 1] != '\n' ? "\n" + line : line);
    if (check_result(text, path, setting.key, true)) return text;
    // The lines of a list look like tables; at the top nothing stands around a key.
    text = line + std::string(toml);
    ATTUNE_CHECK(check_result(text, path, setting.key, true));
    return text;
}

Result<std::optional<std::string>> unset_in_config(std::string_view toml, const std::string& path,
                                                   std::string_view key) {
    ATTUNE_TRY(const Config config, find_lines(toml, path));
    const GivenSetting* given = config.find(key);
    if (given == nullptr) return std::nullopt;
    std::string text(toml);
    const Place place = place_of(text, *given);
    text.erase(place.line_begin, place.line_end - place.line_begin);
    ATTUNE_CHECK(check_result(text, path, key, false));
    return text;
}

}  // namespace attune::definition
