#include "attune/report/calibration.hpp"

#include "cli/report_lens.hpp"
#include "cli/reports.hpp"

namespace attune::cli {

namespace {

Result<report::Document> build(const ReportRequest& request, Context& context) {
    if (!request.choice.everything) {
        return fail(ErrorKind::Usage, "'report calibration' looks at all experiments",
                    "name no period: 'attune report calibration'");
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    report::CalibrationData data;
    data.today = request.now.today();
    data.about = request.lens.shown(request.lens.person());
    ATTUNE_TRY(const auto threads, request.lens.load_threads("experiment", &data.left_out));
    data.experiments = report::experiments_of(threads);
    for (report::Experiment& one : data.experiments)
        one.short_id = library->short_id(one.id);
    return report::build_calibration(data, request.options.explain);
}

}  // namespace

const ReportKind kCalibrationReport{
    .name = "calibration",
    .summary = "experiments: what was feared, how sure you were, what came true",
    .span = ReportSpan::Any,
    .build = build};

}  // namespace attune::cli
