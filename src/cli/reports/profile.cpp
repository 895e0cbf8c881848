#include "attune/report/profile.hpp"

#include <algorithm>

#include "cli/report_lens.hpp"
#include "cli/reports.hpp"
#include "cli/reports/period.hpp"

namespace attune::cli {

namespace {

Result<report::Document> build(const ReportRequest& request, Context& context) {
    if (!request.choice.everything) {
        return fail(ErrorKind::Usage, "'report profile' looks at all there is",
                    "name no period: 'attune report profile'");
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto begun, report::first_recorded_day(library->database()));
    const CivilDay today = request.now.today();
    const CivilDay first = std::min(begun.value_or(today), today);
    const report::PeriodRange range{.kind = "profile",
                                    .first = first,
                                    .days = today - first + 1,
                                    .today = today,
                                    .week_start = request.now.week_start};
    report::ProfileData data;
    ATTUNE_TRY(data.all, load_period_data(request, context, range));
    ATTUNE_TRY(data.beliefs, request.lens.load_threads("belief"));
    return report::build_profile(data, {.explain = request.options.explain});
}

}  // namespace

const ReportKind kProfileReport{.name = "profile",
                                .summary = "where things stand, in general and with each person",
                                .span = ReportSpan::Any,
                                .build = build};

}  // namespace attune::cli
