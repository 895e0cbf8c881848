#include "attune/query/known_names.hpp"

namespace attune::query {

Result<std::vector<std::string>> known_names(db::Connection& database) {
    ATTUNE_TRY(auto statement,
               database.prepare("SELECT slug FROM tag WHERE facet = 'person' UNION SELECT alias "
                                "FROM person"));
    std::vector<std::string> names;
    while (true) {
        ATTUNE_TRY(const bool row, statement.step());
        if (!row) return names;
        names.emplace_back(statement.text(0));
    }
}

}  // namespace attune::query
