#include "cli/quiz_wording.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/text.hpp"
#include "attune/definition/wording.hpp"
#include "attune/quiz/answers.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/quiz_shelf.hpp"

namespace attune::cli {

namespace {

using definition::Questionnaire;
using definition::Wording;

struct QuizWordingOptions {
    std::vector<std::string> words;
    std::optional<std::string> language;
    std::optional<std::string> order;
    bool force = false;
};

void describe(OptionSet& options, QuizWordingOptions& wording) {
    options
        .arguments(wording.words, "WORD",
                   "install NAME FILE, or remove NAME; without a word, what is installed")
        .text(wording.language, "--language", "LANGUAGE", "of the sentences: en, de, pt-BR")
        .text(wording.order, "--order", "NAME", "plain lines stand in this published order")
        .flag(wording.force, "--force", "replace a wording that is there already");
}

Result<ExitCode> list(Context& context) {
    ATTUNE_TRY(const auto installed, installed_wordings(context));
    Screen& screen = context.screen();
    if (context.global().json) {
        auto all = nlohmann::ordered_json::array();
        for (const InstalledWording& one : installed) {
            all.push_back({{"questionnaire", one.questionnaire},
                           {"language", one.language},
                           {"path", one.path}});
        }
        const nlohmann::ordered_json document{{"schema", 1}, {"wordings", std::move(all)}};
        ATTUNE_CHECK(screen.print_json(
            document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n"));
        return ExitCode::Done;
    }
    for (const InstalledWording& one : installed) {
        ATTUNE_CHECK(
            screen.print(fmt::format("{}  {}\n", pad_right(Screen::visible(one.questionnaire), 20),
                                     Screen::visible(one.language))));
    }
    if (installed.empty())
        screen.say("no wording yet; 'attune quiz wording install NAME FILE' takes one item a line");
    return ExitCode::Done;
}

/// What a file says, whichever of the two ways it is written; every problem is reported.
Result<Wording> read_wording(Context& context, const QuizWordingOptions& options,
                             const Questionnaire& questionnaire, const std::string& path,
                             const std::string& text) {
    const bool toml = path.ends_with(".toml");
    if (!toml && !options.order && questionnaire.has_rival_orders()) {
        return fail(ErrorKind::Usage,
                    fmt::format("'{}' is printed in {} orders, and the lines do not say in which",
                                questionnaire.id, questionnaire.orders.size()),
                    quiz::order_hint(questionnaire));
    }
    auto checked = toml ? definition::load_wording(text, path, questionnaire)
                        : definition::read_plain_wording(
                              text, path, questionnaire,
                              {.language = options.language.value_or(questionnaire.language),
                               .order = options.order.value_or("")});
    if (!checked.value) {
        for (std::size_t i = 0; i + 1 < checked.problems.size(); ++i)
            context.screen().report(as_error(checked.problems[i]));
        return fail(as_error(checked.problems.back()));
    }
    return *std::move(checked.value);
}

Result<ExitCode> install(const QuizWordingOptions& options, Context& context) {
    if (options.words.size() != 3) {
        return fail(ErrorKind::Usage, "install takes a questionnaire and a file",
                    "attune quiz wording install NAME FILE");
    }
    const std::string& path = options.words[2];
    ATTUNE_TRY(const FoundQuestionnaire found, find_key(context, options.words[1]));
    const Questionnaire& key = found.questionnaire;
    ATTUNE_TRY(const std::string text, context.load_input(path, kMaxDefinitionBytes));
    ATTUNE_TRY(const Wording wording, read_wording(context, options, key, path, text));
    if (options.language && *options.language != wording.language) {
        return fail(ErrorKind::BadInput,
                    fmt::format("the file is in '{}', not in '{}'", wording.language,
                                Screen::visible(*options.language)));
    }
    host::Files& files = context.host().files;
    const std::string target = host::path_join(
        wording_folder(context), definition::wording_name(key.id, wording.language) + ".toml");
    if (files.info(target) && !options.force) {
        return fail(
            ErrorKind::Usage,
            fmt::format("there is a wording of '{}' in '{}' already", key.id, wording.language),
            "--force replaces it");
    }
    // A person's own TOML file stays as it is, comments and all.
    const std::string bytes =
        path.ends_with(".toml") ? text : definition::write_wording(key, wording);
    ATTUNE_CHECK(files.make_folder(wording_folder(context)));
    ATTUNE_CHECK(files.replace(target, as_bytes(bytes), true));
    ATTUNE_CHECK(context.screen().print(
        fmt::format("{} items of {} in '{}'\n", key.items.size(), key.id, wording.language)));
    return ExitCode::Done;
}

Result<ExitCode> remove(const QuizWordingOptions& options, Context& context) {
    if (options.words.size() != 2) {
        return fail(ErrorKind::Usage, "remove takes a questionnaire",
                    "attune quiz wording remove NAME");
    }
    ATTUNE_TRY(const auto installed, installed_wordings(context));
    std::vector<InstalledWording> meant;
    for (const InstalledWording& one : installed) {
        if (one.questionnaire == options.words[1] &&
            (!options.language || one.language == *options.language))
            meant.push_back(one);
    }
    if (meant.empty()) {
        return fail(ErrorKind::NotFound,
                    fmt::format("no wording of '{}'", Screen::visible(options.words[1])),
                    "'attune quiz wording' shows what is installed");
    }
    if (meant.size() > 1) {
        return fail(
            ErrorKind::Usage,
            fmt::format("'{}' has {} wordings", Screen::visible(options.words[1]), meant.size()),
            "say which with --language");
    }
    ATTUNE_CHECK(context.host().files.unlink(meant.front().path));
    ATTUNE_CHECK(context.screen().print(fmt::format("removed the wording of {} in '{}'\n",
                                                    Screen::visible(meant.front().questionnaire),
                                                    Screen::visible(meant.front().language))));
    return ExitCode::Done;
}

Result<ExitCode> run(const QuizWordingOptions& options, Context& context) {
    const std::string action = options.words.empty() ? "list" : options.words.front();
    if (action == "install") return install(options, context);
    if (action == "remove") return remove(options, context);
    if (action == "list" && options.words.size() <= 1) return list(context);
    return fail(ErrorKind::Usage,
                fmt::format("'{}' is nothing to do here", Screen::visible(action)),
                "install NAME FILE, remove NAME, or list");
}

}  // namespace

const Command kQuizWording{
    .name = "quiz wording",
    .summary = "install your own copy of a questionnaire's sentences",
    .group = Group::Assess,
    .needs = Needs::Nothing,
    .invoke = invoke<QuizWordingOptions, describe, run>,
    .details =
        "Published questionnaires come as keys: their sentences belong to their authors. With a "
        "copy "
        "of them in a file, one item a line, they are asked in words. A TOML file can say "
        "more; see attune-questionnaire(5). Scores do not depend on it, and its digest is kept "
        "with every taking.\n\n"
        "  attune quiz wording install maas my-copy.txt\n"
        "  attune quiz wording install ecr-r my-copy.txt --order published\n"};

}  // namespace attune::cli
