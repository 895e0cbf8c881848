// attune key add, key remove, key change: the secrets that open the store.

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/key_text.hpp"
#include "cli/new_secrets.hpp"

namespace attune::cli {

namespace {

constexpr std::size_t kIdDigitsMin = 4;

struct AddOptions {
    bool passphrase = false;
    bool recovery = false;
    bool low_memory = false;
    std::optional<std::string> new_key_file;
    std::optional<std::string> new_passphrase_file;
};

void describe_add(OptionSet& options, AddOptions& add) {
    options.flag(add.passphrase, "--passphrase", "add a passphrase")
        .text(add.new_key_file, "--new-key-file", "FILE", "make FILE and add it as a key file")
        .flag(add.recovery, "--recovery", "make a recovery code and show it once")
        .text(add.new_passphrase_file, "--new-passphrase-file", "FILE",
              "read the new passphrase from FILE instead of asking")
        .flag(add.low_memory, "--low-memory",
              "a passphrase that opens with 64 MiB of memory instead of 256 MiB");
}

/// The new passphrase: the first line of a file, else asked twice.
Result<vault::GivenSecret> new_passphrase(Context& context,
                                          const std::optional<std::string>& file) {
    if (file) return passphrase_in_file(context, *file);
    return ask_new_passphrase(context, "give --new-passphrase-file FILE");
}

Result<ExitCode> run_add(const AddOptions& add, Context& context) {
    const int kinds = (add.passphrase || add.new_passphrase_file ? 1 : 0) +
                      (add.new_key_file ? 1 : 0) + (add.recovery ? 1 : 0);
    if (kinds != 1) {
        return fail(ErrorKind::Usage, "say which kind of secret to add",
                    "one of --passphrase, --new-key-file FILE, --recovery");
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    vault::SlotChange change;
    change.low_memory = add.low_memory;
    std::optional<NewKeyFile> key_file;
    std::string code;
    vault::GivenSecret secret;
    if (add.new_key_file) {
        ATTUNE_TRY(NewKeyFile made, NewKeyFile::make(context.host(), *add.new_key_file));
        key_file.emplace(std::move(made));
        secret = key_file->secret();
    } else if (add.recovery) {
        code = vault::make_recovery_code(context.host().environment);
        ATTUNE_TRY(secret, vault::recovery_secret(code));
    } else {
        ATTUNE_TRY(secret, new_passphrase(context, add.new_passphrase_file));
    }
    change.add = {&secret};
    ATTUNE_TRY(const vault::SlotsChanged changed, library->change_secrets(change));
    if (key_file) key_file->keep();
    ATTUNE_CHECK(context.screen().print(
        fmt::format("added {}\n", changed.added.front().hex().substr(0, kSlotDigits))));
    if (!code.empty()) ATTUNE_CHECK(show_recovery_code(context, code));
    return ExitCode::Done;
}

/// The slot whose id starts so. NotFound, or Ambiguous.
Result<vault::SlotInfo> find_slot(const std::vector<vault::SlotInfo>& slots,
                                  const std::string& prefix) {
    const vault::SlotInfo* found = nullptr;
    for (const vault::SlotInfo& slot : slots) {
        if (prefix.size() < kIdDigitsMin || !slot.id.hex().starts_with(lower_ascii(prefix)))
            continue;
        if (found != nullptr) {
            return fail(ErrorKind::Ambiguous,
                        fmt::format("'{}' fits several key slots", Screen::visible(prefix)),
                        "give more digits; 'attune key list --json' shows them all");
        }
        found = &slot;
    }
    if (found == nullptr) {
        return fail(ErrorKind::NotFound, fmt::format("no key slot '{}'", Screen::visible(prefix)),
                    "'attune key list' shows the slots with their ids");
    }
    return *found;
}

struct RemoveOptions {
    std::optional<std::string> slot;
};

void describe_remove(OptionSet& options, RemoveOptions& remove) {
    options.required_argument(remove.slot, "SLOT", "its id, or the first digits of it");
}

Result<ExitCode> run_remove(const RemoveOptions& remove, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto slots, vault::list_slots(context.host(), context.location()));
    ATTUNE_TRY(const vault::SlotInfo slot, find_slot(slots, *remove.slot));
    vault::SlotChange change;
    change.remove = {slot.id};
    ATTUNE_TRY(const vault::SlotsChanged changed, library->change_secrets(change));
    ATTUNE_CHECK(
        context.screen().print(fmt::format("removed {}\n", slot.id.hex().substr(0, kSlotDigits))));
    tell_still_open(context, changed.still_open, "the removed secret");
    return ExitCode::Done;
}

struct ChangeOptions {
    std::optional<std::string> slot;
    std::optional<std::string> new_passphrase_file;
    bool low_memory = false;
};

void describe_change(OptionSet& options, ChangeOptions& change) {
    options.argument(change.slot, "SLOT", "which passphrase, when the store has several")
        .text(change.new_passphrase_file, "--new-passphrase-file", "FILE",
              "read the new passphrase from FILE instead of asking")
        .flag(change.low_memory, "--low-memory",
              "a passphrase that opens with 64 MiB of memory instead of 256 MiB");
}

/// The passphrase slot to replace: the one named, or the only one.
Result<vault::SlotInfo> passphrase_to_change(const std::vector<vault::SlotInfo>& slots,
                                             const std::optional<std::string>& name) {
    std::vector<vault::SlotInfo> passphrases;
    for (const vault::SlotInfo& slot : slots) {
        if (slot.type == vault::SlotType::Passphrase) passphrases.push_back(slot);
    }
    if (name) return find_slot(passphrases, *name);
    if (passphrases.size() == 1) return passphrases.front();
    return fail(ErrorKind::Usage,
                passphrases.empty() ? "the store has no passphrase to change"
                                    : "the store has several passphrases",
                passphrases.empty() ? "add one: attune key add --passphrase"
                                    : "name one of 'attune key list'");
}

Result<ExitCode> run_change(const ChangeOptions& options, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto slots, vault::list_slots(context.host(), context.location()));
    ATTUNE_TRY(const vault::SlotInfo old, passphrase_to_change(slots, options.slot));
    ATTUNE_TRY(const vault::GivenSecret secret,
               new_passphrase(context, options.new_passphrase_file));
    vault::SlotChange change;
    change.remove = {old.id};
    change.add = {&secret};
    change.low_memory = options.low_memory;
    ATTUNE_TRY(const vault::SlotsChanged changed, library->change_secrets(change));
    ATTUNE_CHECK(context.screen().print("the passphrase is changed\n"));
    tell_still_open(context, changed.still_open, "the removed secret");
    return ExitCode::Done;
}

}  // namespace

const Command kKeyAdd{.name = "key add",
                      .summary = "add a passphrase, a key file or a recovery code",
                      .group = Group::Keys,
                      .needs = Needs::UnlockedVault,
                      .invoke = invoke<AddOptions, describe_add, run_add>,
                      .details =
                          "The new secret has opened the new generation before it counts.\n"
                          "\n"
                          "  attune key add --passphrase\n"
                          "  attune key add --new-key-file ~/safe/second.key\n"
                          "  attune key add --recovery\n"};

const Command kKeyRemove{
    .name = "key remove",
    .summary = "remove one of the secrets that open the store",
    .group = Group::Keys,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<RemoveOptions, describe_remove, run_remove>,
    .details =
        "The last secret cannot be removed. Older generations in the folder, and every copy "
        "of them elsewhere, still open with a removed secret; the command says which.\n"};

const Command kKeyChange{.name = "key change",
                         .summary = "put a new passphrase in the place of the old one",
                         .group = Group::Keys,
                         .needs = Needs::UnlockedVault,
                         .invoke = invoke<ChangeOptions, describe_change, run_change>};

}  // namespace attune::cli
