#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/definition/derivation.hpp"
#include "attune/quiz/check.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/quiz_shelf.hpp"

namespace attune::cli {

namespace {

using definition::Problem;
using definition::Questionnaire;

struct QuizCheckOptions {
    std::vector<std::string> files;
};

void describe(OptionSet& options, QuizCheckOptions& check) {
    options.required_arguments(check.files, "FILE",
                               "questionnaire files, or ids from 'attune quiz list'");
}

struct Checked {
    std::vector<Problem> problems;
    std::optional<Questionnaire> questionnaire;
};

/// The problems between a short form and its long form, which lies on the shelf.
Status check_long_form(Context& context, const Questionnaire& questionnaire,
                       std::vector<Problem>& problems) {
    ATTUNE_TRY(const definition::Shelf shelf, open_shelf(context));
    const definition::ShelvedFile* file = shelf.find(questionnaire.derived_from);
    if (!file) {
        const auto nearest = nearest_word(questionnaire.derived_from, shelf.ids());
        problems.push_back({questionnaire.path,
                            {1, 1},
                            fmt::format("there is no questionnaire '{}' to be derived from",
                                        make_visible(questionnaire.derived_from)),
                            nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string(),
                            Problem::Weight::Error});
        return {};
    }
    const auto whole = definition::load_questionnaire(file->text, file->path);
    if (!whole.value) {
        problems.push_back({questionnaire.path,
                            {1, 1},
                            fmt::format("'{}', which this is derived from, has mistakes", file->id),
                            fmt::format("attune quiz check {}", file->id),
                            Problem::Weight::Error});
        return {};
    }
    for (Problem& problem : definition::check_derivation(questionnaire, *whole.value))
        problems.push_back(std::move(problem));
    return {};
}

Result<Checked> check_text(Context& context, const std::string& text, const std::string& path) {
    auto loaded = definition::load_questionnaire(text, path);
    Checked out{std::move(loaded.problems), std::move(loaded.value)};
    if (out.questionnaire) {
        for (Problem& problem : quiz::check_scoring(*out.questionnaire))
            out.problems.push_back(std::move(problem));
        if (!out.questionnaire->derived_from.empty()) {
            ATTUNE_CHECK(check_long_form(context, *out.questionnaire, out.problems));
        }
        definition::sort_problems(out.problems);
    }
    return out;
}

nlohmann::ordered_json as_json(const std::string& name, const Checked& checked) {
    auto problems = nlohmann::ordered_json::array();
    for (const Problem& problem : checked.problems) {
        problems.push_back({{"line", problem.at.line},
                            {"column", problem.at.column},
                            {"weight", problem.weight == Problem::Weight::Error ? "error" : "note"},
                            {"message", problem.message},
                            {"hint", problem.hint}});
    }
    return {{"path", name},
            {"good", !definition::has_errors(checked.problems)},
            {"problems", std::move(problems)}};
}

Status print_checked(Screen& screen, const std::string& name, const Checked& checked) {
    for (const Problem& problem : checked.problems) {
        if (problem.weight == Problem::Weight::Error) {
            screen.report(as_error(problem));
            continue;
        }
        screen.say(
            fmt::format("attune: note: {}: {}", Screen::visible(problem.where()), problem.message));
        if (!problem.hint.empty()) screen.say(fmt::format("attune: hint: {}", problem.hint));
    }
    if (definition::has_errors(checked.problems)) return {};
    const Questionnaire& good = *checked.questionnaire;
    return screen.print(fmt::format(
        "{}: in order: {}, {}, {} and the generated ones agree\n", Screen::visible(name),
        counted(good.items.size(), "item", "items"), counted(good.scales.size(), "scale", "scales"),
        counted(good.checks.size(), "case", "cases")));
}

/// The text of a file, or of a questionnaire of the program when there is no such file.
Result<std::pair<std::string, std::string>> text_of(Context& context, const std::string& word) {
    if (!names_a_file(word) && !context.host().files.info(word)) {
        ATTUNE_TRY(const definition::Shelf shelf, open_shelf(context));
        if (const definition::ShelvedFile* file = shelf.find(word))
            return std::pair(file->text, file->path);
    }
    ATTUNE_TRY(std::string text, context.load_input(word, kMaxDefinitionBytes));
    return std::pair(std::move(text), word);
}

Result<ExitCode> run(const QuizCheckOptions& options, Context& context) {
    Screen& screen = context.screen();
    auto files = nlohmann::ordered_json::array();
    ExitCode code = ExitCode::Done;
    for (const std::string& word : options.files) {
        const auto text = text_of(context, word);
        if (!text) {
            // The other files are still worth checking.
            screen.report(text.error());
            code = exit_code(text.error().kind);
            continue;
        }
        ATTUNE_TRY(const Checked checked, check_text(context, text->first, text->second));
        if (definition::has_errors(checked.problems)) code = ExitCode::BadInput;
        if (context.global().json) {
            files.push_back(as_json(text->second, checked));
        } else {
            ATTUNE_CHECK(print_checked(screen, text->second, checked));
        }
    }
    if (context.global().json) {
        const nlohmann::ordered_json document{{"schema", 1}, {"files", std::move(files)}};
        ATTUNE_CHECK(screen.print_json(
            document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n"));
    }
    return code;
}

}  // namespace

const Command kQuizCheck{
    .name = "quiz check",
    .summary = "find every mistake in a questionnaire file",
    .group = Group::Assess,
    .needs = Needs::Nothing,
    .invoke = invoke<QuizCheckOptions, describe, run>,
    .details =
        "Each problem comes with file:line:column. The cases of the file are run, and "
        "cases made here: the lowest, middle and highest answer everywhere, and one "
        "answer raised by one step, which moves the scales that name its item and no "
        "others."};

}  // namespace attune::cli
