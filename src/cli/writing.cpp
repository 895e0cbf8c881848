#include "cli/writing.hpp"

#include "attune/journal/echo.hpp"
#include "attune/vault/session.hpp"
#include "cli/make_store.hpp"
#include "cli/together.hpp"
#include "cli/unknown_words.hpp"

namespace attune::cli {

namespace {

/// The kind that two people may make together.
constexpr std::string_view kCheckin = "checkin";

}  // namespace

Result<store::Logbook*> open_for_writing(Context& context) {
    auto logbook = context.open_logbook();
    if (logbook || !context.screen().may_ask_secret()) return logbook;
    if (logbook.error().kind == ErrorKind::NoStore) {
        ATTUNE_TRY(const bool wanted,
                   context.screen().confirm("there is no store yet; make one now?", "attune init"));
        if (!wanted) return logbook;
        ATTUNE_CHECK(make_store(context, {}));
        return context.open_logbook();
    }
    if (logbook.error().kind == ErrorKind::Locked) {
        ATTUNE_CHECK(context.host().terminal.tell(
            "this machine has not opened the store yet; unlock it once to write here\n"));
        ATTUNE_TRY(const vault::Keys* keys, context.unlock());
        ATTUNE_CHECK(vault::ensure_identity(context.host(), context.location(), *keys));
        return context.open_logbook();
    }
    return logbook;
}

Result<ExitCode> write_new(Context& context, journal::Record record, CivilDay today,
                           std::string_view verb, const WriteOptions& options) {
    ATTUNE_TRY(store::Logbook * logbook, open_for_writing(context));
    journal::Record shown = record;
    ATTUNE_TRY(const store::Receipt receipt, logbook->add(std::move(record), options.definition));
    Screen& screen = context.screen();
    if (context.global().porcelain) {
        ATTUNE_CHECK(screen.print_raw(receipt.record.hex() + "\n"));
    } else {
        shown.id = receipt.record;
        const std::string summary = options.summary ? *options.summary : journal::summary_of(shown);
        ATTUNE_CHECK(screen.print(
            journal::echo_line(shown.at, summary, receipt.short_id, today, verb) + "\n"));
    }
    tell_unknown_words(context, shown);
    if (shown.kind == kCheckin) ask_about_company(context, shown.people);
    return receipt.kept_aside ? told_kept_aside(context) : ExitCode::Done;
}

ExitCode told_kept_aside(Context& context) {
    // Said as an error and not as one that loses words: the record is sealed, but no other copy of
    // the store has it.
    context.screen().report(
        {.kind = ErrorKind::Io,
         .message =
             "the store could not be written just now; the entry waits sealed on this machine",
         .hint = "it joins the store with the next write that reaches the folder"});
    return ExitCode::Io;
}

}  // namespace attune::cli
