#include "cli/reports/period.hpp"

namespace attune::cli {

const ReportKind kMonthReport{
    .name = "month",
    .summary = "a month: what needs more than a week, and where it is going",
    .span = ReportSpan::Month,
    .build = build_period_report};

}  // namespace attune::cli
