#pragma once

#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/report/diary.hpp"
#include "attune/report/document.hpp"
#include "attune/report/steps.hpp"
#include "attune/report/threads.hpp"

/// Reports about one person: everything that is left is what has to do with them.
namespace attune::report {

/// The person a spelling means, as they are called now. NotFound, with the nearest name, when
/// nobody was added or met under it.
[[nodiscard]] Result<std::string> find_person(db::Connection& database, std::string_view spelling);

/// How many trigger entries of some days were left out.
struct LeftOut {
    long entries = 0;
};

/// Leaves in a diary what was with this person (a name of find_person): trigger entries, and other
/// records that name them or follow up one that does. `counted` are the days whose trigger entries
/// are counted as left out.
[[nodiscard]] Result<LeftOut> keep_about(db::Connection& database, std::string_view person,
                                         const DayRange& counted, Diary& diary);

/// The same for the steps of these days. Reads every experiment and win once. `seed` picks the win
/// among those that name the person.
[[nodiscard]] Status keep_about(db::Connection& database, const RowReader& read_row,
                                std::string_view person, const DayRange& days, std::uint64_t seed,
                                Steps& steps);

/// Leaves the threads whose first record names the person; gives back how many went.
[[nodiscard]] long keep_about(std::string_view person, std::vector<Thread>& threads);

/// Says in title and coverage, for every form of output, whom the report is about. `person` is how
/// they are shown.
void say_about(Document& document, const std::string& person, const LeftOut& left_out);

}  // namespace attune::report
