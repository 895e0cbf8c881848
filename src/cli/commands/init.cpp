#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/make_store.hpp"

namespace attune::cli {

namespace {

using InitOptions = NewStore;

void describe(OptionSet& options, InitOptions& init) {
    options
        .flag(init.no_passphrase, "--no-passphrase", "open with the key file or recovery code only")
        .flag(init.no_recovery, "--no-recovery", "make no recovery code")
        .flag(init.low_memory, "--low-memory",
              "a passphrase that opens with 64 MiB of memory instead of 256 MiB");
}

Result<ExitCode> run(const InitOptions& init, Context& context) {
    ATTUNE_CHECK(make_store(context, init));
    return ExitCode::Done;
}

}  // namespace

const Command kInit{
    .name = "init",
    .summary = "make a store: choose a passphrase, a key file, a recovery code",
    .group = Group::Keys,
    .needs = Needs::Nothing,
    .invoke = invoke<InitOptions, describe, run>,
    .details =
        "The passphrase is asked twice on the terminal, or read from --passphrase-file or "
        "--passphrase-fd. "
        "--key-file FILE creates FILE (32 random bytes, readable by you alone) as a second way in. "
        "The recovery code is shown once.\n"
        "\n"
        "  attune init\n"
        "  attune init --key-file ~/safe/attune.key --no-passphrase\n"
        "  attune init --passphrase-fd 3 --no-recovery 3< secret\n"};

}  // namespace attune::cli
