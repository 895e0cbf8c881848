#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/ids.hpp"
#include "attune/journal/record.hpp"

namespace attune::report {

enum class Response { Reacted, Responded, Mixed, Unsure };
enum class Caught { Before, During, After, Later };
enum class Outcome { Better, Same, Worse, Unknown };

/// Intensity before and after one use of a coping; present only when both were given for the same
/// scale.
struct CopingPair {
    double before = 0;
    double after = 0;
};

struct CopingUse {
    std::string slug;
    std::optional<CopingPair> pair;
};

/// A word with the strength it was given, 0 to 10, if any.
struct RatedWord {
    std::string slug;
    std::optional<double> intensity;
};

/// One trigger entry, as far as a report looks at it. What was not recorded is missing. Words are
/// resolved: renamed and merged ones stand under the name they have now, each once.
struct DiaryEntry {
    CivilDay day;                 ///< its local_day
    int minute = 0;               ///< local time of day in minutes, 0 to 1439
    bool after_midnight = false;  ///< its clock and calendar stood at the date after `day`
    journal::Precision precision = journal::Precision::Minute;
    std::vector<std::string> triggers;  ///< slugs
    std::optional<double> peak;  ///< intensity at its peak, else the strongest feeling; 0 to 10
    std::optional<Response> response;
    std::optional<Caught> caught;
    std::vector<CopingUse> copings;
    std::vector<std::string> people = {};    ///< as they are called now
    std::vector<std::string> contexts = {};  ///< slugs
    std::vector<RatedWord> feelings = {};
    std::vector<RatedWord> body = {};
    std::vector<std::string> strategies = {};  ///< slugs of urges and actions
    std::vector<std::string> urges = {};       ///< of these, what one wanted to do
    std::vector<std::string> actions = {};     ///< of these, what one did
    std::vector<std::string> needs = {};       ///< slugs
    std::optional<Outcome> outcome = {};       ///< as first recorded with the entry
    std::optional<double> present = {};        ///< how much of it was about now, 0 to 10
    std::int64_t utc = 0;                      ///< seconds since 1970, UTC
    RecordId id = {};
    bool bring = false;  ///< marked for the next session
};

}  // namespace attune::report
