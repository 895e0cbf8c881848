#pragma once

#include <optional>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/report/document.hpp"
#include "attune/report/period.hpp"
#include "attune/report/threads.hpp"

/// Where somebody stands, in general and with each person.
namespace attune::report {

/// The day of the first record of any kind; nothing in an empty journal.
[[nodiscard]] Result<std::optional<CivilDay>> first_recorded_day(db::Connection& database);

struct ProfileData {
    /// Everything from the first record to today, or a period with the takings of its days and all
    /// before them: the range's kind is "profile", its last day no later than today.
    PeriodData all;
    std::vector<Thread> beliefs = {};  ///< load_threads "belief", keep_until these days
};

struct ProfileOptions {
    bool explain = false;  ///< adds how each number is made
};

/// Places on dimensions, never a style and never what somebody is.
///
/// 1. In general, then with each person: the newest taking of each questionnaire with its interval,
///    how it differs from the one before and from the first, the way over the map. Short forms are
///    never joined to long ones.
/// 2. Triggers and feelings by person: counts; a share with its interval, and how it differs from
///    entries without the person, only with 8 entries on 5 days each side that name any. The words
///    compared are those of 8 entries or more over all, so that they are not picked by how they
///    differ; each interval is widened for the number of comparisons (Bonferroni).
/// 3. Reactions by person, urges by family, ratings of beliefs, needs and boundaries in counts.
///
/// The order of the entries changes nothing. Takes time with the whole journal.
[[nodiscard]] Document build_profile(const ProfileData& data, const ProfileOptions& options = {});

}  // namespace attune::report
