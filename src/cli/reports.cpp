#include "cli/reports.hpp"

#include <algorithm>
#include <array>

#include "attune/stats/random.hpp"
#include "cli/progress.hpp"

namespace attune::cli {

namespace {

// One line each, so that two people can add reports at once.
// clang-format off
constexpr std::array kKinds = {
    &kWeekReport,
    &kMonthReport,
    &kQuarterReport,
    &kYearReport,
    &kProfileReport,
    &kCalibrationReport,
    &kProgramReport,
};
// clang-format on

}  // namespace

std::span<const ReportKind* const> report_kinds() {
    return kKinds;
}

Result<std::uint64_t> report_seed(Context& context, CivilDay last) {
    ATTUNE_TRY(const vault::Keys* keys, context.unlock());
    const std::string text = keys->store.hex() + " " + last.iso();
    return stats::seed_from(text.data(), text.size());
}

report::RowReader row_reader(store::Library& library) {
    return [&library](std::int64_t row) { return library.load_row(row); };
}

Result<report::Verdict> verdict_for(const ReportRequest& request, Context& context,
                                    CivilDay period_last) {
    constexpr int kWeek = 7;
    // A week is closed once the day after it has begun.
    const CivilDay reached = std::min(period_last, request.now.today() - 1);
    const int since_end = (reached.weekday() - request.now.week_start + 1 + kWeek) % kWeek;
    const CivilDay last = reached - since_end;
    ATTUNE_TRY(const vault::Keys* keys, context.unlock());
    ATTUNE_TRY(store::Library * library, context.open_library());
    Progress progress(context.host(), context.global(), "looking for patterns");
    ATTUNE_TRY(
        report::FoundVerdict found,
        report::find_verdict(library->database(), keys->store, last,
                             [&](int done, int weeks) { progress.step(done, weeks, "weeks"); }));
    const bool newest = request.now.today() - last <= kWeek;
    if (newest && found.worth_keeping() && request.to_keep != nullptr)
        request.to_keep->push_back(report::verdict_record(keys->store, found.verdict));
    return std::move(found.verdict);
}

}  // namespace attune::cli
