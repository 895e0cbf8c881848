#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/when.hpp"
#include "attune/report/document.hpp"
#include "attune/report/session.hpp"
#include "attune/report/threads.hpp"
#include "attune/report/verdict.hpp"
#include "cli/context.hpp"
#include "cli/report_period.hpp"

namespace attune::cli {

/// What was typed behind `report`.
struct ReportOptions {
    std::vector<std::string> words;
    std::optional<std::string> last;   ///< a length of time up to today
    std::optional<std::string> since;  ///< a first day
    std::optional<std::string> format;
    std::optional<std::string> output;
    bool csv_excel = false;
    bool explain = false;
    std::optional<std::string> about;
    bool share = false;
    bool with_names = false;
    bool with_text = false;
};

class ReportLens;

/// One call of a report. The library is open.
struct ReportRequest {
    const ReportOptions& options;
    ReportChoice choice;  ///< with its days, also since the last session
    journal::Now now;
    std::string form;  ///< text, html, json, ...
    ReportLens& lens;  ///< everything a report is made of is looked at through it
    std::optional<report::Session> session = {};  ///< the one it looks back to
    /// What the report found out that is to be kept once it was printed.
    std::vector<journal::Record>* to_keep = nullptr;
};

/// The days a report covers. `Any`: none, or whatever was named.
enum class ReportSpan { Week, Month, Quarter, Year, Any };

/// A report as its file defines it: one file in cli/reports/, an `extern` below, and a line in the
/// table in reports.cpp.
struct ReportKind {
    std::string_view name;     ///< "month"
    std::string_view summary;  ///< what it is about, for help
    ReportSpan span = ReportSpan::Any;
    Result<report::Document> (*build)(const ReportRequest&, Context&) = nullptr;
};

/// Every report there is, in the order help lists them.
[[nodiscard]] std::span<const ReportKind* const> report_kinds();

/// The seed of everything that is drawn at random in a report: it follows from the store and the
/// last day of the period, so that the same report prints the same numbers.
[[nodiscard]] Result<std::uint64_t> report_seed(Context& context, CivilDay last);

/// Reads records of this library by row.
[[nodiscard]] report::RowReader row_reader(store::Library& library);

/// The verdict of the newest week that had closed by the last day of a period. A verdict that was
/// made just now, of the newest week there is, is kept behind the report (ReportRequest::to_keep).
[[nodiscard]] Result<report::Verdict> verdict_for(const ReportRequest& request, Context& context,
                                                  CivilDay period_last);

extern const ReportKind kCalibrationReport;
extern const ReportKind kProfileReport;
extern const ReportKind kProgramReport;
extern const ReportKind kWeekReport;
extern const ReportKind kMonthReport;
extern const ReportKind kQuarterReport;
extern const ReportKind kYearReport;

}  // namespace attune::cli
