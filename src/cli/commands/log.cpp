#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/journal/record_json.hpp"
#include "attune/journal/trigger_record.hpp"
#include "attune/vault/create.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/drafts.hpp"
#include "cli/gentle_line.hpp"
#include "cli/log_questions.hpp"
#include "cli/now.hpp"
#include "cli/plans.hpp"
#include "cli/trigger_flags.hpp"
#include "cli/word_prompt.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

namespace {

struct LogOptions {
    std::vector<std::string> words;
    TriggerFlags flags;
    bool literal = false;
    bool guided = false;
};

void describe(OptionSet& options, LogOptions& log) {
    options.prose(log.words, "TEXT",
                  "what happened; - reads standard input; nothing asks for one line");
    log.flags.describe(options);
    options.flag(log.literal, "--literal", "signs in the text mean nothing")
        .flag(log.guided, "--guided", "one question at a time, all optional");
}

constexpr const char* kSigns =
    "  @sam  a person        %silence  a trigger        hurt=7  a feeling, 0 to 10\n"
    "  +breath or +breath=7-4  what you did, with the intensity before and after\n"
    "  Signs at the end are taken off the text. Enter alone or q leaves without writing.\n";

/// The state folder remembers that this was said.
constexpr const char* kHistoryToldFile = "history-told";

/// Words on the command line may stay in the shell's history: said once, to a person.
void tell_about_history(Context& context) {
    host::Host& host = context.host();
    if (!host.terminal.err_is_terminal() || !host.terminal.in_is_terminal()) return;
    const std::string marker = host::path_join(context.location().state_root, kHistoryToldFile);
    if (host.files.info(marker)) return;
    // Where nothing can be remembered it is said again; that is all.
    if (host.files.make_folder(context.location().state_root)) {
        static_cast<void>(host.files.replace(marker, {}, false));
    }
    context.screen().say(
        "your shell may keep this line in its history; 'attune log' alone asks for the words "
        "and 'attune log -' reads them (attune help quoting)");
}

Result<ExitCode> write_record(const LogOptions& log, const journal::LogArguments& said,
                              Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    const auto line = journal::parse_typed_line(said.text(), {.literal = log.literal});
    ATTUNE_TRY(journal::Record record, journal::build_trigger_record(line, said.options, now));
    const journal::Record written = record;
    ATTUNE_TRY(const ExitCode code, write_new(context, std::move(record), now.today(), "logged"));
    if (const auto missed = journal::near_miss_line(line)) context.screen().say(*missed);
    show_plans(context, written);
    prepare_gentle_line(context);
    say_gently(context, now.today());
    return code;
}

/// Writes what was said; what cannot be written is kept as a draft or shown again.
Result<ExitCode> write_or_keep(const LogOptions& log, const journal::LogArguments& said,
                               Context& context) {
    auto code = write_record(log, said, context);
    const std::string draft = journal::draft_of(said);
    if (code || code.error().kind == ErrorKind::ClosedPipe || trim(draft).empty()) return code;
    const ErrorKind kind = code.error().kind;
    context.screen().report(code.error());
    const bool can_seal = kind != ErrorKind::NoStore && kind != ErrorKind::Locked;
    if (can_seal) {
        keep_draft(context, draft);
    } else {
        repeat_words(context, draft);
    }
    return exit_code(kind);
}

/// A store that is not there is offered before anything is composed.
Status ensure_store(Context& context) {
    if (vault::exists(context.host(), context.location())) return {};
    ATTUNE_TRY([[maybe_unused]] auto* logbook, open_for_writing(context));
    return {};
}

/// Asks for everything that the words and flags leave open.
Result<ExitCode> run_guided(const LogOptions& log, journal::LogArguments said, Context& context) {
    if (context.screen().may_ask() && context.screen().may_ask_secret())
        ATTUNE_CHECK(ensure_store(context));
    ATTUNE_TRY(const journal::Now now, current_now(context));
    auto asked = ask_log_questions(context, {.given = said, .literal = log.literal, .now = now});
    if (!asked) {
        context.screen().report(asked.error());
        keep_draft(context, journal::draft_of(said));
        return exit_code(asked.error().kind);
    }
    const std::string draft = journal::draft_of(asked->arguments);
    if (!asked->finished) keep_draft(context, draft, {}, DraftWay::Guided);
    if (asked->interrupted) return fail(ErrorKind::Interrupted, "interrupted");
    if (asked->finished && !trim(draft).empty()) {
        return write_or_keep(log, asked->arguments, context);
    }
    if (trim(draft).empty()) context.screen().say("nothing written");
    return ExitCode::Done;
}

Result<ExitCode> run(const LogOptions& log, Context& context) {
    journal::LogArguments said{.words = log.words, .options = log.flags.given()};
    if (log.words.size() == 1 && log.words[0] == "-") {
        ATTUNE_TRY(said.words[0], read_words(context));
    } else if (!log.words.empty()) {
        tell_about_history(context);
    } else if (!log.guided && context.screen().may_ask() && context.screen().may_ask_secret()) {
        ATTUNE_CHECK(ensure_store(context));
        ATTUNE_TRY(const auto asked,
                   ask_for_words(context, "what happened? (? explains) ", kSigns));
        if (!asked) {
            context.screen().say("nothing written");
            return ExitCode::Done;
        }
        said.words = {*asked};
    }
    if (log.guided) return run_guided(log, std::move(said), context);
    return write_or_keep(log, said, context);
}

}  // namespace

const Command kLog{
    .name = "log",
    .summary = "write down what happened; no passphrase needed",
    .group = Group::Write,
    .needs = Needs::Nothing,
    .invoke = invoke<LogOptions, describe, run>,
    .details =
        "Signs behind the text: @person, %trigger, feeling=0..10, +coping or +coping=before-after. "
        "Inside the text "
        "they stay and @person and %trigger count as well. Every command echoes what it "
        "understood.\n"
        "--guided asks for what words and flags leave open: Enter skips, ? explains, b goes back, "
        "q leaves and keeps a draft ('attune edit ID --guided' goes on). Lists take several at "
        "once (1 3 4), words of your own, and "
        "/word finds. A feeling that is unknown is looked for from the body.\n"
        "\n"
        "  attune log\n"
        "  attune log --guided\n"
        "  attune log \"He cancelled dinner again\" @sam %plans-changed hurt=7 +breath --reacted\n"
        "  attune log --at \"yesterday 21:40\" No answer all evening %silence anxious=6\n"
        "  echo \"Three lines about today\" | attune log - --with sam\n",
    .rescue = keep_draft};

}  // namespace attune::cli
