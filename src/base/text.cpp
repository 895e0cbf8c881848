#include "attune/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <utf8proc.h>

namespace attune {

namespace {

struct Decoded {
    utf8proc_int32_t codepoint;  // negative when the bytes are not UTF-8
    std::size_t length;          // at least 1
};

Decoded decode(std::string_view text) {
    utf8proc_int32_t codepoint = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &codepoint);
    if (length <= 0) return {-1, 1};
    return {codepoint, static_cast<std::size_t>(length)};
}

std::string map_with(std::string_view text, utf8proc_option_t options) {
    utf8proc_uint8_t* mapped = nullptr;
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
    if (length < 0) return std::string(text);
    std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
    std::free(mapped);  // NOLINT(cppcoreguidelines-no-malloc): utf8proc allocates with malloc
    return out;
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr utf8proc_int32_t kZeroWidthJoiner = 0x200D;
constexpr utf8proc_int32_t kEmojiPresentation = 0xFE0F;

bool is_bidi_control(utf8proc_int32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0x061C;
}

bool is_regional_indicator(utf8proc_int32_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/// Calls visit(cluster, width) for each grapheme cluster until it returns false.
template <typename Visit>
void for_each_cluster(std::string_view text, Visit visit) {
    std::size_t start = 0;
    std::size_t at = 0;
    int width = 0;
    utf8proc_int32_t state = 0;
    utf8proc_int32_t previous = -1;
    while (at < text.size()) {
        const Decoded next = decode(text.substr(at));
        const bool breaks = previous < 0 || next.codepoint < 0 ||
                            utf8proc_grapheme_break_stateful(previous, next.codepoint, &state);
        if (breaks && at > start) {
            if (!visit(text.substr(start, at - start), width)) return;
            start = at;
            width = 0;
        }
        int cells = next.codepoint < 0 ? 1 : utf8proc_charwidth(next.codepoint);
        if (next.codepoint == kEmojiPresentation || is_regional_indicator(next.codepoint))
            cells = 2;
        if (next.codepoint == kZeroWidthJoiner) cells = 0;
        // A cluster is as wide as its widest character: joined emoji stay at two cells.
        width = std::max(width, cells);
        previous = next.codepoint;
        at += next.length;
    }
    if (at > start) visit(text.substr(start, at - start), width);
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Decoded next = decode(text.substr(at));
        if (next.codepoint < 0) return false;
        at += next.length;
    }
    return true;
}

std::string to_utf8_lossy(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const Decoded next = decode(bytes.substr(at));
        out += next.codepoint < 0 ? kReplacement : bytes.substr(at, next.length);
        at += next.length;
    }
    return out;
}

std::string to_nfc(std::string_view text) {
    return map_with(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

std::string fold_case(std::string_view text) {
    return map_with(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                         UTF8PROC_CASEFOLD));
}

int column_width(std::string_view text) {
    int total = 0;
    for_each_cluster(text, [&](std::string_view, int width) {
        total += width;
        return true;
    });
    return total;
}

std::string_view cut_to_columns(std::string_view text, int columns) {
    int used = 0;
    std::size_t length = 0;
    for_each_cluster(text, [&](std::string_view cluster, int width) {
        if (used + width > columns) return false;
        used += width;
        length += cluster.size();
        return true;
    });
    return text.substr(0, length);
}

std::string pad_right(std::string_view text, int columns) {
    std::string out(text);
    out.append(static_cast<std::size_t>(std::max(0, columns - column_width(text))), ' ');
    return out;
}

std::string pad_left(std::string_view text, int columns) {
    std::string out(static_cast<std::size_t>(std::max(0, columns - column_width(text))), ' ');
    out += text;
    return out;
}

std::string make_visible(std::string_view text, bool keep_lines) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Decoded next = decode(text.substr(at));
        const auto c = next.codepoint;
        if (c < 0) {
            out += kReplacement;
        } else if (keep_lines && (c == '\n' || c == '\t')) {
            out += static_cast<char>(c);
        } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
            out += fmt::format("\\x{:02x}", c);
        } else if (is_bidi_control(c) || c == 0x2028 || c == 0x2029) {
            out += fmt::format("\\u{{{:04x}}}", c);
        } else {
            out += text.substr(at, next.length);
        }
        at += next.length;
    }
    return out;
}

std::string to_ascii(std::string_view text) {
    static constexpr std::array<std::pair<utf8proc_int32_t, std::string_view>, 14> kTwins = {{
        {0x2018, "'"},
        {0x2019, "'"},
        {0x201C, "\""},
        {0x201D, "\""},
        {0x2013, "-"},
        {0x2014, "--"},
        {0x2026, "..."},
        {0x2192, "->"},
        {0x00B1, "+/-"},
        {0x2022, "*"},
        {0x00B7, "."},
        {0x2588, "#"},
        {0x2212, "-"},
        {0x00A0, " "},
    }};
    std::string out;
    for_each_cluster(text, [&](std::string_view cluster, int width) {
        const Decoded first = decode(cluster);
        if (first.codepoint >= 0 && first.codepoint < 0x80) {
            out += static_cast<char>(first.codepoint);
            return true;
        }
        const auto twin = std::find_if(kTwins.begin(), kTwins.end(), [&](const auto& entry) {
            return entry.first == first.codepoint;
        });
        if (twin != kTwins.end()) {
            out += twin->second;
            return true;
        }
        // A letter with a mark is the letter: "Zoe" can be read, "Zo?" is somebody else.
        const std::string parts =
            first.codepoint < 0
                ? std::string()
                : map_with(cluster,
                           static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE));
        if (!parts.empty() && parts.front() > 0x20 && parts.front() < 0x7F) {
            out += parts.front();
        } else {
            out.append(static_cast<std::size_t>(std::max(1, width)), '?');
        }
        return true;
    });
    return out;
}

std::vector<std::string> wrap(std::string_view text, int columns) {
    std::vector<std::string> lines;
    for (const std::string_view paragraph : split(text, '\n')) {
        std::string line;
        int used = 0;
        for (const std::string_view word : split(paragraph, ' ')) {
            if (word.empty()) continue;
            const int width = column_width(word);
            if (!line.empty() && used + 1 + width > columns) {
                lines.push_back(std::move(line));
                line.clear();
                used = 0;
            }
            if (!line.empty()) {
                line += ' ';
                ++used;
            }
            line += word;
            used += width;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string_view trim(std::string_view text) {
    static constexpr std::string_view kBlank = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at == text.size() || text[at] == separator) {
            parts.push_back(text.substr(start, at - start));
            start = at + 1;
        }
    }
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const std::string& part : parts) {
        if (&part != &parts.front()) out += separator;
        out += part;
    }
    return out;
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<long long> parse_integer(std::string_view text) {
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string shortest_number(double value) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return error == std::errc{} ? std::string(buffer.data(), end) : std::string();
}

int edit_distance(std::string_view a, std::string_view b) {
    // Optimal string alignment over three rolling rows.
    std::vector<int> before_last(b.size() + 1);
    std::vector<int> last(b.size() + 1);
    std::vector<int> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::optional<std::string> nearest_word(std::string_view word,
                                        const std::vector<std::string>& candidates) {
    std::optional<std::string> best;
    int best_distance = std::max(1, static_cast<int>(word.size()) / 3) + 1;
    for (const std::string& candidate : candidates) {
        // Each letter more or fewer is an edit.
        const std::size_t apart =
            std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
        if (apart >= static_cast<std::size_t>(best_distance)) continue;
        const int distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace attune
