#pragma once

#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/names.hpp"
#include "attune/store/library.hpp"
#include "cli/context.hpp"

/// What the person can be offered to choose from.
namespace attune::cli {

struct KnownWords {
    journal::Names names;
    /// People as they are shown: those that were added, then those in entries, the commonest first.
    std::vector<std::string> people;
};

/// Words and people of an open store, with the words of own vocabulary files. A file that cannot be
/// read is left out without a word; at most 200 people.
[[nodiscard]] Result<KnownWords> known_words(Context& context, store::Library& library);

/// The same of the store where it opens without a question; otherwise the words of the program and
/// nobody. The store is closed again, so that what is written next is not missing from it later.
[[nodiscard]] Result<KnownWords> load_known_words(Context& context);

}  // namespace attune::cli
