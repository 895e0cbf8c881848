#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attune {

/// One character at the start of a text and the bytes it takes. `code` is kNoCharacter (and
/// `length` 1) where the bytes are not UTF-8; an empty text gives kNoCharacter and length 0.
struct Character {
    char32_t code;
    std::size_t length;
};
inline constexpr char32_t kNoCharacter = 0xFFFFFFFF;
[[nodiscard]] Character first_character(std::string_view text);

/// A letter of any script (Unicode categories L*).
[[nodiscard]] bool is_letter(char32_t code);

/// A mark that belongs to the letter before it (categories M*): the accent of a decomposed letter,
/// a vowel sign.
[[nodiscard]] bool is_mark(char32_t code);

/// The number of bytes at the start of `text` that spell a name: a letter, then letters, marks,
/// ASCII digits, '-' and '_'. 0 when the text does not start with a letter.
[[nodiscard]] std::size_t name_length(std::string_view text);

/// Lower case letter by letter, in normal form C: the spelling of slugs. Text that is not UTF-8
/// comes back unchanged.
[[nodiscard]] std::string to_lower(std::string_view text);

}  // namespace attune
