#include "cli/commands.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct LockOptions {};

void describe(OptionSet& /*options*/, LockOptions& /*lock*/) {
}

Result<ExitCode> run(const LockOptions& /*lock*/, Context& context) {
    // Large images are folded here, while a key is still at hand; what cannot be folded now is
    // folded later.
    std::optional<std::string> note;
    if (const auto kept = vault::recall_keys(context.host(), context.location())) {
        auto library = store::Library::open(context.host(), context.location(), *kept);
        if (library) note = library->fold_if_due(true);
    }
    ATTUNE_TRY(const bool was_kept, vault::forget_keys(context.host(), context.location()));
    if (note) context.screen().say(*note);
    ATTUNE_CHECK(context.screen().print(was_kept ? "locked\n" : "it was locked already\n"));
    return ExitCode::Done;
}

}  // namespace

const Command kLock{.name = "lock",
                    .summary = "forget the key at once",
                    .group = Group::Keys,
                    .needs = Needs::Vault,
                    .invoke = invoke<LockOptions, describe, run>};

}  // namespace attune::cli
