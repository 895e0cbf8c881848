#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "attune/base/csv.hpp"
#include "attune/base/text.hpp"
#include "attune/quiz/score_run.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/quiz_shelf.hpp"
#include "cli/score_output.hpp"

namespace attune::cli {

namespace {

using definition::Questionnaire;

struct QuizScoreOptions {
    std::optional<std::string> name;
    std::optional<std::string> file;
    std::optional<std::string> order;
    std::optional<std::string> id;
    std::optional<std::string> missing;
    std::optional<std::string> range;
    std::optional<std::string> norm;
    bool summary = false;
    bool csv = false;
};

void describe(OptionSet& options, QuizScoreOptions& score) {
    options
        .required_argument(score.name, "NAME",
                           "an id from 'attune quiz list', or a questionnaire file")
        .required_argument(score.file, "CSV",
                           "one respondent per row, one column per item; - is standard input")
        .text(score.order, "--order", "NAME", "columns are numbered by this published order")
        .text(score.id, "--id", "COLUMN", "the column that names each respondent")
        .text(score.missing, "--missing", "CODES", "cells that mean missing, for example 0,-1")
        .text(score.range, "--range", "LOW..HIGH", "a response range other than the key's")
        .text(score.norm, "--norm", "ID", "add percentiles of this norm")
        .flag(score.summary, "--summary",
              "counts, mean, SD and reliability per scale instead of one row each")
        .flag(score.csv, "--csv",
              "comma-separated values (what is printed without --summary and --json)");
}

/// Rows that do not fit are listed one by one up to this many.
constexpr std::size_t kMaxListed = 10;
constexpr double kMaxRange = 1000;

Result<std::pair<double, double>> read_range(const std::string& text) {
    const std::size_t dots = text.find("..");
    std::optional<long long> low;
    std::optional<long long> high;
    if (dots != std::string::npos) {
        low = parse_integer(std::string_view(text).substr(0, dots));
        high = parse_integer(std::string_view(text).substr(dots + 2));
    }
    if (!low || !high || *low >= *high ||
        static_cast<double>(*high) - static_cast<double>(*low) > kMaxRange) {
        return fail(ErrorKind::Usage, fmt::format("'{}' is no range", Screen::visible(text)),
                    "two whole numbers, the smaller first: --range 1..5");
    }
    return std::pair(static_cast<double>(*low), static_cast<double>(*high));
}

Result<quiz::ScoreRunOptions> run_options(const QuizScoreOptions& score) {
    quiz::ScoreRunOptions out;
    out.order = score.order.value_or("");
    out.id_column = score.id.value_or("");
    if (score.missing) {
        for (const std::string_view code : split(*score.missing, ',')) {
            if (!trim(code).empty()) out.missing.emplace_back(trim(code));
        }
    }
    if (score.range) {
        ATTUNE_TRY(out.range, read_range(*score.range));
    }
    return out;
}

Status check_norm(const Questionnaire& questionnaire, const std::string& id) {
    std::vector<std::string> ids;
    for (const definition::Norm& norm : questionnaire.norms)
        ids.push_back(norm.id);
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) return {};
    const auto near = nearest_word(id, ids);
    return fail(ErrorKind::Usage,
                fmt::format("'{}' has no norm '{}'", questionnaire.id, Screen::visible(id)),
                near          ? fmt::format("did you mean '{}'?", *near)
                : ids.empty() ? "no norm is known for it, so there is no percentile"
                              : fmt::format("norms: {}", join(ids, ", ")));
}

Result<ByteSource> open_csv(Context& context, const std::string& name) {
    host::Host& host = context.host();
    if (name == "-") {
        return ByteSource([&host](char* out, std::size_t room) {
            return host.terminal.read_some({reinterpret_cast<std::uint8_t*>(out), room});
        });
    }
    auto opened = host.files.open_source(name);
    if (!opened) {
        Error error = std::move(opened).error();
        if (error.kind == ErrorKind::NotFound) error.kind = ErrorKind::Io;
        return fail(std::move(error));
    }
    return ByteSource(
        [source = std::shared_ptr<host::Source>(*std::move(opened))](char* out, std::size_t room) {
            return source->read({reinterpret_cast<std::uint8_t*>(out), room});
        });
}

/// Where the scores go while they are made.
class Writer {
  public:
    Writer(Context& context, const QuizScoreOptions& score, const quiz::ScoreRun& run,
           const ScoreSetting& setting)
        : screen_(context.screen()),
          rows_(!score.summary),
          json_(context.global().json),
          run_(run),
          setting_(setting) {}

    Status begin() {
        if (json_) {
            buffer_ = "{" + score_json_head(run_, setting_);
            if (rows_) buffer_ += ",\"respondents\":[";
        } else if (rows_) {
            buffer_ = score_csv_header(run_, setting_);
        }
        return flush_above(0);
    }
    Status row() {
        if (!rows_) return {};
        if (json_) {
            buffer_ += first_ ? "\n" : ",\n";
            append_score_json(buffer_, run_, setting_);
        } else {
            append_score_csv(buffer_, run_, setting_);
        }
        first_ = false;
        return flush_above(std::size_t{32} * 1024);
    }
    Status end(bool csv) {
        if (json_) {
            if (rows_) buffer_ += "\n]";
            buffer_ += ",\n\"summary\":" + summary_json(run_, run_.summary(), setting_) + "}\n";
        } else if (!rows_ && csv) {
            buffer_ += summary_csv(run_, run_.summary());
        } else if (!rows_) {
            return screen_.print(summary_text(run_, run_.summary(), setting_));
        }
        return flush_above(0);
    }

  private:
    Status flush_above(std::size_t size) {
        if (buffer_.size() <= size) return {};
        ATTUNE_CHECK(screen_.print_raw(buffer_));
        buffer_.clear();
        return {};
    }
    Screen& screen_;
    bool rows_;
    bool json_;
    bool first_ = true;
    const quiz::ScoreRun& run_;
    const ScoreSetting& setting_;
    std::string buffer_;
};

/// Counts a row that does not fit; it is left out and the others go on.
void set_aside(ScoreSetting& setting, Screen& screen, const Error& error) {
    ++setting.set_aside;
    if (setting.first_set_aside.size() >= kMaxListed) return;
    setting.first_set_aside.push_back(error);
    Error shown = error;
    if (setting.set_aside > 1) shown.hint.clear();
    shown.where = Screen::visible(shown.where);
    screen.report(shown);
}

Result<ExitCode> run(const QuizScoreOptions& score, Context& context) {
    if (score.csv && context.global().json) {
        return fail(ErrorKind::Usage, "--csv and --json are two forms of one output",
                    "give one of them");
    }
    ATTUNE_TRY(quiz::ScoreRunOptions options, run_options(score));
    options.item_statistics = score.summary || context.global().json;
    ATTUNE_TRY(const FoundQuestionnaire found, find_questionnaire(context, *score.name));
    const Questionnaire& questionnaire = found.questionnaire;
    if (questionnaire.scales.empty()) {
        return fail(ErrorKind::BadInput,
                    fmt::format("'{}' has no scale to score", questionnaire.id));
    }
    if (score.norm) ATTUNE_CHECK(check_norm(questionnaire, *score.norm));
    ATTUNE_TRY(ByteSource source, open_csv(context, *score.file));
    CsvReader reader(std::move(source), *score.file);
    CsvRow row;
    ATTUNE_TRY(const bool any, reader.next(row));
    if (!any) {
        return fail(ErrorKind::BadInput, "the file is empty", "its first line names the columns",
                    fmt::format("{}:1:1", Screen::visible(*score.file)));
    }
    ATTUNE_TRY(quiz::ScoreRun scoring,
               quiz::ScoreRun::open(questionnaire, row, *score.file, std::move(options)));
    ScoreSetting setting;
    setting.file = *score.file;
    setting.norm = score.norm.value_or("");
    Writer writer(context, score, scoring, setting);
    ATTUNE_CHECK(writer.begin());
    for (;;) {
        const auto more = reader.next(row);
        if (!more && more.error().kind != ErrorKind::BadInput) return fail(more.error());
        if (more && !*more) break;
        if (!more) scoring.pass_over();
        const Status added = more ? scoring.add(row) : Status(fail(more.error()));
        if (added) {
            ATTUNE_CHECK(writer.row());
        } else {
            set_aside(setting, context.screen(), added.error());
        }
    }
    ATTUNE_CHECK(writer.end(score.csv));
    if (setting.set_aside > setting.first_set_aside.size()) {
        context.screen().warn(fmt::format("{} more rows do not fit",
                                          setting.set_aside - setting.first_set_aside.size()));
    }
    if (setting.set_aside == 0) return ExitCode::Done;
    context.screen().warn(fmt::format("{} row{} set aside; the other {} {} scored",
                                      setting.set_aside, setting.set_aside == 1 ? " was" : "s were",
                                      scoring.respondents(),
                                      scoring.respondents() == 1 ? "was" : "were"));
    return scoring.respondents() > 0 ? ExitCode::No : ExitCode::BadInput;
}

}  // namespace

const Command kQuizScore{
    .name = "quiz score",
    .summary = "score many respondents from a CSV file",
    .group = Group::Assess,
    .needs = Needs::Nothing,
    .invoke = invoke<QuizScoreOptions, describe, run>,
    .details =
        "Nothing goes into the store. Columns are found by item id; with --order NAME they are "
        "numbered by that "
        "order (Q1, Q2, ...). Blank, out-of-range and unreadable cells are counted apart and never "
        "scored; an empty "
        "cell, NA and - are blank. Rows that are shorter or longer than the header are set aside "
        "and named, and "
        "the exit code is 1; without an id column the first column of the output is the number of "
        "the row in the file. Separators (comma, tab, semicolon) and line ends are recognised.\n\n"
        "Alpha, lambda-6 and item-rest correlations come from pairwise-complete covariances; alpha "
        "over complete "
        "respondents stands beside them."};

}  // namespace attune::cli
