#include <utility>

#include "attune/report/week_data.hpp"
#include "cli/report_lens.hpp"
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
    ATTUNE_TRY(report::Diary diary,
               report::load_diary(library->database(), {range.first - range.days_before, last}));
    ATTUNE_TRY(report::Steps steps, report::load_steps(library->database(), row_reader(*library),
                                                       {range.first, last}, seed));
    ATTUNE_CHECK(request.lens.look(diary, {range.first, last}));
    ATTUNE_CHECK(request.lens.look(steps, {range.first, last}, seed));
    report::WeekData data = report::week_of(std::move(diary), range);
    data.steps = std::move(steps);
    // Patterns are looked for among everything; a report about one person says nothing of them.
    if (request.lens.person().empty()) {
        ATTUNE_TRY(data.patterns, verdict_for(request, context, last));
        if (request.lens.share() != nullptr) request.lens.share()->redact(*data.patterns);
    }
    return report::build_week(data, {.explain = request.options.explain});
}

}  // namespace

const ReportKind kWeekReport{.name = "week",
                             .summary = "one week: what was logged, what came of it, what helped",
                             .span = ReportSpan::Week,
                             .build = build};

}  // namespace attune::cli
