#include "attune/query/measures.hpp"

namespace attune::query {

namespace {

// SQLite takes the bare columns of a group from the row that has the maximum; days, clocks and ids
// compare as they are written one behind the other.
constexpr const char* kAll =
    "SELECT v.key, coalesce(v.unit, '') AS unit, count(*), v.num, v.phase, e.local_day, "
    "max(printf('%020d %020d %020d', e.at_utc + 100000000000, e.n, v.seq)) FROM entry AS e CROSS "
    "JOIN value AS v ON v.entry = e.n WHERE e.kind = 'measure' AND e.kind <> 'trigger' AND e.shown "
    "= 1 AND e.deleted = 0 GROUP BY v.key, unit ORDER BY v.key, unit";
constexpr const char* kUnit =
    "SELECT coalesce(v.unit, '') FROM entry AS e CROSS JOIN value AS v ON v.entry = e.n WHERE "
    "e.kind = 'measure' AND e.kind <> 'trigger' AND e.shown = 1 AND e.deleted = 0 AND v.key = ?1 "
    "ORDER BY e.local_day DESC, e.at_utc DESC, e.n DESC LIMIT 1";

}  // namespace

Result<std::vector<MeasureUse>> load_measures(db::Connection& database) {
    ATTUNE_TRY(db::Statement rows, database.prepare(kAll));
    std::vector<MeasureUse> uses;
    while (true) {
        ATTUNE_TRY(const bool more, rows.step());
        if (!more) return uses;
        const auto day = CivilDay::parse_iso(rows.text(5));
        if (!day) return fail(ErrorKind::Damaged, "an entry has no readable day");
        uses.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.integer(2),
                        rows.number(3), std::string(rows.text(4)), *day});
    }
}

Result<std::optional<std::string>> find_unit(db::Connection& database, std::string_view name) {
    ATTUNE_TRY(db::Statement rows, database.prepare(kUnit));
    rows.bind(1, name);
    ATTUNE_TRY(const bool found, rows.step());
    if (!found) return std::optional<std::string>();
    return std::optional(std::string(rows.text(0)));
}

}  // namespace attune::query
