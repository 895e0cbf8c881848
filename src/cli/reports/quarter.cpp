#include "cli/reports/period.hpp"

namespace attune::cli {

const ReportKind kQuarterReport{.name = "quarter",
                                .summary = "three months, week by week",
                                .span = ReportSpan::Quarter,
                                .build = build_period_report};

}  // namespace attune::cli
