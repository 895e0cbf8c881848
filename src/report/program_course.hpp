#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/report/program.hpp"
#include "attune/stats/interrupted.hpp"

/// The course of days that a programme interrupts.
namespace attune::report {

/// One number a day from the first day of the data to the last day of the programme.
struct DayCourse {
    std::string id;    ///< "peak", "reacted"
    std::string name;  ///< "Peak intensity (0 to 10)"
    std::vector<std::optional<double>> days;
    std::size_t start = 0;  ///< the first day of the programme
    long before = 0;        ///< days with a value
    long after = 0;
    double scale = 1;  ///< what a value is multiplied by when it is shown: 100 for shares
};

/// Median peak and share of reactions of each day that has some. Days behind the last day of the
/// programme are left out.
[[nodiscard]] std::vector<DayCourse> day_courses(const ProgramData& data);

/// What can be said about one course. Nothing where there is too little.
struct CourseFigures {
    DayCourse course;
    std::optional<stats::InterruptedTest> test;
    std::optional<stats::RandomStartTest> random;
};

[[nodiscard]] std::vector<CourseFigures> compute_courses(const ProgramData& data);

}  // namespace attune::report
