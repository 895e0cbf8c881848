#include "definition/toml_bare.hpp"

namespace attune::definition {

namespace {

enum class Inside { Nothing, Comment, Quotes, ThreeQuotes };

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80U;
}

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// How many of the same character stand at the start, at most `limit`.
std::size_t run_length(std::string_view text, std::size_t limit) {
    std::size_t count = 1;
    while (count < limit && count < text.size() && text[count] == text[0])
        ++count;
    return count;
}

}  // namespace

std::optional<Position> find_bare_letter(std::string_view text) {
    Position at{1, 1};
    Inside inside = Inside::Nothing;
    char quote = 0;
    std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (i < text.size()) {
        const char c = text[i];
        std::size_t step = 1;
        if (c == '\n') {
            if (inside != Inside::ThreeQuotes) inside = Inside::Nothing;
            at = {at.line + 1, 0};
        } else if (inside == Inside::Nothing) {
            if (!is_ascii(c)) return at;
            if (c == '#') inside = Inside::Comment;
            if (c == '"' || c == '\'') {
                quote = c;
                const std::size_t quotes = run_length(text.substr(i), 3);
                if (quotes == 3) inside = Inside::ThreeQuotes;
                if (quotes == 1) inside = Inside::Quotes;
                step = quotes;
            }
        } else if (inside != Inside::Comment) {
            if (c == '\\' && quote == '"' && i + 1 < text.size() && text[i + 1] != '\n') {
                step = is_ascii(text[i + 1]) ? 2 : 1;
            } else if (c == quote && inside == Inside::Quotes) {
                inside = Inside::Nothing;
            } else if (c == quote) {
                // Up to two more quotes may stand before the three that close.
                step = run_length(text.substr(i), 5);
                if (step >= 3) inside = Inside::Nothing;
            }
        }
        for (std::size_t k = 0; k < step; ++k) {
            if (starts_character(text[i + k])) ++at.column;
        }
        i += step;
    }
    return std::nullopt;
}

}  // namespace attune::definition
