#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/ids.hpp"
#include "attune/report/document.hpp"
#include "attune/report/threads.hpp"

/// What was feared before small steps, and what came of it.
namespace attune::report {

/// What the newest outcome of an experiment says of the feared event. Only `No` and `Yes` are
/// inside a share; the others stand beside it.
enum class CameTrue { Open, No, Partly, Yes, Unclear };

/// One experiment with its newest outcome. What was not recorded is missing.
struct Experiment {
    RecordId id;
    std::string short_id = {};
    std::string prediction;  ///< the person's words
    CivilDay day;            ///< of the prediction
    std::vector<std::string> people = {};
    std::optional<double> probability = {};  ///< 0 to 1
    std::optional<double> expected = {};     ///< distress feared, 0 to 10
    CameTrue came_true = CameTrue::Open;
    std::optional<CivilDay> closed = {};  ///< day of the outcome
    std::optional<double> distress = {};  ///< how hard it really was, 0 to 10
};

/// Experiments out of their records (load_threads "experiment"), in their order. Of several
/// outcomes the newest counts.
[[nodiscard]] std::vector<Experiment> experiments_of(const std::vector<Thread>& threads);

struct CalibrationData {
    std::vector<Experiment> experiments;  ///< oldest first
    CivilDay today;
    std::string about = {};  ///< only those with this person; empty: all
    long left_out = 0;       ///< experiments without that person
};

/// All experiments: how many are open, what came true of what was feared, how the predictions fit.
///
/// 1. Below 5 closed ones they are listed and nothing is computed.
/// 2. Share that came true with its Wilson interval, the number of open ones always beside it.
/// 3. From 5 closed ones with a probability on: Brier score beside that of always saying the share
///    that came true; a table of three rows (0-33, 34-66, 67-100 %), each with Jeffreys' interval
///    from 5 on. From 20 on Spiegelhalter's Z, from 30 on Murphy's parts.
/// 4. Feared against real distress, paired, with a t interval from 5 pairs on.
/// 5. Partly and unclear outcomes are in no share; the share is also said with every `partly`
///    counted as come true.
[[nodiscard]] Document build_calibration(const CalibrationData& data, bool explain = false);

}  // namespace attune::report
