#include "cli/reports/period.hpp"

namespace attune::cli {

const ReportKind kYearReport{.name = "year",
                             .summary = "a year, month by month",
                             .span = ReportSpan::Year,
                             .build = build_period_report};

}  // namespace attune::cli
