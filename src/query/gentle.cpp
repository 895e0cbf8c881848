#include "attune/query/gentle.hpp"

#include <string>

#include "attune/base/text.hpp"

namespace attune::query {

namespace {

constexpr int kNearDays = 7;
constexpr int kOutcomeDays = 28;

Result<std::int64_t> count_of(db::Connection& database, const char* sql, CivilDay first,
                              CivilDay last, const std::string& passed_over = {}) {
    ATTUNE_TRY(auto statement, database.prepare(sql));
    statement.bind(1, first.iso()).bind(2, last.iso());
    if (!passed_over.empty()) statement.bind(3, passed_over);
    ATTUNE_TRY(const bool row, statement.step());
    return row ? statement.integer(0) : 0;
}

}  // namespace

Result<bool> is_much_just_now(db::Connection& database, CivilDay today,
                              const std::vector<std::string>& pleasant) {
    // A slug never holds a comma.
    const std::string passed_over = "," + join(pleasant, ",") + ",";
    ATTUNE_TRY(const std::int64_t peaks,
               count_of(database,
                        "SELECT count(*) FROM live_entry AS e WHERE e.local_day BETWEEN ?1 AND ?2 "
                        "AND e.kind = 'trigger' AND EXISTS (SELECT 1 FROM value AS v WHERE v.entry "
                        "= e.n AND v.phase = 'peak' AND v.num >= 9 AND v.hi = 10 AND (v.key = "
                        "'intensity' OR (v.key GLOB 'feeling.*' AND instr(?3, ',' || substr(v.key, "
                        "9) || ',') = 0)))",
                        today - (kNearDays - 1), today, passed_over));
    if (peaks >= 3) return true;
    ATTUNE_TRY(const std::int64_t worse,
               count_of(database,
                        "SELECT ifnull(sum(slug = 'worse'), 0) FROM (SELECT t.slug FROM live_entry "
                        "AS e JOIN tag AS t ON t.entry = e.n AND t.facet = 'outcome' WHERE "
                        "e.local_day BETWEEN ?1 AND ?2 ORDER BY e.local_day DESC, e.at_utc DESC "
                        "LIMIT 10)",
                        today - (kOutcomeDays - 1), today));
    if (worse >= 5) return true;
    ATTUNE_TRY(const std::int64_t unsafe,
               count_of(database,
                        "SELECT count(*) FROM live_entry AS e JOIN tag AS t ON t.entry = e.n WHERE "
                        "e.local_day BETWEEN ?1 AND ?2 AND t.slug = 'unsafe'",
                        today - (kNearDays - 1), today));
    return unsafe > 0;
}

}  // namespace attune::query
