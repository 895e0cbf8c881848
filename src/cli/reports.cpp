#include "cli/reports.hpp"

#include <array>

#include "attune/stats/random.hpp"

namespace attune::cli {

namespace {

constexpr std::array kKinds = {&kWeekReport, &kMonthReport, &kQuarterReport, &kYearReport};

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

}  // namespace attune::cli
