#pragma once

#include <string>
#include <utility>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/journal/names.hpp"

/// The names of an open store: read from its records when first asked for and then kept with the
/// connection, so that a command that needs none of them pays nothing.
namespace attune::store {

/// Takes files of the person's own that extend the vocabularies, as (path, text). Called before
/// names_of; without a call there are none. A file with an error is left out; all problems come
/// back.
[[nodiscard]] Result<std::vector<definition::Problem>> use_vocabularies(
    db::Connection& database, const std::vector<std::pair<std::string, std::string>>& own);

/// What every spelling means, with the vocabularies of the program, those of use_vocabularies and
/// the names kept in the store. Good for as long as the connection is open; records written later
/// are not in it.
[[nodiscard]] Result<const journal::Names*> names_of(db::Connection& database);

/// The names kept in the store: every leaf of every record of a kind of name, in no order.
[[nodiscard]] Result<std::vector<journal::KeptName>> kept_names(db::Connection& database);

/// How often a name stands in the journal.
struct NameUse {
    std::string name;  ///< resolved; a person that was never added as first typed
    std::int64_t entries = 0;
    std::string last_day;  ///< YYYY-MM-DD of the newest of them
};

/// The people or words of a facet that live entries have, by name. A feeling, a body site and a
/// coping count with and without a number. An entry counts once for a name, however often and under
/// whatever spellings it stands there. Reads every tag of the facet, and for feelings, body and
/// copings every number.
[[nodiscard]] Result<std::vector<NameUse>> used_names(db::Connection& database,
                                                      std::string_view facet);

/// True when a tag of the facet has this spelling in more than `others` live entries; costs one
/// look.
[[nodiscard]] Result<bool> is_used(db::Connection& database, std::string_view facet,
                                   std::string_view spelling, int others = 0);

}  // namespace attune::store
