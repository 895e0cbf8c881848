// attune store backup, store restore: the whole store in one sealed file, and back.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/store/recovery.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct BackupOptions {
    std::optional<std::string> file;
    bool force = false;
};

void describe_backup(OptionSet& options, BackupOptions& backup) {
    options.required_argument(backup.file, "FILE", "the sealed file to write")
        .flag(backup.force, "--force", "replace FILE when it is there already");
}

Result<ExitCode> run_backup(const BackupOptions& options, Context& context) {
    ATTUNE_TRY(const vault::Keys* keys, context.unlock());
    ATTUNE_TRY(const vault::BackupFacts facts, store::backup(context.host(), context.location(),
                                                             *keys, *options.file, options.force));
    Screen& screen = context.screen();
    if (context.global().json) {
        const nlohmann::ordered_json document{{"schema", 1},
                                              {"file", to_utf8_lossy(*options.file)},
                                              {"store", facts.store.hex()},
                                              {"device", facts.device.hex()},
                                              {"generation", facts.generation},
                                              {"chunks", facts.chunks}};
        ATTUNE_CHECK(screen.print_json(document.dump(2) + "\n"));
        return ExitCode::Done;
    }
    ATTUNE_CHECK(screen.print(fmt::format("wrote generation {} to '{}' and read it back: {}\n",
                                          facts.generation, Screen::visible(*options.file),
                                          counted(facts.chunks, "chunk", "chunks"))));
    screen.say("it opens with any secret that opens the store now");
    return ExitCode::Done;
}

struct RestoreOptions {
    std::optional<std::string> file;
};

void describe_restore(OptionSet& options, RestoreOptions& restore) {
    options.required_argument(restore.file, "FILE", "a file of 'store backup', or any sealed file");
}

Result<ExitCode> run_restore(const RestoreOptions& options, Context& context) {
    const std::string& file = *options.file;
    if (!context.host().files.info(file))
        return fail(ErrorKind::Io, fmt::format("'{}' is not there", Screen::visible(file)));
    ATTUNE_TRY(const vault::Keys keys, context.unlock_files({file}));
    ATTUNE_TRY(const store::RestoreReport report,
               store::restore(context.host(), context.location(), keys, file));
    Screen& screen = context.screen();
    if (context.global().json) {
        const nlohmann::ordered_json document{{"schema", 1},
                                              {"new_store", report.new_store},
                                              {"added", report.added},
                                              {"records", report.records}};
        ATTUNE_CHECK(screen.print_json(document.dump(2) + "\n"));
        return ExitCode::Done;
    }
    if (report.new_store) {
        ATTUNE_CHECK(screen.print(fmt::format("restored {} into '{}'\n",
                                              counted(report.records, "record", "records"),
                                              Screen::visible(context.location().folder))));
        screen.say("this machine is a new device of the store");
        return ExitCode::Done;
    }
    ATTUNE_CHECK(
        screen.print(fmt::format("the backup added {}; the store holds {}\n",
                                 counted(report.added, "record", "records"), report.records)));
    return ExitCode::Done;
}

}  // namespace

const Command kStoreBackup{
    .name = "store backup",
    .summary = "write the whole store into one sealed file",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<BackupOptions, describe_backup, run_backup>,
    .details =
        "What waits in the inboxes is folded in first. The file is written beside its place, "
        "read back and verified chunk by chunk, and then gets its name; until then an older "
        "file stays as it is.\n"
        "\n"
        "  attune store backup /media/stick/diary.sealed\n"};

const Command kStoreRestore{
    .name = "store restore",
    .summary = "bring a backup back, or merge it into the store",
    .group = Group::Data,
    .needs = Needs::Nothing,
    .invoke = invoke<RestoreOptions, describe_restore, run_restore>,
    .details =
        "One secret that opened the store when the backup was made opens it. Everything in it "
        "is checked before anything is written. In a folder without a store this machine "
        "becomes a new device; otherwise the backup is one more input: nothing that is there "
        "is lost, and what was deleted since stays deleted.\n"
        "\n"
        "  attune store restore /media/stick/diary.sealed\n"};

}  // namespace attune::cli
