#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/filter_flags.hpp"
#include "cli/nothing_fits.hpp"
#include "cli/now.hpp"

namespace attune::cli {

namespace {

struct DeleteOptions {
    std::vector<std::string> ids;
    FilterFlags filter;
    bool yes = false;
};

void describe(OptionSet& options, DeleteOptions& erase) {
    options.arguments(erase.ids, "ID", "which entries; or a filter instead")
        .flag(erase.yes, "-y,--yes", "do not ask before a filter deletes");
    describe_wishes(options, erase.filter);
}

/// What is needed to hide one record.
struct Target {
    RecordId record;
    std::vector<RevisionId> parents;
};

/// The record of an id: one of this machine's recent writes needs no secret, every other one the
/// open store.
Result<Target> find_target(Context& context, store::Logbook& logbook, const std::string& id) {
    const auto recent = logbook.find_recent(id);
    if (recent && recent->what != store::RecentWrite::What::Removed &&
        recent->what != store::RecentWrite::What::Imported) {
        return Target{recent->record, {recent->revision}};
    }
    if (!recent && recent.error().kind == ErrorKind::Ambiguous) return fail(recent.error());
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const RecordId record, library->find(id));
    ATTUNE_TRY(store::StoredRecord stored, library->load(record));
    if (stored.removed) {
        return fail(ErrorKind::NotFound,
                    fmt::format("entry '{}' is removed already", library->short_id(record)));
    }
    return Target{record, std::move(stored.leaves)};
}

Result<ExitCode> delete_ids(const std::vector<std::string>& ids, Context& context) {
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    // Every id is found before anything is written.
    std::vector<Target> targets;
    for (const std::string& id : ids) {
        ATTUNE_TRY(Target target, find_target(context, *logbook, id));
        targets.push_back(std::move(target));
    }
    for (const Target& target : targets) {
        ATTUNE_TRY(const store::Receipt receipt, logbook->remove(target.record, target.parents));
        ATTUNE_CHECK(context.screen().print(
            fmt::format("deleted {0}   undo: attune undo {0}\n", receipt.short_id)));
    }
    return ExitCode::Done;
}

Result<ExitCode> delete_matches(const DeleteOptions& erase, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const query::Filter filter, filter_of(erase.filter, now));
    ATTUNE_TRY(store::Library * library, context.open_library());
    std::vector<Target> targets;
    ATTUNE_CHECK(query::for_each_match(
        library->database(), filter, query::Order::NewestFirst, [&](std::int64_t row) -> Status {
            ATTUNE_TRY(const journal::Record record, library->load_row(row));
            ATTUNE_TRY(store::StoredRecord stored, library->load(record.id));
            targets.push_back({record.id, std::move(stored.leaves)});
            return {};
        }));
    const std::string counted =
        fmt::format("{} {}", targets.size(), targets.size() == 1 ? "entry" : "entries");
    if (targets.empty()) {
        ATTUNE_CHECK(tell_nothing_fits(context, filter, "nothing is deleted"));
        return ExitCode::Done;
    }
    if (!erase.yes) {
        ATTUNE_TRY(const bool wanted,
                   context.screen().confirm(fmt::format("delete {}?", counted), "--yes"));
        if (!wanted) {
            context.screen().say("nothing is deleted");
            return ExitCode::No;
        }
    }
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    for (const Target& target : targets) {
        ATTUNE_CHECK(logbook->remove(target.record, target.parents));
    }
    ATTUNE_CHECK(context.screen().print(fmt::format("deleted {}\n", counted)));
    context.screen().say("each can be brought back: attune undo ID");
    return ExitCode::Done;
}

Result<ExitCode> run(const DeleteOptions& erase, Context& context) {
    if (!erase.ids.empty() && !erase.filter.empty()) {
        return fail(ErrorKind::Usage, "'delete' takes ids or a filter, not both");
    }
    if (!erase.ids.empty()) return delete_ids(erase.ids, context);
    if (erase.filter.empty()) {
        return fail(ErrorKind::Usage, "there is nothing to delete",
                    "give ids, or a filter such as --on yesterday --with sam");
    }
    return delete_matches(erase, context);
}

}  // namespace

const Command kDelete{.name = "delete",
                      .summary = "hide entries; 'undo' brings them back",
                      .group = Group::Write,
                      .needs = Needs::Vault,
                      .invoke = invoke<DeleteOptions, describe, run>};

}  // namespace attune::cli
