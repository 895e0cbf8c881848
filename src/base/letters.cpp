#include "attune/base/letters.hpp"

#include <array>

#include <utf8proc.h>

#include "attune/base/text.hpp"

namespace attune {

Character first_character(std::string_view text) {
    if (text.empty()) return {kNoCharacter, 0};
    utf8proc_int32_t code = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (length <= 0) return {kNoCharacter, 1};
    return {static_cast<char32_t>(code), static_cast<std::size_t>(length)};
}

bool is_letter(char32_t code) {
    if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    if (code > 0x10FFFF) return false;
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_mark(char32_t code) {
    if (code < 0x80 || code > 0x10FFFF) return false;
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

std::size_t name_length(std::string_view text) {
    if (!is_letter(first_character(text).code)) return 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const Character next = first_character(text.substr(at));
        const bool belongs = is_letter(next.code) || is_mark(next.code) || next.code == '-' ||
                             next.code == '_' || (next.code >= '0' && next.code <= '9');
        if (!belongs) break;
        at += next.length;
    }
    return at;
}

std::string to_lower(std::string_view text) {
    if (!is_utf8(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Character next = first_character(text.substr(at));
        at += next.length;
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto length = utf8proc_encode_char(
            utf8proc_tolower(static_cast<utf8proc_int32_t>(next.code)), bytes.data());
        for (utf8proc_ssize_t i = 0; i < length; ++i) {
            out.push_back(static_cast<char>(bytes[static_cast<std::size_t>(i)]));
        }
    }
    return to_nfc(out);
}

}  // namespace attune
