#include "attune/report/verdict.hpp"

#include <algorithm>
#include <map>

namespace attune::report {

namespace {

constexpr int kWeek = 7;

constexpr const char* kStored =
    "SELECT extra, local_day FROM entry INDEXED BY entry_kind WHERE shown = 1 AND deleted = 0 AND "
    "kind <> 'trigger' AND kind = 'verdict' AND local_day BETWEEN ?1 AND ?2 "
    "ORDER BY local_day DESC, clock DESC";
/// Answers of check-ins, one row a day and question.
constexpr const char* kCheckins =
    "SELECT e.local_day, v.key, avg(v.num) FROM entry AS e INDEXED BY entry_kind "
    "CROSS JOIN value AS v WHERE e.shown = 1 AND e.deleted = 0 AND e.kind <> 'trigger' AND "
    "e.kind = 'checkin' AND e.local_day BETWEEN ?1 AND ?2 AND v.entry = e.n "
    "AND v.lo IS NOT NULL AND v.hi > v.lo GROUP BY e.local_day, v.key";

/// The newest stored verdict of a week that ends on the same weekday, from `first` to `last`. One
/// that cannot be read, or that a newer program wrote, is passed over.
Result<std::optional<Verdict>> newest_stored(db::Connection& database, CivilDay first,
                                             CivilDay last) {
    ATTUNE_TRY(db::Statement rows, database.prepare(kStored));
    rows.bind(1, first.iso());
    rows.bind(2, last.iso());
    while (true) {
        ATTUNE_TRY(const bool more, rows.step());
        if (!more) return std::nullopt;
        const auto day = CivilDay::parse_iso(rows.text(1));
        if (!day || (last - *day) % kWeek != 0) continue;
        journal::Record record;
        record.kind = "verdict";
        record.extra = std::string(rows.text(0));
        auto verdict = read_verdict(record);
        if (verdict && verdict->last == *day) return std::optional<Verdict>(std::move(*verdict));
    }
}

Result<std::vector<DailyValues>> checkin_series(db::Connection& database, const DayRange& range) {
    ATTUNE_TRY(db::Statement rows, database.prepare(kCheckins));
    rows.bind(1, range.first.iso());
    rows.bind(2, range.last.iso());
    std::map<std::string, DailyValues> by_key;
    while (true) {
        ATTUNE_TRY(const bool more, rows.step());
        if (!more) break;
        const auto day = CivilDay::parse_iso(rows.text(0));
        if (!day) return fail(ErrorKind::Damaged, "an entry has no readable day");
        const std::string key(rows.text(1));
        DailyValues& series = by_key[key];
        series.slug = "checkin." + key;
        series.days.emplace_back(*day, rows.number(2));
    }
    std::vector<DailyValues> out;
    for (auto& series : by_key)
        out.push_back(std::move(series.second));
    return out;
}

/// Minutes of practice; empty when nothing was practised.
DailyValues practice_series(const Diary& diary) {
    std::map<CivilDay, double> minutes;
    bool any = false;
    for (const DiaryEntry& entry : diary.entries)
        minutes.emplace(entry.day, 0);
    for (const OtherRecord& other : diary.others) {
        minutes[other.day] += other.minutes;
        any = any || other.minutes > 0;
    }
    DailyValues out{"practice", {}};
    if (any) out.days.assign(minutes.begin(), minutes.end());
    return out;
}

}  // namespace

Result<PatternInput> load_pattern_input(db::Connection& database, const DayRange& range) {
    ATTUNE_TRY(Diary diary, load_diary(database, range));
    PatternInput out;
    DailyValues practice = practice_series(diary);
    out.entries = std::move(diary.entries);
    ATTUNE_TRY(out.series, checkin_series(database, range));
    if (!practice.days.empty()) out.series.push_back(std::move(practice));
    return out;
}

Result<FoundVerdict> find_verdict(db::Connection& database, const StoreId& store, CivilDay last,
                                  const JudgeProgress& progress) {
    CivilDay first = last - (kPatternReplayWeeks - 1) * kWeek;
    ATTUNE_TRY(std::optional<Verdict> before, newest_stored(database, first, last));
    if (before && before->last == last) return FoundVerdict{std::move(*before), true};
    FoundVerdict out;
    out.verdict.last = last;
    ATTUNE_TRY(const std::optional<DayRange> reach, diary_reach(database));
    if (!reach || reach->first > last) return out;
    if (before) {
        first = before->last + kWeek;
    } else {
        while (first < reach->first)
            first = first + kWeek;
    }
    ATTUNE_TRY(const PatternInput input,
               load_pattern_input(database, {first - (kPatternDays - 1), last}));
    const PatternJudge judge(input);
    for (CivilDay week = first; week <= last; week = week + kWeek) {
        if (progress) progress((week - first) / kWeek, (last - first) / kWeek + 1);
        const WeekToJudge one{week, verdict_seed(store, week)};
        const Verdict* earlier = before ? &*before : nullptr;
        before = week < last ? judge.pass(one, earlier) : judge.judge(one, earlier);
    }
    if (before) out.verdict = std::move(*before);
    return out;
}

}  // namespace attune::report
