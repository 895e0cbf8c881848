#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct FoldOptions {};

void describe(OptionSet& /*options*/, FoldOptions& /*fold*/) {
}

Result<ExitCode> run(const FoldOptions& /*fold*/, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const store::FoldReport report, library->fold());
    Screen& screen = context.screen();
    if (!report.written) {
        ATTUNE_CHECK(screen.print("nothing waits; the store is folded\n"));
        return ExitCode::Done;
    }
    ATTUNE_CHECK(screen.print(fmt::format("folded {} waiting {} into generation {} ({:.1f} MiB)\n",
                                          report.frames, report.frames == 1 ? "record" : "records",
                                          report.generation,
                                          static_cast<double>(report.image_bytes) / (1 << 20))));
    return ExitCode::Done;
}

}  // namespace

const Command kStoreFold{.name = "store fold",
                         .summary = "write what waits in the inboxes into a new sealed generation",
                         .group = Group::Data,
                         .needs = Needs::UnlockedVault,
                         .invoke = invoke<FoldOptions, describe, run>};

}  // namespace attune::cli
