#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/report/calibration.hpp"
#include "attune/report/diary.hpp"
#include "attune/report/threads.hpp"

/// What a person did on purpose beside the moments that were triggered: predictions put to the
/// test, needs voiced, boundaries, repairs, wins, check-ins.
namespace attune::report {

/// Something that went well, to come back to.
struct Win {
    std::string text;
    CivilDay day;
};

/// One answer of a check-in, 0 to 10.
struct CheckinAnswer {
    CivilDay day;
    std::string item;  ///< named, calm, myself, support
    double value = 0;
};

/// The steps of some days. Threads are those with a record in these days.
struct Steps {
    std::vector<Experiment> closed;  ///< experiments whose outcome was noted in these days
    long open = 0;                   ///< experiments of these days or earlier without an outcome
    std::vector<Thread> needs;
    std::vector<Thread> boundaries;
    std::vector<Thread> repairs;
    std::optional<Win> win = {};  ///< one of all wins up to the last day
    std::vector<CheckinAnswer> checkins = {};
};

/// Reads them. `seed` picks the win, so that one seed picks the same one. Takes time with the
/// records of these days, and with the number of experiments and wins there are. Damaged when the
/// image cannot be read.
[[nodiscard]] Result<Steps> load_steps(db::Connection& database, const RowReader& read_row,
                                       const DayRange& days, std::uint64_t seed);

}  // namespace attune::report
