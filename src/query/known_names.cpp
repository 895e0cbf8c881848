#include "attune/query/known_names.hpp"

#include "attune/store/names.hpp"

namespace attune::query {

Result<std::vector<std::string>> known_names(db::Connection& database) {
    ATTUNE_TRY(auto statement,
               database.prepare("SELECT DISTINCT slug FROM tag WHERE facet = 'person'"));
    std::vector<std::string> names;
    while (true) {
        ATTUNE_TRY(const bool row, statement.step());
        if (!row) break;
        names.emplace_back(statement.text(0));
    }
    ATTUNE_TRY(const auto kept, store::kept_names(database));
    for (const journal::KeptName& one : kept) {
        if (!one.name.is_person()) continue;
        names.push_back(one.name.spelling);
        names.push_back(one.name.origin);
        names.insert(names.end(), one.name.aliases.begin(), one.name.aliases.end());
    }
    return names;
}

}  // namespace attune::query
