#include "attune/store/names.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "attune/store/schema.hpp"
#include "store/rows.hpp"

namespace attune::store {

namespace {

/// What stands beside the connection.
struct Companion {
    std::optional<definition::Vocabularies> vocabularies;  ///< with the person's own files
    std::optional<journal::Names> names;
};

Companion& companion_of(db::Connection& database) {
    if (!database.companion()) database.companion() = std::make_shared<Companion>();
    return *static_cast<Companion*>(database.companion().get());
}

/// The facets whose words are those of `owner`.
std::vector<std::string> facets_of(const journal::Names& names, std::string_view owner) {
    std::vector<std::string> facets{std::string(owner)};
    if (const definition::Vocabulary* vocabulary = names.vocabularies().of(owner))
        facets.insert(facets.end(), vocabulary->also.begin(), vocabulary->also.end());
    return facets;
}

constexpr const char* kTagsOf =
    "SELECT t.entry, t.slug, e.local_day FROM tag AS t INDEXED BY tag_slug CROSS JOIN entry AS e "
    "ON e.n = t.entry WHERE t.facet = ?1 AND e.shown = 1 AND e.deleted = 0 AND e.kind NOT "
    "IN " ATTUNE_ASIDE_KINDS;
constexpr const char* kNumbersOf =
    "SELECT v.entry, substr(v.key, length(?1) + 2), e.local_day FROM value AS v CROSS JOIN entry "
    "AS e ON e.n = v.entry WHERE v.key GLOB ?1 || '.?*' AND e.shown = 1 AND e.deleted = 0 AND "
    "e.kind NOT IN " ATTUNE_ASIDE_KINDS;

/// Facets whose words may also stand in the keys of numbers.
bool has_numbers(std::string_view facet) {
    return facet == "feeling" || facet == "body" || facet == "coping";
}

class Counter {
  public:
    Counter(const journal::Names& names, std::string_view facet) : names_(names), facet_(facet) {}

    Status read(db::Connection& database, const char* sql, const std::string& facet) {
        ATTUNE_TRY(auto rows, database.prepare(sql));
        rows.bind(1, std::string_view(facet));
        while (true) {
            ATTUNE_TRY(const bool row, rows.step());
            if (!row) return {};
            add(rows.integer(0), std::string(rows.text(1)), rows.text(2));
        }
    }

    std::vector<NameUse> finish() {
        std::vector<NameUse> uses;
        for (auto& found : found_) {
            auto& entries = found.second.entries;
            std::sort(entries.begin(), entries.end());
            entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
            found.second.use.entries = static_cast<std::int64_t>(entries.size());
            uses.push_back(std::move(found.second.use));
        }
        return uses;
    }

  private:
    struct Found {
        NameUse use;
        std::vector<std::int64_t> entries;
    };

    void add(std::int64_t entry, const std::string& spelling, std::string_view day) {
        auto known = by_spelling_.find(spelling);
        if (known == by_spelling_.end()) {
            std::string shown = names_.resolve(facet_, spelling);
            Found& found = found_[journal::name_key(facet_, shown)];
            if (found.use.name.empty()) found.use.name = std::move(shown);
            known = by_spelling_.emplace(spelling, &found).first;
        }
        Found& found = *known->second;
        found.entries.push_back(entry);
        if (day > found.use.last_day) found.use.last_day = day;
    }

    const journal::Names& names_;
    std::string facet_;
    std::map<std::string, Found> found_;
    std::map<std::string, Found*> by_spelling_;
};

}  // namespace

Result<std::vector<definition::Problem>> use_vocabularies(
    db::Connection& database, const std::vector<std::pair<std::string, std::string>>& own) {
    Companion& companion = companion_of(database);
    ATTUNE_TRY(companion.vocabularies,
               definition::Vocabularies::load(definition::embedded_vocabularies()));
    companion.names.reset();
    std::vector<definition::Problem> problems;
    for (const auto& file : own) {
        auto found = companion.vocabularies->extend(file.second, file.first);
        problems.insert(problems.end(), found.begin(), found.end());
    }
    return problems;
}

Result<std::vector<journal::KeptName>> kept_names(db::Connection& database) {
    std::vector<RecordId> records;
    {
        // The kind is spelled out twice so that the partial index entry_kind answers it.
        ATTUNE_TRY(auto find, database.prepare(
                                  "SELECT id FROM entry WHERE kind IN ('person', 'word') AND kind "
                                  "<> 'trigger' AND shown = 1 AND deleted = 0"));
        while (true) {
            ATTUNE_TRY(const bool row, find.step());
            if (!row) break;
            records.push_back(RecordId::from_bytes(find.blob(0)).value_or(RecordId{}));
        }
    }
    std::vector<journal::KeptName> kept;
    Rows rows(database);
    for (const RecordId& record : records) {
        ATTUNE_TRY(const auto leaves, rows.leaves(record));
        for (const std::int64_t n : leaves) {
            ATTUNE_TRY(const Revision revision, rows.load(n));
            if (revision.removed) continue;
            auto name = journal::name_of(revision.content);
            if (!name) continue;
            kept.push_back({*std::move(name), record, revision.id, revision.device, revision.clock,
                            revision.content.at});
        }
    }
    return kept;
}

Result<const journal::Names*> names_of(db::Connection& database) {
    Companion& companion = companion_of(database);
    if (!companion.names) {
        ATTUNE_TRY(const auto kept, kept_names(database));
        if (!companion.vocabularies) {
            ATTUNE_TRY(companion.vocabularies,
                       definition::Vocabularies::load(definition::embedded_vocabularies()));
        }
        companion.names.emplace(*std::move(companion.vocabularies), kept);
        companion.vocabularies.reset();
    }
    return &*companion.names;
}

Result<std::vector<NameUse>> used_names(db::Connection& database, std::string_view facet) {
    ATTUNE_TRY(const journal::Names* names, names_of(database));
    const std::string owner = names->owner_of(facet);
    Counter counter(*names, owner);
    for (const std::string& each : facets_of(*names, owner)) {
        ATTUNE_CHECK(counter.read(database, kTagsOf, each));
        if (has_numbers(each)) ATTUNE_CHECK(counter.read(database, kNumbersOf, each));
    }
    return counter.finish();
}

Result<bool> is_used(db::Connection& database, std::string_view facet, std::string_view spelling,
                     int others) {
    ATTUNE_TRY(auto find, database.prepare(
                              "SELECT 1 FROM tag AS t INDEXED BY tag_slug CROSS JOIN entry AS e ON "
                              "e.n = t.entry WHERE t.facet = ?1 AND t.slug = ?2 AND e.shown = 1 "
                              "AND e.deleted = 0 LIMIT 1 OFFSET ?3"));
    find.bind(1, facet).bind(2, spelling).bind(3, std::int64_t{others});
    return find.step();
}

}  // namespace attune::store
