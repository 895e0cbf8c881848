#include "attune/report/week_data.hpp"
#include "cli/reports.hpp"

namespace attune::cli {

namespace {

Result<report::Document> build(const ReportRequest& request, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    const report::WeekRange range{
        .first = request.choice.first,
        .days = request.choice.days,
        .today = request.now.today(),
        .days_before = request.form == "text" ? report::kBeforeDays : report::kHistoryDays};
    const CivilDay last = range.first + (range.days - 1);
    ATTUNE_TRY(const std::uint64_t seed, report_seed(context, last));
    ATTUNE_TRY(report::WeekData data,
               report::load_week_data(library->database(), range, row_reader(*library), seed));
    ATTUNE_TRY(data.patterns, verdict_for(request, context, last));
    return report::build_week(data, {.explain = request.options.explain});
}

}  // namespace

const ReportKind kWeekReport{.name = "week",
                             .summary = "one week: what was logged, what came of it, what helped",
                             .span = ReportSpan::Week,
                             .build = build};

}  // namespace attune::cli
