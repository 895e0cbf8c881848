#include <fmt/format.h>

#include "attune/render/html.hpp"
#include "attune/render/json.hpp"
#include "attune/render/text.hpp"
#include "attune/report/week_data.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/gentle_line.hpp"
#include "cli/now.hpp"
#include "cli/report_period.hpp"

namespace attune::cli {

namespace {

struct ReportOptions {
    std::vector<std::string> period;
    std::optional<std::string> format;
    std::optional<std::string> output;
    bool explain = false;
};

void describe(OptionSet& options, ReportOptions& report) {
    options.arguments(report.period, "PERIOD", "week (the default), last week, 2026-W09");
    options.choice(report.format, "--format", {"text", "html", "json"},
                   "the form; text unless the file's name says otherwise");
    options.text(report.output, "-o,--output", "FILE", "write to a file instead of the screen");
    options.flag(report.explain, "--explain", "add how each number is made");
}

/// The form asked for by --format, --json or the name of the file.
std::string format_of(const ReportOptions& report, const GlobalOptions& global) {
    if (report.format) return *report.format;
    if (global.json) return "json";
    const std::string name = report.output.value_or("");
    if (name.ends_with(".html") || name.ends_with(".htm")) return "html";
    if (name.ends_with(".json")) return "json";
    return "text";
}

Status write(const report::Document& document, const std::string& format,
             const ReportOptions& report, Context& context) {
    Screen& screen = context.screen();
    const bool to_file = report.output && *report.output != "-";
    if (format == "html") return context.save_output(report.output, render::render_html(document));
    if (format == "json") return context.save_output(report.output, render::render_json(document));
    const std::string text = render::render_text(document, {.width = to_file ? 80 : screen.width(),
                                                            .colour = !to_file && screen.colour(),
                                                            .ascii = screen.ascii(),
                                                            .accessible = screen.accessible()});
    return to_file ? context.save_output(report.output, text) : screen.print(text);
}

Result<ExitCode> run(const ReportOptions& report, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const ReportWeek week, choose_week(report.period, now));
    const std::string format = format_of(report, context.global());
    if (context.global().json && format != "json") {
        return fail(ErrorKind::Usage, "'--json' and '--format' ask for different forms");
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    const report::WeekRange range{
        .first = week.first,
        .days = week.days,
        .today = now.today(),
        .days_before = format == "text" ? report::kBeforeDays : report::kHistoryDays};
    ATTUNE_TRY(const report::WeekData data, report::load_week_data(library->database(), range));
    const report::Document document = report::build_week(data, {.explain = report.explain});
    ATTUNE_CHECK(write(document, format, report, context));
    if (report.output && *report.output != "-") {
        context.screen().say("written; the file is not sealed, so keep it where only you can read");
    }
    say_gently(context, now.today());
    return ExitCode::Done;
}

}  // namespace

const Command kReport{
    .name = "report",
    .summary = "what the week was like, with how sure that is",
    .group = Group::Look,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ReportOptions, describe, run>,
    .details =
        "One week: what was logged, how often you reacted or responded, what helped.\n"
        "Every number comes with how many entries it rests on, and a share with the\n"
        "range it likely lies in. Days without entries are left out, never counted as\n"
        "calm. It takes the whole week: a share among entries picked by a filter says\n"
        "nothing of the week; 'attune list' looks at those.\n"
        "\n"
        "  attune report\n"
        "  attune report last week\n"
        "  attune report week 2026-W09 --json\n"
        "  attune report --format html -o week.html\n"};

}  // namespace attune::cli
