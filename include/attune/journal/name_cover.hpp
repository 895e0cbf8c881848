#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "attune/journal/names.hpp"

namespace attune::journal {

/// Hides who is who in what is handed to somebody else. People become "person 1", "person 2", ...
/// or "person A", "person B", ... in the order they are met, the same everywhere in one output;
/// every spelling of a person leads to the one cover.
class NameCover {
  public:
    enum class Style { Numbers, Letters };

    /// `names`: every name in the journal, to be found in texts; `people`: what a spelling stands
    /// for today, without it each stands for itself.
    NameCover(const std::vector<std::string>& names, Style style, const Names* people = nullptr);

    /// What stands for a person; anybody never met before gets the next number or letter.
    [[nodiscard]] std::string cover(std::string_view name);
    /// The text with each known name covered, as a whole word and in any case. A spelling nobody
    /// recorded as a person is not known.
    [[nodiscard]] std::string without_names(std::string_view text);
    /// True when the word is one of the names.
    [[nodiscard]] bool is_name(std::string_view word) const;

  private:
    /// A name as a list of folded words.
    using Words = std::vector<std::string>;

    Style style_;
    std::map<std::string, int> numbers_;               ///< folded name to its number
    std::map<std::string, std::vector<Words>> known_;  ///< by the first word, longest first
    std::map<std::string, std::string> owners_;        ///< folded spelling to folded name of today
};

}  // namespace attune::journal
