#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/journal/record.hpp"
#include "attune/report/diary.hpp"

/// Records that are added to later: experiments and their outcome, beliefs and their new ratings,
/// boundaries and what became of them.
namespace attune::report {

/// A record and everything that follows it up, also by way of another follow-up.
struct Thread {
    journal::Record first;
    std::vector<journal::Record> later;  ///< oldest first
};

/// Reads the record of a row of table entry: Library::load_row.
using RowReader = std::function<Result<journal::Record>(std::int64_t row)>;

/// All live records of a kind, oldest first, with their follow-ups. People and words stand as they
/// are called now. `kind` is not trigger. Takes time with their number, not with the journal's.
[[nodiscard]] Result<std::vector<Thread>> load_threads(db::Connection& database,
                                                       const RowReader& read_row,
                                                       std::string_view kind);

/// Those of them whose first record, or any that follows it up, lies in these days, with all their
/// follow-ups of any day. Takes time with the number of records in these days alone.
[[nodiscard]] Result<std::vector<Thread>> load_threads_of_days(db::Connection& database,
                                                               const RowReader& read_row,
                                                               std::string_view kind,
                                                               const DayRange& days);

/// Leaves the threads that have a record in these days, with what stood in them by the last day.
void keep_until(const DayRange& days, std::vector<Thread>& threads);

/// The slug of the first tag of a facet; empty when there is none.
[[nodiscard]] std::string tag_of(const journal::Record& record, std::string_view facet);

}  // namespace attune::report
