#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "attune/report/week_data.hpp"
#include "attune/stats/summary.hpp"
#include "attune/store/names.hpp"
#include "report/period_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr int kMonthWeeks = 6;

CivilDay month_start(CivilDay day, int months) {
    const int index = static_cast<int>(day.ymd().year()) * 12 +
                      static_cast<int>(static_cast<unsigned>(day.ymd().month())) - 1 + months;
    return *CivilDay::make(index / 12, static_cast<unsigned>(index % 12) + 1, 1);
}

/// Months of a period that is a month, quarter or year of the calendar; 0 for other days.
int calendar_months(const PeriodRange& range) {
    for (const int months : {1, 3, 12}) {
        const bool begins = month_start(range.first, 0) == range.first;
        if (begins && month_start(range.first, months) - 1 == range.last()) return months;
    }
    return 0;
}

std::string noun_of(int months) {
    return months == 1 ? "month" : months == 3 ? "quarter" : months == 12 ? "year" : "period";
}

CivilDay week_holding(CivilDay day, int week_start) {
    return day - (day.weekday() - week_start + 7) % 7;
}

constexpr const char* kLaterRatings =
    "SELECT l.target, e.at_utc, v.num, v.lo, v.hi FROM entry AS e INDEXED BY entry_kind "
    "CROSS JOIN value AS v CROSS JOIN link AS l WHERE e.shown = 1 AND e.deleted = 0 "
    "AND e.kind <> 'trigger' AND e.kind = 'follow' AND e.local_day BETWEEN ?1 AND ?2 "
    "AND v.entry = e.n AND v.key = 'intensity' AND v.phase IN ('after', 'later') "
    "AND l.entry = e.n AND l.rel = 'follows-up' ORDER BY e.local_day, e.at_utc, e.n";

Result<std::vector<LaterRating>> load_later(db::Connection& database, const DayRange& days) {
    ATTUNE_TRY(db::Statement rows, database.prepare(kLaterRatings));
    rows.bind(1, days.first.iso());
    rows.bind(2, days.last.iso());
    std::vector<LaterRating> ratings;
    while (true) {
        ATTUNE_TRY(const bool more, rows.step());
        if (!more) return ratings;
        const auto id = RecordId::from_bytes(rows.blob(0));
        if (!id) return fail(ErrorKind::Damaged, "a link has no readable id");
        double value = rows.number(2);
        if (!rows.is_null(3) && !rows.is_null(4) && rows.number(4) > rows.number(3))
            value = (value - rows.number(3)) / (rows.number(4) - rows.number(3)) * 10;
        ratings.push_back({*id, rows.integer(1), value});
    }
}

}  // namespace

DayRange days_compared(const PeriodRange& range) {
    const int months = calendar_months(range);
    const CivilDay first =
        months > 0 ? month_start(range.first, -months) : range.first - range.days;
    return {first, range.first - 1};
}

DayRange days_read(const PeriodRange& range) {
    const CivilDay compared = days_compared(range).first;
    const CivilDay window = range.end() - (kWindowDays - 1);
    const CivilDay lines = week_holding(range.end(), range.week_start) - 7 * (kMonthWeeks - 1);
    return {std::min({compared, window, lines}), range.last()};
}

std::vector<Stretch> stretches_of(const PeriodRange& range) {
    std::vector<Stretch> out;
    if (range.kind == "year") {
        for (CivilDay first = month_start(range.first, 0); first <= range.end();
             first = month_start(first, 1)) {
            out.push_back(
                {{first, month_start(first, 1) - 1},
                 fmt::format("{} {}", first.month_name(), static_cast<int>(first.ymd().year()))});
        }
        return out;
    }
    const CivilDay newest = week_holding(range.end(), range.week_start);
    CivilDay first = week_holding(range.first, range.week_start);
    if (range.kind == "month") first = std::min(first, newest - 7 * (kMonthWeeks - 1));
    for (; first <= newest; first = first + 7)
        out.push_back({{first, first + 6}, short_date(first)});
    return out;
}

PeriodView view_of(const PeriodData& data) {
    const PeriodRange& range = data.range;
    PeriodView view{.data = data,
                    .core = {},
                    .now = {},
                    .window = {},
                    .window_now = {},
                    .peaks = {},
                    .window_words = {}};
    view.core =
        week_of(data.diary, {.first = range.first, .days = range.days, .today = range.today});
    view.core.steps = data.steps;
    const int months = calendar_months(range);
    view.core.noun = noun_of(months);
    view.core.before_days = range.first - days_compared(range).first;
    view.core.before = months > 0 ? view.core.noun + " before"
                                  : fmt::format("{} days before", view.core.before_days);

    view.window = {std::min(range.first, range.end() - (kWindowDays - 1)), range.end()};
    view.window_words = fmt::format("{} days to {}", view.window.last - view.window.first + 1,
                                    short_date(view.window.last));
    std::map<CivilDay, std::vector<double>> peaks;
    for (const DiaryEntry& entry : data.diary.entries) {
        if (entry.day >= range.first && entry.day <= range.last()) view.now.push_back(&entry);
        if (entry.day < view.window.first || entry.day > view.window.last) continue;
        view.window_now.push_back(&entry);
        view.days_reached = std::max(view.days_reached, view.window.last - entry.day + 1);
        if (entry.peak) peaks[entry.day].push_back(*entry.peak);
    }
    view.peaks.resize(static_cast<std::size_t>(view.window.last - view.window.first + 1));
    for (const auto& [day, values] : peaks)
        view.peaks[static_cast<std::size_t>(day - view.window.first)] = stats::median(values);
    return view;
}

Result<PeriodData> load_period(db::Connection& database, const RowReader& read_row,
                               const PeriodRange& range, std::uint64_t seed) {
    PeriodData data;
    data.range = range;
    data.seed = seed;
    ATTUNE_TRY(data.diary, load_diary(database, days_read(range)));
    ATTUNE_TRY(data.steps, load_steps(database, read_row, {range.first, range.last()}, seed));
    ATTUNE_TRY(data.later, load_later(database, {range.first, range.last()}));
    ATTUNE_TRY(const journal::Names* names, store::names_of(database));
    for (const definition::VocabularyWord& word : names->words("strategy"))
        if (!word.family.empty()) data.families.emplace(word.slug, word.family);
    for (const definition::VocabularyWord& word : names->words("feeling"))
        if (word.valence) data.valences.emplace(word.slug, *word.valence);
    return data;
}

}  // namespace attune::report
