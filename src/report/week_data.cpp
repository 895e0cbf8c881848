#include "attune/report/week_data.hpp"

#include <map>
#include <utility>

#include "attune/stats/summary.hpp"

namespace attune::report {

namespace {

void take_other(const OtherRecord& other, WeekData& data) {
    if (data.days_otherwise.empty() || data.days_otherwise.back() != other.day)
        data.days_otherwise.push_back(other.day);
    if (other.kind == "entry") ++data.diary_entries;
    if (other.kind == "checkin") ++data.checkins;
    data.practice_minutes += other.minutes;
}

void add_to(PastDay& day, const DiaryEntry& entry) {
    day.day = entry.day;
    ++day.entries;
    day.reacted += entry.response == Response::Reacted ? 1 : 0;
    day.responded += entry.response == Response::Responded ? 1 : 0;
    day.mixed += entry.response == Response::Mixed ? 1 : 0;
}

}  // namespace

WeekData week_of(Diary diary, const WeekRange& range) {
    WeekData data;
    data.first = range.first;
    data.days = range.days;
    data.today = range.today;
    if (range.days != 7) data.noun = "period";
    data.journal_empty = diary.journal_empty;
    data.labels = std::move(diary.labels);
    data.about = diary.about;
    for (const OtherRecord& other : diary.others)
        if (other.day >= range.first) take_other(other, data);

    std::map<CivilDay, PastDay> past;
    std::map<CivilDay, std::vector<double>> peaks;
    for (DiaryEntry& entry : diary.entries) {
        if (entry.day >= range.first) {
            data.entries.push_back(std::move(entry));
            continue;
        }
        add_to(past[entry.day], entry);
        if (entry.peak) peaks[entry.day].push_back(*entry.peak);
    }
    for (auto& day : past) {
        day.second.peak = stats::median(peaks[day.first]);
        data.past.push_back(day.second);
    }
    return data;
}

Result<WeekData> load_week_data(db::Connection& database, const WeekRange& range,
                                const RowReader& read_row, std::uint64_t seed) {
    const CivilDay last = range.first + (range.days - 1);
    ATTUNE_TRY(Diary diary, load_diary(database, {range.first - range.days_before, last}));
    WeekData data = week_of(std::move(diary), range);
    if (read_row) {
        ATTUNE_TRY(data.steps, load_steps(database, read_row, {range.first, last}, seed));
    }
    return data;
}

}  // namespace attune::report
