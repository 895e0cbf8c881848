#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/db/connection.hpp"
#include "attune/journal/record.hpp"
#include "attune/query/text_query.hpp"

namespace attune::query {

/// Where a record fits the words that were looked for.
struct Snippet {
    std::string field;  ///< the name of the field, empty for the text itself
    std::string text;   ///< the whole text of it
    /// The matches in it, as bytes from and to (not included), in order and apart.
    std::vector<std::pair<std::size_t, std::size_t>> matches;
};

/// The first place in the record of row `row` that fits: its text when a match is there, else the
/// first field that has one. Nothing when the words are spread so that none can be shown. The
/// index says what a match is, so case and accents count as little as in the search itself.
[[nodiscard]] Result<std::optional<Snippet>> find_snippet(db::Connection& database,
                                                          std::int64_t row,
                                                          const journal::Record& record,
                                                          const TextQuery& query);

}  // namespace attune::query
