#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/report/document.hpp"
#include "attune/report/entry.hpp"
#include "attune/report/patterns.hpp"
#include "attune/report/steps.hpp"
#include "attune/stats/minimums.hpp"

namespace attune::report {

/// Minimum data of the statements of a report (statistics page, 2.16).
using stats::kCompareBeforeMin;
using stats::kCompareDaysMin;
using stats::kCompareNowMin;
using stats::kRateEntriesMin;
inline constexpr int kBeforeDays = 28;

/// One day before the period. Days without trigger entries may be left out.
struct PastDay {
    CivilDay day;
    long entries = 0;  ///< trigger entries
    long reacted = 0;
    long responded = 0;
    long mixed = 0;
    std::optional<double> peak;  ///< median of the entries' peaks
};

/// All that a weekly report is made of, and the first part of longer ones.
struct WeekData {
    CivilDay first;
    int days = 7;
    CivilDay today;                   ///< the local day it is; days after it are not there yet
    std::vector<DiaryEntry> entries;  ///< of the period, in order of time
    std::vector<PastDay> past;  ///< days before `first`; only the last `before_days` are compared
    std::vector<CivilDay> days_otherwise;  ///< days of the period with any other record
    long diary_entries = 0;
    long checkins = 0;
    double practice_minutes = 0;
    bool journal_empty = false;  ///< nothing was ever logged
    std::map<std::string, std::string> labels =
        {};            ///< what to call a slug; others lose their hyphens
    Steps steps = {};  ///< of the period
    /// What the newest closed week of the period came to.
    std::optional<Verdict> patterns = {};
    std::string about = {};                 ///< the person it is narrowed to; empty: all
    std::string noun = "week";              ///< what the period is called: "month", "days"
    int before_days = kBeforeDays;          ///< of `past`, how many are compared
    std::string before = "4 weeks before";  ///< what those are called
};

struct WeekOptions {
    bool explain = false;  ///< adds how each number is made
};

/// The weekly report in the order and words of the statistics page: coverage, the week in counts,
/// reacted or responded against the four weeks before, caught, what helped, predictions closed,
/// with people, patterns being watched, one win, what this cannot say. Fewer than five entries are
/// listed instead of summarised, and an empty journal gives one example. Every rule that left
/// something out is in `suppressed`.
///
/// Rates: numerator reacted, denominator reacted, responded and mixed; unsure and unrecorded stand
/// beside it. Intervals are 95 % Wilson intervals and Newcombe's for the difference, on the
/// effective n of entries that share days; what is printed is n. A comparison needs 10 such entries
/// now, and 20 in the 28 days before that reach back 14 days or more.
[[nodiscard]] Document build_week(const WeekData& data, const WeekOptions& options = {});

}  // namespace attune::report
