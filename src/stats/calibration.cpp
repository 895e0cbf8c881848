#include "attune/stats/calibration.hpp"

#include <cmath>
#include <map>

#include "attune/base/assert.hpp"

namespace attune::stats {

namespace {

constexpr std::size_t kBrierMin = 5;
constexpr std::size_t kMurphyMin = 30;

double outcome(const Prediction& prediction) {
    return prediction.came_true ? 1 : 0;
}

double base_rate(std::span<const Prediction> predictions) {
    double sum = 0;
    for (const Prediction& one : predictions) {
        ATTUNE_ASSERT(one.probability >= 0 && one.probability <= 1);
        sum += outcome(one);
    }
    return sum / static_cast<double>(predictions.size());
}

}  // namespace

Result<BrierScore> brier_score(std::span<const Prediction> predictions) {
    if (predictions.size() < kBrierMin) {
        return fail(ErrorKind::NotEnoughData, "a score needs 5 closed predictions");
    }
    const double base = base_rate(predictions);
    BrierScore out;
    for (const Prediction& one : predictions) {
        const double distance = one.probability - outcome(one);
        out.score += distance * distance / static_cast<double>(predictions.size());
    }
    out.reference = base * (1 - base);
    if (out.reference > 0) out.skill = 1 - out.score / out.reference;
    return out;
}

Result<double> spiegelhalter_z(std::span<const Prediction> predictions) {
    double distance = 0;
    double variance = 0;
    for (const Prediction& one : predictions) {
        const double p = one.probability;
        distance += (outcome(one) - p) * (1 - 2 * p);
        variance += (1 - 2 * p) * (1 - 2 * p) * p * (1 - p);
    }
    if (variance <= 0) {
        return fail(ErrorKind::NotEnoughData, "these predictions say nothing about calibration");
    }
    return distance / std::sqrt(variance);
}

Result<MurphyParts> murphy_parts(std::span<const Prediction> predictions) {
    if (predictions.size() < kMurphyMin) {
        return fail(ErrorKind::NotEnoughData, "the parts of the score need 30 closed predictions");
    }
    const double base = base_rate(predictions);
    const auto n = static_cast<double>(predictions.size());
    std::map<double, Count> groups;
    for (const Prediction& one : predictions) {
        Count& group = groups[one.probability];
        ++group.of;
        group.hits += one.came_true ? 1 : 0;
    }
    MurphyParts parts;
    parts.uncertainty = base * (1 - base);
    for (const auto& [probability, count] : groups) {
        const double weight = static_cast<double>(count.of) / n;
        const double share = count.share();
        parts.reliability += weight * (probability - share) * (probability - share);
        parts.resolution += weight * (share - base) * (share - base);
    }
    return parts;
}

std::array<CalibrationRow, 3> calibration_table(std::span<const Prediction> predictions) {
    std::array<CalibrationRow, 3> rows{};
    for (const Prediction& one : predictions) {
        const long in_percent = std::lround(100 * one.probability);
        CalibrationRow& row = rows[in_percent <= 33 ? 0 : in_percent <= 66 ? 1 : 2];
        ++row.came_true.of;
        row.came_true.hits += one.came_true ? 1 : 0;
        row.predicted += one.probability;
    }
    for (CalibrationRow& row : rows) {
        if (row.came_true.of > 0) row.predicted /= static_cast<double>(row.came_true.of);
    }
    return rows;
}

}  // namespace attune::stats
