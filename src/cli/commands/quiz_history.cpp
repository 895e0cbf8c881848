#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/store/assessment.hpp"
#include "cli/commands.hpp"
#include "cli/now.hpp"
#include "cli/quiz_result.hpp"
#include "cli/quiz_shelf.hpp"
#include "cli/quiz_takings.hpp"

namespace attune::cli {

namespace {

using report::Series;
using report::Taking;

/// More takings than one a day in ten years.
constexpr int kMostTakings = 4000;

struct QuizHistoryOptions {
    std::optional<std::string> name;
    std::optional<std::string> about;
    std::optional<std::string> norm;
    ResultOutput output;
    bool explain = false;
    bool csv = false;
    bool rescore = false;
};

void describe(OptionSet& options, QuizHistoryOptions& history) {
    options
        .argument(history.name, "NAME", "an id from 'attune quiz list'; without it, what was taken")
        .text(history.about, "--about", "PERSON", "only the takings about this person")
        .text(history.norm, "--norm", "ID", "judge by the figures of this norm")
        .flag(history.explain, "--explain", "name the corners of the map in any case");
    options.flag(history.rescore, "--rescore",
                 "what today's key makes of answers that another version scored");
    options.flag(history.csv, "--csv", "one line per taking and score");
    describe_output(options, history.output, true);
}

/// Takings of one questionnaire by person, those about nobody first, oldest first in each.
std::vector<Series> by_person(const SharedKey& key, std::vector<Taking> takings) {
    std::vector<Series> all;
    std::reverse(takings.begin(), takings.end());
    for (Taking& taking : takings) {
        const std::string folded = fold_case(taking.about);
        auto place = std::find_if(all.begin(), all.end(), [&](const Series& one) {
            return fold_case(one.about) == folded;
        });
        if (place == all.end()) {
            all.push_back({key, taking.about, {}});
            place = all.end() - 1;
        }
        place->takings.push_back(std::move(taking));
    }
    std::stable_sort(all.begin(), all.end(), [](const Series& a, const Series& b) {
        return a.about.empty() && !b.about.empty();
    });
    return all;
}

/// Questionnaires that share answers with this one, as its short form or its long one: they are
/// shown behind it and never joined.
Result<std::vector<SharedKey>> relatives(Context& context, const definition::Questionnaire& key) {
    std::vector<SharedKey> out;
    ATTUNE_TRY(const definition::Shelf shelf, open_shelf(context));
    for (const definition::ShelvedFile& file : shelf.files()) {
        if (file.id == key.id) continue;
        const bool named =
            file.id == key.derived_from || file.text.find("derived_from") != std::string::npos;
        if (!named) continue;
        auto other = read_questionnaire(context, file.text, file.path);
        if (!other) continue;
        if (other->id == key.derived_from || other->derived_from == key.id)
            out.push_back(std::make_shared<const definition::Questionnaire>(*std::move(other)));
    }
    return out;
}

Result<std::vector<Series>> load_series(Context& context, const QuizHistoryOptions& history,
                                        const SharedKey& key) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    TakingReader reader(context, *library);
    std::optional<std::string_view> about;
    if (history.about) about = trim(*history.about);
    ATTUNE_TRY(auto takings, reader.newest(key, about, kMostTakings));
    std::vector<Series> all = by_person(key, std::move(takings));
    ATTUNE_TRY(const auto others, relatives(context, *key));
    for (const SharedKey& other : others) {
        // A short form can read the answers of its long one; the long one shows the short apart.
        const bool long_form = other->id == key->derived_from;
        ATTUNE_TRY(auto more, long_form ? reader.newest(key, about, kMostTakings, other->id)
                                        : reader.newest(other, about, kMostTakings));
        for (Series& one : by_person(long_form ? key : other, std::move(more))) {
            if (long_form) one.from = other->id;
            all.push_back(std::move(one));
        }
    }
    return all;
}

/// What was taken at all, by questionnaire: one line each.
Status print_overview(Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(auto statement, library->database().prepare(R"sql(
SELECT substr(definition, 1, instr(definition || ' ', ' ') - 1) AS name, count(*), max(local_day)
FROM entry WHERE kind = 'assessment' AND kind <> 'trigger' AND shown = 1 AND deleted = 0
GROUP BY name ORDER BY max(at_utc) DESC)sql"));
    bool any = false;
    for (;;) {
        ATTUNE_TRY(const bool more, statement.step());
        if (!more) break;
        any = true;
        ATTUNE_CHECK(context.screen().print(
            fmt::format("{}  {}, last on {}\n", pad_right(Screen::visible(statement.text(0)), 24),
                        counted(statement.integer(1), "taking", "takings"), statement.text(2))));
    }
    if (any) return context.screen().print("\nattune quiz history NAME shows one over time\n");
    context.screen().say("no questionnaire was taken yet");
    return {};
}

Result<ExitCode> run(const QuizHistoryOptions& history, Context& context) {
    ATTUNE_TRY(std::string format, output_format(history.output, context));
    if (history.csv) {
        if (format != "text" && format != "csv")
            return fail(ErrorKind::Usage, "'--csv' and '--format' or '--json' differ");
        format = "csv";
    }
    if (!history.name) {
        if (format != "text" || history.output.file) {
            return fail(ErrorKind::Usage, "which questionnaire?",
                        "name one: 'attune quiz history NAME'");
        }
        return print_overview(context).map([] { return ExitCode::Done; });
    }
    ATTUNE_TRY(FoundQuestionnaire found, find_questionnaire(context, *history.name));
    const auto key =
        std::make_shared<const definition::Questionnaire>(std::move(found.questionnaire));
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const auto series, load_series(context, history, key));
    const report::TakingOptions options{
        .norm = history.norm.value_or(""),
        .explain = history.explain,
        .rescore = history.rescore,
        .style_names = context.settings().held("style_names").value != "off",
        .today = now.today()};
    if (series.empty()) {
        context.screen().say(fmt::format("'{}' was not taken yet{}", key->id,
                                         history.about ? " about this person" : ""));
        if (format == "text" || format == "html" || format == "md") return ExitCode::Done;
    }
    if (format == "json") {
        ATTUNE_CHECK(write_bytes(history_json(series, options), history.output, context));
    } else if (format == "csv") {
        ATTUNE_CHECK(write_bytes(history_csv(series, options), history.output, context));
    } else {
        ATTUNE_CHECK(write_document(report::build_history(series, options), format, history.output,
                                    context));
    }
    return ExitCode::Done;
}

}  // namespace

const Command kQuizHistory{
    .name = "quiz history",
    .summary = "scores of a questionnaire over time",
    .group = Group::Assess,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<QuizHistoryOptions, describe, run>,
    .details =
        "Every taking with its range, and the change since the last and the first. People stand "
        "apart, and a short form is never joined to its long one. Scores stay as the key of their "
        "day counted them; --rescore shows beside them what today's key makes of the same "
        "answers.\n\n"
        "  attune quiz history attachment --about sam\n"
        "  attune quiz history attachment -o attachment.html\n"
        "  attune quiz history maas --csv\n"};

}  // namespace attune::cli
