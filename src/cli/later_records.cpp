#include "cli/later_records.hpp"

namespace attune::cli {

Result<std::vector<journal::Record>> load_pointing_to(store::Library& library, const RecordId& id) {
    ATTUNE_TRY(auto rows,
               library.database().prepare(
                   "WITH RECURSIVE about(target) AS (VALUES(?1) UNION SELECT e.id FROM about "
                   "JOIN link AS l ON l.target = about.target AND l.rel = 'follows-up' "
                   "JOIN entry AS e ON e.n = l.entry WHERE e.shown = 1 AND e.deleted = 0 "
                   "AND e.kind = 'follow') "
                   "SELECT DISTINCT e.n FROM link AS l JOIN entry AS e ON e.n = l.entry "
                   "WHERE e.shown = 1 AND e.deleted = 0 AND (l.target = ?1 "
                   "OR (l.rel = 'follows-up' AND l.target IN (SELECT target FROM about))) "
                   "ORDER BY e.at_utc, e.n"));
    rows.bind(1, id.view());
    std::vector<journal::Record> found;
    while (true) {
        ATTUNE_TRY(const bool row, rows.step());
        if (!row) return found;
        ATTUNE_TRY(journal::Record record, library.load_row(rows.integer(0)));
        found.push_back(std::move(record));
    }
}

}  // namespace attune::cli
