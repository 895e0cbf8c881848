#include <algorithm>

#include <fmt/format.h>

#include "attune/base/assert.hpp"
#include "attune/base/text.hpp"
#include "attune/render/csv.hpp"
#include "attune/report/queries.hpp"
#include "attune/report/session.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/document_output.hpp"
#include "cli/filter_flags.hpp"
#include "cli/gentle_line.hpp"
#include "cli/now.hpp"
#include "cli/report_lens.hpp"
#include "cli/report_period.hpp"
#include "cli/reports.hpp"

namespace attune::cli {

namespace {

void describe(OptionSet& options, ReportOptions& report) {
    options.arguments(report.words, "PERIOD",
                      "week (the default), month, quarter or year; last month, 2026-W09, q1");
    options.text(report.last, "--last", "TIME", "the days up to today: 7d, 4w, 3 months, 1y")
        .text(report.since, "--since", "DAY", "from this day until today");
    options.choice(report.format, "--format", {"text", "md", "html", "json", "csv"},
                   "the form; text unless the file's name says otherwise");
    options.text(report.output, "-o,--output", "FILE", "write to a file instead of the screen");
    options.flag(report.csv_excel, "--csv-excel",
                 "CSV for spreadsheet programs: mark as UTF-8, keep texts from being formulas");
    options.flag(report.explain, "--explain",
                 "add how each number is made, and the SQL that asks for it");
    options.text(report.about, "--about", "PERSON", "only what was with this person")
        .flag(report.share, "--share",
              "for somebody else: people become letters, free text is left out")
        .flag(report.with_names, "--with-names", "with --share: keep names")
        .flag(report.with_text, "--with-text",
              "with --share: keep texts and words of your own, known names in them covered");
}

/// The words that name report and period, with --last and --since as words.
Result<std::vector<std::string>> words_of(const ReportOptions& report, const journal::Now& now) {
    std::vector<std::string> words = report.words;
    if (!report.last && !report.since) return words;
    const auto kinds = report_kinds();
    const bool named =
        words.size() == 1 && std::any_of(kinds.begin(), kinds.end(), [&](const ReportKind* one) {
            return one->name == words.front();
        });
    if ((!words.empty() && !named) || (report.last && report.since)) {
        return fail(ErrorKind::Usage, "'--last', '--since' and PERIOD exclude each other",
                    "name the days once: 'attune report profile --last 90d'");
    }
    FilterFlags days;
    (report.last ? days.last : days.from) = report.last ? report.last : report.since;
    auto filter = filter_of(days, now);
    if (!filter && report.since) {
        return fail(ErrorKind::Usage,
                    fmt::format("'--since' does not know '{}'", make_visible(*report.since)),
                    "write a day or the period that begins with it: 2026-02-01, monday, february");
    }
    if (!filter) return tl::unexpected(std::move(filter.error()));
    if (!filter->first_day || *filter->first_day > now.today()) {
        return fail(ErrorKind::Usage,
                    fmt::format("'{}' has not begun",
                                make_visible(report.since.value_or(report.last.value_or("")))),
                    "a report looks back, for example 'attune report --last 30d'");
    }
    words.push_back(filter->first_day->iso() + ".." + now.today().iso());
    return words;
}

/// The form asked for by --format, --json or the name of the file.
std::string format_of(const ReportOptions& report, const GlobalOptions& global) {
    if (report.format) return *report.format;
    if (report.csv_excel) return "csv";
    if (global.json) return "json";
    return form_of_name(report.output.value_or(""));
}

Status write(const report::Document& document, const std::string& format,
             const ReportOptions& report, Context& context) {
    const bool to_file = report.output && *report.output != "-";
    const std::string form = report.csv_excel
                                 ? render::render_csv(document, true)
                                 : render_as(document, format, to_file, context.screen());
    return format == "text" && !to_file ? context.screen().print(form)
                                        : context.save_output(report.output, form);
}

/// The newest session, and the days since then.
Result<report::Session> look_back(ReportChoice& choice, const journal::Now& now,
                                  store::Library& library) {
    ATTUNE_TRY(const std::optional<report::Session> session,
               report::find_last_session(library.database(), now.today()));
    if (!session) {
        return fail(ErrorKind::NotFound, "there is no session yet",
                    "'attune note therapy' writes down one");
    }
    choice.first = session->day;
    choice.days = now.today() - session->day + 1;
    if (choice.report.empty()) choice.report = report_for_length(choice.days);
    return *session;
}

Status open_with_session(report::Document& document, const ReportRequest& request,
                         store::Library& library) {
    ATTUNE_TRY(const auto found,
               report::find_brought(library.database(), *request.session, request.now.today()));
    std::vector<report::Brought> brought;
    for (report::Brought item : found) {
        ATTUNE_TRY(journal::Record record, library.load_row(item.row));
        ATTUNE_TRY(const bool kept, request.lens.look(record));
        if (!kept) continue;
        item.id = library.short_id(record.id);
        item.kind = record.kind;
        item.text = record.text;
        brought.push_back(std::move(item));
    }
    report::open_with_session(document, *request.session, brought);
    return {};
}

/// What the report was counted from. Whoever a report is shared with has no journal to ask.
void add_queries(report::Document& document, const ReportRequest& request) {
    report::QueryScope scope{
        .days = {}, .today = request.now.today(), .person = request.lens.person()};
    if (!request.choice.everything) {
        scope.days = report::DayRange{request.choice.first,
                                      request.choice.first + (request.choice.days - 1)};
    } else if (const auto days = report::period_of(document)) {
        scope.days = days;
    }
    report::add_queries(document, scope);
}

/// Adds what the report found out to the store. A store that cannot be written changes nothing
/// about the report: the same is found out again.
void keep(std::vector<journal::Record>& records, Context& context) {
    for (journal::Record& record : records) {
        const auto logbook = context.open_logbook();
        if (!logbook) return;
        static_cast<void>((*logbook)->keep(std::move(record)));
    }
}

Result<ExitCode> run(const ReportOptions& options, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const std::vector<std::string> words, words_of(options, now));
    ATTUNE_TRY(ReportChoice choice, choose_report(words, now));
    const std::string form = format_of(options, context.global());
    if (context.global().json && form != "json") {
        return fail(ErrorKind::Usage, "'--json' and '--format' ask for different forms");
    }
    if (options.csv_excel && form != "csv") {
        return fail(ErrorKind::Usage, fmt::format("'--csv-excel' is for CSV, not for {}", form));
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    std::vector<journal::Record> to_keep;
    ATTUNE_TRY(ReportLens lens, ReportLens::make(options, context));
    ReportRequest request{
        .options = options, .choice = std::move(choice), .now = now, .form = form, .lens = lens};
    request.to_keep = &to_keep;
    if (request.choice.since_session) {
        ATTUNE_TRY(request.session, look_back(request.choice, now, *library));
    }
    const auto kinds = report_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const ReportKind* one) {
        return one->name == request.choice.report;
    });
    ATTUNE_ASSERT(kind != kinds.end());
    ATTUNE_TRY(report::Document document, (*kind)->build(request, context));
    if (request.session) ATTUNE_CHECK(open_with_session(document, request, *library));
    lens.finish(document);
    if (options.explain && !options.share) add_queries(document, request);
    ATTUNE_CHECK(write(document, form, options, context));
    keep(to_keep, context);
    if (options.output && *options.output != "-") {
        context.screen().say(
            options.share ? "written; the file is not sealed: look through it before you hand it on"
                          : "written; the file is not sealed, so keep it where only you can read");
    }
    say_gently(context, now.today());
    return ExitCode::Done;
}

}  // namespace

const Command kReport{
    .name = "report",
    .summary = "what a week, month, quarter or year was like, with how sure that is",
    .group = Group::Look,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ReportOptions, describe, run>,
    .details =
        "What was logged, how often you reacted or responded, what helped; from a month\n"
        "on also where it is going. Every number comes with how many entries it rests\n"
        "on, and a share with the range it likely lies in. Days without entries are\n"
        "left out, never counted as calm. A report takes whole periods: a share among\n"
        "entries picked by a filter says nothing of them; 'attune list' looks at those.\n"
        "A period alone picks the report that fits its length. 'profile' says where\n"
        "things stand, in general and with each person, over all there is or over a\n"
        "period; 'calibration' looks at experiments and 'program' at weeks of practice;\n"
        "they take none.\n"
        "\n"
        "  attune report\n"
        "  attune report last week\n"
        "  attune report month\n"
        "  attune report last month --explain\n"
        "  attune report quarter q1\n"
        "  attune report year 2025 --json\n"
        "  attune report profile\n"
        "  attune report profile --last 90d\n"
        "  attune report calibration\n"
        "  attune report month --about sam\n"
        "  attune report month --share -o for-the-session.html\n"
        "  attune report since last session\n"
        "  attune report --format html -o week.html\n"};

}  // namespace attune::cli
