#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/note_writing.hpp"

namespace attune::cli {

namespace {

struct UndoOptions {
    std::optional<std::string> id;
};

void describe(OptionSet& options, UndoOptions& undo) {
    options.argument(undo.id, "ID",
                     "what to take back; nothing means the last write of this machine");
}

using What = store::RecentWrite::What;

std::string_view taken_back(What what) {
    switch (what) {
        case What::Added:
            return "removed";
        case What::Removed:
            return "back";
        case What::Restored:
            return "removed";
        case What::Changed:
        case What::Named:
            return "as it was before the change";
        case What::Imported:
            break;
    }
    return "taken back";
}

Status undo_import(Context& context, const RecordId& batch) {
    context.set_writing();
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const std::uint64_t count, library->undo_import(batch));
    return context.screen().print(fmt::format("took the import back: {} {} removed\n", count,
                                              count == 1 ? "entry" : "entries"));
}

/// Refused when taking back this revision would change a prediction whose outcome is known. Locked,
/// nobody can tell: then the history shows what was done.
Status keep_predictions(Context& context, const RecordId& record, const RevisionId& revision) {
    if (!context.can_unlock_silently()) return {};
    ATTUNE_TRY(store::Library * library, context.open_library());
    const auto steps = library->history(record);
    if (!steps) return {};
    const auto step =
        std::find_if(steps->begin(), steps->end(),
                     [&](const store::HistoryStep& one) { return one.revision == revision; });
    if (step == steps->end() || step->parents.empty()) return {};
    const auto before = std::find_if(
        steps->begin(), steps->end(),
        [&](const store::HistoryStep& one) { return one.revision == step->parents.front(); });
    if (before == steps->end() || before->removed || step->removed) return {};
    return keep_fixed_answers(context, *library, before->record);
}

Status undo_write(Context& context, store::Logbook& logbook, const store::RecentWrite& write) {
    if (write.what == What::Imported) return undo_import(context, write.record);
    if (write.what == What::Changed)
        ATTUNE_CHECK(keep_predictions(context, write.record, write.revision));
    ATTUNE_TRY(const store::Receipt receipt, logbook.undo(write));
    return context.screen().print(fmt::format("{} is {}   undo: attune undo {}\n", receipt.short_id,
                                              taken_back(write.what), receipt.short_id));
}

/// Takes back what is older than the writes this machine remembers: needs the open store.
Status undo_older(Context& context, store::Logbook& logbook, const std::string& id) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const RecordId record, library->find(id));
    ATTUNE_TRY(const store::StoredRecord stored, library->load(record));
    // What a revision did stands in the revision itself; this only says what is remembered of
    // undoing it.
    if (!stored.removed) ATTUNE_CHECK(keep_predictions(context, record, stored.leaves.front()));
    const What what = stored.removed ? What::Removed : What::Added;
    ATTUNE_TRY(const store::Receipt receipt,
               logbook.undo({.record = record, .revision = stored.leaves.front(), .what = what}));
    return context.screen().print(fmt::format(
        "{} is {}   undo: attune undo {}\n", receipt.short_id,
        stored.removed ? "back" : "as it was before its last change", receipt.short_id));
}

Result<ExitCode> run(const UndoOptions& undo, Context& context) {
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    auto write = undo.id ? logbook->find_recent(*undo.id) : logbook->last_undoable();
    if (write) {
        ATTUNE_CHECK(undo_write(context, *logbook, *write));
        return ExitCode::Done;
    }
    if (!undo.id || write.error().kind != ErrorKind::NotFound)
        return fail(std::move(write).error());
    ATTUNE_CHECK(undo_older(context, *logbook, *undo.id));
    return ExitCode::Done;
}

}  // namespace

const Command kUndo{.name = "undo",
                    .summary = "take the last write back, or the one of an id",
                    .group = Group::Write,
                    .needs = Needs::Vault,
                    .invoke = invoke<UndoOptions, describe, run>,
                    .details =
                        "The last 20 writes of this machine can be taken back without a "
                        "passphrase; undoing twice brings an "
                        "entry back. A prediction whose outcome is known stays as it is. The id of "
                        "an import takes back the whole import.\n"};

}  // namespace attune::cli
