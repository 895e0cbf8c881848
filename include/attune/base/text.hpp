#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// True when the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Well-formed UTF-8 from any bytes: each byte that fits nowhere becomes U+FFFD.
[[nodiscard]] std::string to_utf8_lossy(std::string_view bytes);

/// Unicode normal form C. Input must be well-formed UTF-8; returns it unchanged otherwise.
[[nodiscard]] std::string to_nfc(std::string_view text);

/// Unicode case folding, for comparing names; not for showing.
[[nodiscard]] std::string fold_case(std::string_view text);

/// Terminal cells that the text takes: CJK 2, combining marks 0, one emoji cluster 2. Control
/// characters count 0.
[[nodiscard]] int column_width(std::string_view text);

/// The longest start of the text that fits into `columns`, cut at a grapheme cluster border.
[[nodiscard]] std::string_view cut_to_columns(std::string_view text, int columns);

/// The text with spaces added behind (or before) it up to `columns`; never cut.
[[nodiscard]] std::string pad_right(std::string_view text, int columns);
[[nodiscard]] std::string pad_left(std::string_view text, int columns);

/// Text for a terminal: C0 and C1 controls, ESC, DEL and bidirectional overrides are made visible
/// as `\xNN` or
/// `\u{NNNN}`, except that newlines and tabs stay when `keep_lines` is set. Bytes that are not
/// UTF-8 become U+FFFD.
[[nodiscard]] std::string make_visible(std::string_view text, bool keep_lines = false);

/// Only ASCII: letters lose their marks, a few typographic signs have an ASCII twin, and every
/// other character becomes '?'.
[[nodiscard]] std::string to_ascii(std::string_view text);

/// Words wrapped into lines of at most `columns` cells; a longer word stands alone on its line.
/// Line breaks in the text are kept. An empty text gives one empty line.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, int columns);

/// The text without leading and trailing ASCII white space.
[[nodiscard]] std::string_view trim(std::string_view text);

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
[[nodiscard]] std::string lower_ascii(std::string_view text);

/// The whole text as a decimal number with '.' as the point; nothing for anything else, for
/// infinities and NaN.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
/// The whole text as an integer in [-2^63, 2^63); nothing for anything else.
[[nodiscard]] std::optional<long long> parse_integer(std::string_view text);

/// The shortest decimal text that reads back as the same number: 7, 0.5, 1e-09.
[[nodiscard]] std::string shortest_number(double value);

/// Number of single-character edits (insert, drop, replace, swap neighbours) between two words.
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, when it is near enough to be a typing slip (at most a third of
/// the letters differ).
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word,
                                                      const std::vector<std::string>& candidates);

}  // namespace attune
