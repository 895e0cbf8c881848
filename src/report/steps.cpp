#include "attune/report/steps.hpp"

#include <algorithm>
#include <utility>

#include "attune/base/text.hpp"
#include "attune/stats/random.hpp"

namespace attune::report {

namespace {

constexpr const char* kOpen =
    "SELECT count(*) FROM entry AS e INDEXED BY entry_kind WHERE e.shown = 1 AND e.deleted = 0 "
    "AND e.kind <> 'trigger' AND e.kind = 'experiment' AND e.local_day <= ?1 AND NOT EXISTS ("
    "WITH RECURSIVE later(n, id) AS ("
    "SELECT f.n, f.id FROM link AS l CROSS JOIN entry AS f ON f.n = l.entry WHERE l.target = e.id "
    "AND l.rel = 'follows-up' AND f.shown = 1 AND f.deleted = 0 AND f.local_day <= ?1 "
    "UNION SELECT f.n, f.id FROM later CROSS JOIN link AS l ON l.target = later.id CROSS JOIN "
    "entry AS f ON f.n = l.entry WHERE l.rel = 'follows-up' AND f.shown = 1 AND f.deleted = 0 "
    "AND f.local_day <= ?1) "
    "SELECT 1 FROM later CROSS JOIN tag AS t ON t.entry = later.n WHERE t.facet = 'happened')";
constexpr const char* kWins =
    "SELECT count(*) FROM entry INDEXED BY entry_kind WHERE shown = 1 AND deleted = 0 AND "
    "kind <> 'trigger' AND kind = 'win' AND local_day <= ?1";
constexpr const char* kWin =
    "SELECT local_day, text FROM entry INDEXED BY entry_kind WHERE shown = 1 AND deleted = 0 AND "
    "kind <> 'trigger' AND kind = 'win' AND local_day <= ?1 ORDER BY local_day, at_utc, id "
    "LIMIT 1 OFFSET ?2";
constexpr const char* kCheckins =
    "SELECT e.local_day, v.key, v.num, v.lo, v.hi FROM entry AS e INDEXED BY entry_kind "
    "CROSS JOIN value AS v WHERE e.shown = 1 AND e.deleted = 0 AND e.kind <> 'trigger' "
    "AND e.kind = 'checkin' AND e.local_day BETWEEN ?1 AND ?2 AND v.entry = e.n "
    "AND v.key IN ('named', 'calm', 'myself', 'support') ORDER BY e.local_day, e.at_utc, e.n";

tl::unexpected<Error> no_day() {
    return fail(ErrorKind::Damaged, "a record has no readable day");
}

Result<std::int64_t> count_until(db::Connection& database, const char* sql, CivilDay last) {
    ATTUNE_TRY(db::Statement row, database.prepare(sql));
    row.bind(1, last.iso());
    ATTUNE_TRY(const bool there, row.step());
    return there ? row.integer(0) : 0;
}

Result<std::optional<Win>> draw_win(db::Connection& database, CivilDay last, std::uint64_t seed) {
    ATTUNE_TRY(const std::int64_t wins, count_until(database, kWins, last));
    if (wins < 1) return std::optional<Win>();
    stats::Random random(seed);
    ATTUNE_TRY(db::Statement row, database.prepare(kWin));
    row.bind(1, last.iso());
    row.bind(2, static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(wins))));
    ATTUNE_TRY(const bool there, row.step());
    if (!there) return std::optional<Win>();
    const auto day = CivilDay::parse_iso(row.text(0));
    if (!day) return no_day();
    return std::optional(Win{std::string(row.text(1)), *day});
}

Result<std::vector<CheckinAnswer>> load_checkins(db::Connection& database, const DayRange& days) {
    ATTUNE_TRY(db::Statement rows, database.prepare(kCheckins));
    rows.bind(1, days.first.iso());
    rows.bind(2, days.last.iso());
    std::vector<CheckinAnswer> answers;
    while (true) {
        ATTUNE_TRY(const bool more, rows.step());
        if (!more) return answers;
        const auto day = CivilDay::parse_iso(rows.text(0));
        if (!day) return no_day();
        double value = rows.number(2);
        if (!rows.is_null(3) && !rows.is_null(4) && rows.number(4) > rows.number(3))
            value = (value - rows.number(3)) / (rows.number(4) - rows.number(3)) * 10;
        answers.push_back({*day, std::string(rows.text(1)), value});
    }
}

}  // namespace

Result<Steps> load_steps(db::Connection& database, const RowReader& read_row, const DayRange& days,
                         std::uint64_t seed) {
    Steps steps;
    ATTUNE_TRY(const auto experiments,
               load_threads_of_days(database, read_row, "experiment", days));
    steps.closed = experiments_of(experiments);
    std::erase_if(steps.closed, [&](const Experiment& one) {
        return !one.closed || *one.closed < days.first || *one.closed > days.last;
    });
    ATTUNE_TRY(steps.open, count_until(database, kOpen, days.last));
    ATTUNE_TRY(steps.needs, load_threads_of_days(database, read_row, "need", days));
    ATTUNE_TRY(steps.boundaries, load_threads_of_days(database, read_row, "boundary", days));
    ATTUNE_TRY(steps.repairs, load_threads_of_days(database, read_row, "repair", days));
    ATTUNE_TRY(steps.win, draw_win(database, days.last, seed));
    ATTUNE_TRY(steps.checkins, load_checkins(database, days));
    return steps;
}

}  // namespace attune::report
