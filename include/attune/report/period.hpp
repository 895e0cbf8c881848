#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/report/diary.hpp"
#include "attune/report/document.hpp"
#include "attune/report/patterns.hpp"
#include "attune/report/steps.hpp"
#include "attune/report/taking.hpp"

namespace attune::report {

/// A month, quarter or year, or any days that are looked at in the same way.
struct PeriodRange {
    std::string kind = "month";  ///< month, quarter, year: how finely it is looked at
    CivilDay first;
    int days = 31;
    CivilDay today;
    int week_start = 0;  ///< 0 Monday .. 6 Sunday

    [[nodiscard]] CivilDay last() const { return first + (days - 1); }
    /// The last day that has begun.
    [[nodiscard]] CivilDay end() const { return last() < today ? last() : today; }
};

/// Days that trends and swings are looked for in when the period is shorter: twelve weeks.
inline constexpr int kWindowDays = 84;

/// The days right before the period that it is compared with: the month, quarter or year before,
/// else as many days.
[[nodiscard]] DayRange days_compared(const PeriodRange& range);

/// What a report of a period reads: the period, what it is compared with, and the weeks that trends
/// and small lines reach back to.
[[nodiscard]] DayRange days_read(const PeriodRange& range);

/// A rating that was given to an entry later, in a follow-up.
struct LaterRating {
    RecordId entry;
    std::int64_t utc = 0;  ///< seconds since 1970
    double intensity = 0;  ///< 0 to 10
};

/// All that such a report is made of.
struct PeriodData {
    PeriodRange range;
    Diary diary;                                  ///< of days_read
    Steps steps = {};                             ///< of the period
    std::vector<LaterRating> later = {};          ///< of follow-ups of the period
    std::map<std::string, std::string> families;  ///< of strategies: hyperactivating, ...
    std::map<std::string, double> valences;       ///< of feelings: -1 unpleasant .. 1 pleasant
    std::vector<Series> assessments = {};         ///< questionnaires taken in the period
    /// What the newest week that closed by its end came to.
    std::optional<Verdict> patterns = {};
    std::uint64_t seed = 0;  ///< of everything that is drawn at random
};

/// Reads that. The time depends on the days, not on the past before them. Damaged when the image
/// cannot be read.
[[nodiscard]] Result<PeriodData> load_period(db::Connection& database, const RowReader& read_row,
                                             const PeriodRange& range, std::uint64_t seed);

struct PeriodOptions {
    bool explain = false;  ///< adds how each number is made
};

/// The report of a month, quarter or year: all that a week says, and what needs more days. Every
/// claim keeps the minimum of the statistics page (2.16); what is left out is in `suppressed` with
/// its rule. The order of the entries changes nothing.
[[nodiscard]] Document build_period(const PeriodData& data, const PeriodOptions& options = {});

}  // namespace attune::report
