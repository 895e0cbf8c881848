#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"

/// What a person types to find words: bare words, "exact phrases", and starts of words (`wait*` or,
/// safe from every shell, `wait..`). Nothing typed is ever syntax of the full-text index: AND,
/// NEAR, brackets and colons are words.
namespace attune::query {

struct TextQuery {
    /// The expression for `entry_text MATCH`, or empty when every word is in `pieces`.
    std::string match;
    /// Words that the index does not hold as words (emoji, scripts without blanks): looked for
    /// letter for letter, in the text and in every field.
    std::vector<std::string> pieces;
};

/// Every word has to be there, in any order. Usage when nothing is left to look for, or a quote is
/// not closed.
[[nodiscard]] Result<TextQuery> parse_text_query(std::string_view typed);

}  // namespace attune::query
