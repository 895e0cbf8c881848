#pragma once

#include <array>
#include <optional>
#include <span>

#include "attune/base/result.hpp"
#include "attune/stats/rates.hpp"

/// How well predicted probabilities fit what came true.
namespace attune::stats {

struct Prediction {
    double probability = 0;  ///< 0 to 1
    bool came_true = false;
};

struct BrierScore {
    double score = 0;             ///< mean squared distance; 0 is perfect
    double reference = 0;         ///< of always saying the share that came true
    std::optional<double> skill;  ///< 1 - score / reference; missing when all or none came true
};

/// Fewer than five predictions: ErrorKind::NotEnoughData. Source: Brier 1950, Monthly Weather
/// Review 78, 1-3.
[[nodiscard]] Result<BrierScore> brier_score(std::span<const Prediction> predictions);

/// Spiegelhalter's Z: standard normal when the probabilities are right, above 0 when they were more
/// confident than what came true allows, below 0 when less. ErrorKind::NotEnoughData when every
/// prediction is 0, 1/2 or 1, or there is none. Source: Spiegelhalter 1986, Statistics in Medicine
/// 5, 421-433.
[[nodiscard]] Result<double> spiegelhalter_z(std::span<const Prediction> predictions);

/// Murphy's parts of the Brier score over the distinct probabilities: score = reliability -
/// resolution + uncertainty.
struct MurphyParts {
    double reliability = 0;
    double resolution = 0;
    double uncertainty = 0;
};

/// Fewer than 30 predictions: ErrorKind::NotEnoughData. Source: Murphy 1973, J. Applied Meteorology
/// 12, 595-600.
[[nodiscard]] Result<MurphyParts> murphy_parts(std::span<const Prediction> predictions);

/// Predictions of at most 33 %, at most 66 % and above: how many came true of how many, and the
/// mean prediction.
struct CalibrationRow {
    Count came_true;
    double predicted = 0;  ///< mean; 0 for an empty row
};
[[nodiscard]] std::array<CalibrationRow, 3> calibration_table(
    std::span<const Prediction> predictions);

}  // namespace attune::stats
