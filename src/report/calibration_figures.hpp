#pragma once

#include <array>
#include <optional>
#include <vector>

#include "attune/report/calibration.hpp"
#include "attune/report/machine.hpp"
#include "attune/stats/calibration.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/minimums.hpp"

/// The numbers of the calibration report, before any word is said about them.
namespace attune::report {

/// What the rows of stats::calibration_table are called.
inline constexpr std::array<const char*, 3> kCalibrationRows = {"0-33 %", "34-66 %", "67-100 %"};

struct CalibrationFigures {
    long open = 0;
    stats::Count came_true;  ///< of outcomes that are yes or no
    long partly = 0;
    long unclear = 0;
    long without_probability = 0;  ///< among those of came_true
    std::vector<stats::Prediction> predictions;
    std::vector<double> surprise;  ///< real minus expected distress
    std::vector<double> expected;
    std::vector<double> real;

    [[nodiscard]] long closed() const { return came_true.of + partly + unclear; }
};

[[nodiscard]] CalibrationFigures compute_calibration(const CalibrationData& data);

/// Mean of paired differences with Student's interval; nothing below stats::kPairsMin.
struct PairedMean {
    double mean = 0;
    std::optional<stats::Interval> interval;  ///< missing when all differences are alike
};

[[nodiscard]] std::optional<PairedMean> paired_mean(const std::vector<double>& differences);

/// The same numbers as a program reads them, as members of `out`.
void fill_calibration_machine(const CalibrationData& data, const CalibrationFigures& figures,
                              Machine& out);

}  // namespace attune::report
