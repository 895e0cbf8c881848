#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "cli/amend.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/drafts.hpp"
#include "cli/now.hpp"
#include "cli/trigger_flags.hpp"

namespace attune::cli {

namespace {

struct EditOptions {
    std::optional<std::string> id;
    std::vector<std::string> words;
    TriggerFlags flags;
};

void describe(OptionSet& options, EditOptions& edit) {
    options.required_argument(edit.id, "ID", "which entry or draft")
        .prose(edit.words, "TEXT", "new words in place of the old ones");
    edit.flags.describe(options);
}

Result<ExitCode> write_change(const EditOptions& edit, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const RecordId id, library->find(*edit.id));
    ATTUNE_TRY(store::StoredRecord stored, library->load(id));
    if (stored.removed) {
        return fail(ErrorKind::NotFound,
                    fmt::format("entry '{}' is removed", library->short_id(id)),
                    fmt::format("'attune undo {}' brings it back", library->short_id(id)));
    }
    journal::LogArguments given;
    given.words = edit.words;
    given.options = edit.flags.given();
    const bool draft = stored.record.kind == kDraftKind;
    if (!draft && given.words.empty() && given.options.empty()) {
        return fail(ErrorKind::Usage, "there is nothing to change",
                    "give new words, or flags of 'log' such as --feel hurt=6");
    }
    ATTUNE_TRY(journal::Record changed, draft ? entry_of_draft(stored.record, given, now)
                                              : amended(std::move(stored.record), given, now));
    const journal::Record shown = changed;
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    ATTUNE_TRY(const store::Receipt receipt, logbook->change(std::move(changed), stored.leaves));
    ATTUNE_CHECK(
        context.global().porcelain
            ? context.screen().print_raw(receipt.record.hex() + "\n")
            : context.screen().print(
                  journal::echo_line(shown, receipt.short_id, now.today(), "changed") + "\n"));
    return ExitCode::Done;
}

Result<ExitCode> run(const EditOptions& edit, Context& context) {
    auto code = write_change(edit, context);
    if (code || code.error().kind == ErrorKind::ClosedPipe || edit.words.empty()) return code;
    context.screen().report(code.error());
    std::vector<std::string> typed{*edit.id};
    typed.insert(typed.end(), edit.words.begin(), edit.words.end());
    keep_draft(context, journal::draft_of({.words = typed, .options = edit.flags.given()}));
    return exit_code(code.error().kind);
}

}  // namespace

const Command kEdit{
    .name = "edit",
    .summary = "change an entry, or make an entry of a draft",
    .group = Group::Write,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<EditOptions, describe, run>,
    .details =
        "A draft becomes an entry as it stands, with what the flags put right. In an entry new "
        "words replace the "
        "text, people and words are added, numbers and single answers are replaced.\n"
        "\n"
        "  attune edit 7c1e\n"
        "  attune edit 7c1e --at \"yesterday 21:40\"\n"
        "  attune edit last --feel hurt=6 --with alex\n",
    .rescue = keep_draft};

}  // namespace attune::cli
