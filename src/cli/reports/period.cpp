#include "cli/reports/period.hpp"

#include "attune/report/period.hpp"

namespace attune::cli {

Result<report::Document> build_period_report(const ReportRequest& request, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    const report::PeriodRange range{.kind = request.choice.report,
                                    .first = request.choice.first,
                                    .days = request.choice.days,
                                    .today = request.now.today(),
                                    .week_start = request.now.week_start};
    ATTUNE_TRY(const std::uint64_t seed, report_seed(context, range.last()));
    ATTUNE_TRY(const report::PeriodData data,
               report::load_period(library->database(), row_reader(*library), range, seed));
    return report::build_period(data, {.explain = request.options.explain});
}

}  // namespace attune::cli
