#pragma once

#include "attune/report/document.hpp"
#include "attune/report/period.hpp"
#include "cli/reports.hpp"

namespace attune::cli {

/// What happened on some days, looked at through --about and --share. The questionnaires are those
/// taken on these days, with all earlier takings.
[[nodiscard]] Result<report::PeriodData> load_period_data(const ReportRequest& request,
                                                          Context& context,
                                                          const report::PeriodRange& range);

/// The report of a month, quarter or year, for the days that were asked for.
[[nodiscard]] Result<report::Document> build_period_report(const ReportRequest& request,
                                                           Context& context);

}  // namespace attune::cli
