#pragma once

#include "attune/report/document.hpp"
#include "cli/reports.hpp"

namespace attune::cli {

/// The report of a month, quarter or year, for the days that were asked for.
[[nodiscard]] Result<report::Document> build_period_report(const ReportRequest& request,
                                                           Context& context);

}  // namespace attune::cli
