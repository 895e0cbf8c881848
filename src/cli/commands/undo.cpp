#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/context.hpp"

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

Status undo_write(Context& context, store::Logbook& logbook, const store::RecentWrite& write) {
    if (write.what == What::Imported) return undo_import(context, write.record);
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
                        "entry back. The id of an import takes back the whole import.\n"};

}  // namespace attune::cli
