#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/report/entry.hpp"

namespace attune::report {

/// Days from `first` to `last`, both included.
struct DayRange {
    CivilDay first;
    CivilDay last;
};

/// A record of another kind than trigger, without its content: Library::load_row(row) gives that.
struct OtherRecord {
    std::int64_t row = 0;
    std::string kind;
    CivilDay day;
    double minutes = 0;  ///< of a practice
};

/// What was recorded over some days: what every report but the questionnaires' own is made of.
struct Diary {
    DayRange range;
    std::vector<DiaryEntry> entries;  ///< trigger entries, in order of time
    std::vector<OtherRecord> others;  ///< in order of time, without kept names of people and words
    bool journal_empty = false;       ///< nothing was ever logged, on any day
    /// What the vocabularies or the person call a slug; others lose their hyphens (label_of).
    std::map<std::string, std::string> labels;
    std::string about = {};  ///< the person it was narrowed to (report/about.hpp); empty: all
};

/// Reads the diary of some days. Only rows of these days are touched, so it takes the same time
/// whatever the size of the past. Intensities on another scale than 0 to 10 are brought to it; a
/// coping has a pair only when before and after were given on the same scale. Damaged when the
/// image cannot be read.
///
/// Numbers: intensity, now (which is `present`), feeling.* and body.* in phase peak, coping.SLUG in
/// phases before and after, minutes of a practice.
[[nodiscard]] Result<Diary> load_diary(db::Connection& database, const DayRange& range);

/// The day of the first trigger entry there is, and of the last; nothing in an empty journal.
[[nodiscard]] Result<std::optional<DayRange>> diary_reach(db::Connection& database);

/// The statements load_diary reads with, parameters ?1 and ?2 standing for the first and the last
/// day.
[[nodiscard]] std::vector<std::string> diary_queries();

}  // namespace attune::report
