#include "attune/report/profile.hpp"

#include <algorithm>

#include "cli/report_lens.hpp"
#include "cli/reports.hpp"
#include "cli/reports/period.hpp"

namespace attune::cli {

namespace {

/// From the first record to today, or the period that was asked for as far as it has come.
Result<report::DayRange> days_of(const ReportRequest& request, Context& context) {
    const CivilDay today = request.now.today();
    const ReportChoice& choice = request.choice;
    if (!choice.everything)
        return report::DayRange{choice.first, std::min(choice.first + (choice.days - 1), today)};
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto begun, report::first_recorded_day(library->database()));
    return report::DayRange{std::min(begun.value_or(today), today), today};
}

Result<report::Document> build(const ReportRequest& request, Context& context) {
    ATTUNE_TRY(const report::DayRange days, days_of(request, context));
    const report::PeriodRange range{.kind = "profile",
                                    .first = days.first,
                                    .days = days.last - days.first + 1,
                                    .today = request.now.today(),
                                    .week_start = request.now.week_start};
    report::ProfileData data;
    ATTUNE_TRY(data.all, load_period_data(request, context, range));
    ATTUNE_TRY(data.beliefs, request.lens.load_threads("belief"));
    report::keep_until(days, data.beliefs);
    return report::build_profile(data, {.explain = request.options.explain});
}

}  // namespace

const ReportKind kProfileReport{.name = "profile",
                                .summary = "where things stand, in general and with each person",
                                .span = ReportSpan::Any,
                                .build = build};

}  // namespace attune::cli
