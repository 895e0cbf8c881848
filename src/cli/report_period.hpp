#pragma once

#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/journal/when.hpp"

namespace attune::cli {

/// The seven days a weekly report covers.
struct ReportWeek {
    CivilDay first;
    int days = 7;

    friend bool operator==(const ReportWeek&, const ReportWeek&) = default;
};

/// The week that the words behind `report` mean: none or `week` for the week holding today, else
/// any period of at most seven days. A shorter one stands for the week that holds its first day.
/// Usage for other reports, longer periods and weeks that have not begun.
[[nodiscard]] Result<ReportWeek> choose_week(std::vector<std::string> words,
                                             const journal::Now& now);

}  // namespace attune::cli
