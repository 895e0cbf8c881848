#pragma once

#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/journal/when.hpp"

namespace attune::cli {

/// What the words behind `report` ask for.
struct ReportChoice {
    std::string report;  ///< a name of report_kinds(); empty with `since_session` alone: see
                         ///< report_for_length
    CivilDay first;
    int days = 7;
    /// From the newest session until today: `first` and `days` are not known yet.
    bool since_session = false;
    bool everything = false;  ///< no period was named, and the report needs none

    friend bool operator==(const ReportChoice&, const ReportChoice&) = default;
};

/// The report and the days that the words mean: none for the week that holds today; a name of
/// report_kinds() with a period that fits it; or a period alone, which picks the report of its
/// length. A period shorter than a named report's stands for the week, month, quarter or year that
/// holds its first day; so does one shorter than a week when nothing is named. Usage for a longer
/// one, for one without a first day, and for one that has not begun.
[[nodiscard]] Result<ReportChoice> choose_report(std::vector<std::string> words,
                                                 const journal::Now& now);

/// The report that suits so many days: week up to 7, month up to 45, quarter up to 135, year
/// beyond.
[[nodiscard]] std::string_view report_for_length(int days);

}  // namespace attune::cli
