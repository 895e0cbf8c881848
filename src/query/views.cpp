#include "attune/query/views.hpp"

#include <string>
#include <unordered_map>
#include <utility>

#include "attune/db/functions.hpp"
#include "attune/store/names.hpp"
#include "query/view_bodies.hpp"

namespace attune::query {

namespace {

/// word_for with a memory: a journal says the same few hundred words a hundred thousand times.
class Words {
  public:
    explicit Words(db::Connection& database) : database_(database) {}

    Result<std::string> word_for(std::string_view facet, std::string_view slug) {
        key_.assign(facet).append(1, '\n').append(slug);
        const auto known = words_.find(key_);
        if (known != words_.end()) return known->second;
        ATTUNE_TRY(const journal::Names* names, store::names_of(database_));
        // A facet without words of its own takes any word as it is.
        const bool as_it_is = facet != journal::kPersonFacet && !names->is_coded(facet);
        return words_.emplace(key_, as_it_is ? std::string(slug) : names->resolve(facet, slug))
            .first->second;
    }

  private:
    db::Connection& database_;
    std::string key_;
    std::unordered_map<std::string, std::string> words_;
};

}  // namespace

Status install_views(db::Connection& database) {
    ATTUNE_TRY(const std::int64_t there,
               database.value_of("SELECT count(*) FROM temp.sqlite_master WHERE name = 'diary'"));
    if (there > 0) return {};
    ATTUNE_CHECK(database.define(
        "word_for",
        [words = Words(database)](std::string_view facet, std::string_view slug) mutable {
            return words.word_for(facet, slug);
        }));
    ATTUNE_CHECK(db::define_median(database));
    std::string sql;
    for (const View& view : all_views()) {
        sql.append("CREATE TEMP VIEW ").append(view.name);
        for (std::size_t i = 0; i < view.columns.size(); ++i)
            sql.append(i == 0 ? "(" : ", ").append("\"").append(view.columns[i].name).append("\"");
        sql.append(") AS ").append(body_of_view(view.name)).append(";\n");
    }
    return database.execute(sql);
}

}  // namespace attune::query
