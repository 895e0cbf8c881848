#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/trigger_record.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/drafts.hpp"
#include "cli/find_written.hpp"
#include "cli/now.hpp"
#include "cli/trigger_flags.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

namespace {

struct FollowOptions {
    std::optional<std::string> id;
    std::vector<std::string> words;
    TriggerFlags flags;
};

void describe(OptionSet& options, FollowOptions& follow) {
    options.required_argument(follow.id, "ID", "which entry: last, last-2 or its id")
        .prose(follow.words, "TEXT", "what came of it");
    follow.flags.describe(options);
}

Result<ExitCode> write_follow_up(const FollowOptions& follow, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const RecordId followed, find_written(context, *follow.id));
    ATTUNE_TRY(journal::Record record,
               journal::build_trigger_record(journal::parse_typed_line(join(follow.words, " ")),
                                             follow.flags.given(), now, {.follows = followed}));
    ATTUNE_TRY(const ExitCode code, write_new(context, std::move(record), now.today(), "followed"));
    return code;
}

Result<ExitCode> run(const FollowOptions& follow, Context& context) {
    auto code = write_follow_up(follow, context);
    const std::string draft =
        journal::draft_of({.words = follow.words, .options = follow.flags.given()});
    if (code || code.error().kind == ErrorKind::ClosedPipe || trim(draft).empty()) return code;
    context.screen().report(code.error());
    keep_draft(context, draft);
    return exit_code(code.error().kind);
}

}  // namespace

const Command kFollow{.name = "follow",
                      .summary = "say what came of an entry, later",
                      .group = Group::Write,
                      .needs = Needs::Vault,
                      .invoke = invoke<FollowOptions, describe, run>,
                      .details =
                          "The entry keeps its time; the follow-up has its own and points to it.\n"
                          "\n"
                          "  attune follow last --after 3 --better \"He called, it was work\"\n"
                          "  attune follow 4f2a --worse\n",
                      .rescue = keep_draft};

}  // namespace attune::cli
