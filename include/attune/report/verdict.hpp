#pragma once

#include <functional>

#include "attune/base/ids.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/journal/record.hpp"
#include "attune/report/diary.hpp"
#include "attune/report/patterns.hpp"

/// Verdicts as records of the store, so that what a week came to is settled once: reading a report
/// again, or a week later, or on another machine, changes nothing.
namespace attune::report {

/// The record of a verdict: kind `verdict`, on the week's last day, without text; its content is
/// the member `verdict` of `extra`. The id follows from store and week alone, so two machines that
/// judge one week write one record.
[[nodiscard]] journal::Record verdict_record(const StoreId& store, const Verdict& verdict);

/// The verdict in such a record; BadInput when it is none, TooNew when a later program wrote it.
[[nodiscard]] Result<Verdict> read_verdict(const journal::Record& record);

struct FoundVerdict {
    Verdict verdict;
    bool stored = false;  ///< as it was kept; otherwise made just now

    /// True when there is something to keep: a week in which nothing could be looked at leaves no
    /// record.
    [[nodiscard]] bool worth_keeping() const {
        return !stored && (!verdict.tried.empty() || !verdict.standings.empty());
    }
};

/// Hears that `done` of `weeks` are judged.
using JudgeProgress = std::function<void(int done, int weeks)>;

/// The verdict of the week that ends with `last`: the stored one, or one made in memory from the
/// newest stored verdict before it (weeks of the same weekday) and the entries since. Without one
/// the weeks are judged again from at most kPatternReplayWeeks back; `progress` hears of each
/// before it is judged. Nothing is written. Damaged when the image cannot be read.
[[nodiscard]] Result<FoundVerdict> find_verdict(db::Connection& database, const StoreId& store,
                                                CivilDay last, const JudgeProgress& progress = {});

/// The seed of everything drawn for a week of a store.
[[nodiscard]] std::uint64_t verdict_seed(const StoreId& store, CivilDay last);

/// The entries of a diary and, by day, the minutes of practice and the answers of check-ins. A day
/// with any record but no practice has 0 minutes; one without records is missing.
[[nodiscard]] Result<PatternInput> load_pattern_input(db::Connection& database,
                                                      const DayRange& range);

}  // namespace attune::report
