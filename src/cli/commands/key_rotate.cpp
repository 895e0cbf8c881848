// key rotate: a new root for the store, and the secrets that open it.

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/key_text.hpp"
#include "cli/new_secrets.hpp"

namespace attune::cli {

namespace {

constexpr int kAttempts = 3;

struct RotateOptions {
    std::vector<std::string> key_files;
    std::vector<std::string> passphrase_files;
    bool recovery = false;
    bool no_recovery = false;
    bool low_memory = false;
    bool yes = false;
};

void describe(OptionSet& options, RotateOptions& rotate) {
    options
        .texts(rotate.key_files, "--keep-key-file", "FILE",
               "a key file that is to go on opening the store; may be given several times")
        .texts(rotate.passphrase_files, "--keep-passphrase-file", "FILE",
               "the same for the passphrase in the first line of FILE")
        .flag(rotate.recovery, "--recovery", "make a recovery code, though the store has none")
        .flag(rotate.no_recovery, "--no-recovery", "drop the recovery code instead of renewing it")
        .flag(rotate.low_memory, "--low-memory",
              "passphrases that open with 64 MiB of memory instead of 256 MiB")
        .flag(rotate.yes, "-y,--yes", "drop the secrets that were not given without asking");
}

/// The secrets to keep, each with the slot it opens now.
class Keeping {
  public:
    Keeping(Context& context, std::vector<vault::SlotInfo> slots, bool low_memory)
        : context_(context), slots_(std::move(slots)), low_memory_(low_memory) {}

    /// Adds a secret that opens the store; `name` is put before the error of one that does not.
    Status add(vault::GivenSecret secret, const std::string& name) {
        auto opened =
            vault::unlock_slot(context_.host(), context_.location(), secret, context_.tries());
        if (!opened) {
            Error error = std::move(opened).error();
            return name.empty() ? Status(fail(std::move(error)))
                                : Status(fail(std::move(error).within(name)));
        }
        if (!keys_) keys_.emplace(std::move(opened->keys));
        if (has(opened->slot.id)) return {};
        // A passphrase that was made for little memory is made for little memory again.
        const bool low = low_memory_ || (secret.type == vault::SlotType::Passphrase &&
                                         opened->slot.memory_bytes < kUsualMemory);
        secrets_.push_back({opened->slot.id, std::move(secret), low});
        return {};
    }
    [[nodiscard]] bool has(const SlotId& slot) const {
        return std::any_of(secrets_.begin(), secrets_.end(),
                           [&](const Kept& kept) { return kept.slot == slot; });
    }
    [[nodiscard]] const std::vector<vault::SlotInfo>& slots() const { return slots_; }
    [[nodiscard]] std::optional<vault::Keys>& keys() { return keys_; }

    /// What goes into the new root. An old recovery code opened the store, and a new one takes its
    /// place.
    [[nodiscard]] std::vector<vault::KeptSecret> kept() const {
        std::vector<vault::KeptSecret> list;
        for (const Kept& one : secrets_) {
            if (one.secret.type != vault::SlotType::Recovery)
                list.push_back({&one.secret, one.low_memory});
        }
        return list;
    }
    [[nodiscard]] std::vector<vault::SlotInfo> dropped() const {
        std::vector<vault::SlotInfo> list;
        for (const vault::SlotInfo& slot : slots_) {
            if (slot.type != vault::SlotType::Recovery && !has(slot.id)) list.push_back(slot);
        }
        return list;
    }

    /// What opens the store from now on, in words, each kind once.
    [[nodiscard]] std::vector<std::string> names(bool with_code) const {
        std::vector<std::string> list;
        for (const vault::SlotType type : {vault::SlotType::Passphrase, vault::SlotType::KeyFile}) {
            const auto count =
                std::count_if(secrets_.begin(), secrets_.end(),
                              [&](const Kept& kept) { return kept.secret.type == type; });
            const auto name = slot_type_name(type);
            if (count == 1) list.push_back(fmt::format("the {}", name));
            if (count > 1) list.push_back(fmt::format("one of {} {}s", count, name));
        }
        if (with_code) list.emplace_back("the new recovery code");
        return list;
    }

  private:
    static constexpr std::uint64_t kUsualMemory = std::uint64_t{256} << 20;
    struct Kept {
        SlotId slot;
        vault::GivenSecret secret;
        bool low_memory;
    };
    Context& context_;
    std::vector<vault::SlotInfo> slots_;
    bool low_memory_;
    std::optional<vault::Keys> keys_;
    std::vector<Kept> secrets_;
};

/// What flags and files name.
Status add_given(const RotateOptions& rotate, Context& context, Keeping& keeping) {
    ATTUNE_TRY(auto given, context.given_secret());
    if (given) ATTUNE_CHECK(keeping.add(*std::move(given), ""));
    for (const std::string& path : rotate.key_files) {
        auto secret = vault::key_file_secret(context.host().files, path);
        if (!secret) {
            Error error = std::move(secret).error();
            if (error.kind == ErrorKind::NotFound) error.kind = ErrorKind::Io;
            return fail(std::move(error));
        }
        ATTUNE_CHECK(
            keeping.add(*std::move(secret), fmt::format("key file '{}'", Screen::visible(path))));
    }
    for (const std::string& path : rotate.passphrase_files) {
        ATTUNE_TRY(vault::GivenSecret secret, passphrase_in_file(context, path));
        ATTUNE_CHECK(keeping.add(std::move(secret),
                                 fmt::format("passphrase in '{}'", Screen::visible(path))));
    }
    return {};
}

/// The secret of one slot as a person gives it; nothing when they leave it out.
Result<std::optional<vault::GivenSecret>> ask_for(Context& context, const vault::SlotInfo& slot) {
    const std::string name = slot_name(slot);
    if (slot.type == vault::SlotType::KeyFile) {
        ATTUNE_CHECK(context.screen().flush());
        ATTUNE_TRY(const std::string typed, context.host().terminal.read_answer(fmt::format(
                                                "where is the {}? (Enter leaves it out) ", name)));
        const std::string path(trim(typed));
        if (path.empty()) return std::nullopt;
        ATTUNE_TRY(vault::GivenSecret secret, vault::key_file_secret(context.host().files, path));
        return std::optional(std::move(secret));
    }
    ATTUNE_TRY(std::string typed,
               context.screen().ask_secret(fmt::format("{} (Enter leaves it out): ", name)));
    const auto bytes = crypto::Secret::copy_of(as_bytes(typed));
    crypto::wipe({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
    if (bytes.empty()) return std::nullopt;
    ATTUNE_TRY(vault::GivenSecret secret, slot.type == vault::SlotType::Recovery
                                              ? vault::recovery_secret(as_text(bytes.view()))
                                              : vault::passphrase_secret(as_text(bytes.view())));
    return std::optional(std::move(secret));
}

/// Asks for what flags did not give, slot by slot.
Status ask_for_rest(Context& context, Keeping& keeping) {
    for (const vault::SlotInfo& slot : keeping.slots()) {
        // A recovery code is made anew; the old one is only asked for when nothing else opens.
        const bool needed = slot.type != vault::SlotType::Recovery || !keeping.keys();
        for (int attempt = 1; needed && !keeping.has(slot.id) && attempt <= kAttempts; ++attempt) {
            auto secret = ask_for(context, slot);
            if (secret && !*secret) break;
            Status added = secret ? keeping.add(**std::move(secret), "")
                                  : Status(fail(std::move(secret).error()));
            if (added) {
                // Two slots may have the same kind, and the secret may be the other one's.
                if (keeping.has(slot.id)) break;
                ATTUNE_CHECK(context.host().terminal.tell("that is another one; it is kept too\n"));
                continue;
            }
            const ErrorKind kind = added.error().kind;
            if (kind == ErrorKind::Interrupted || attempt == kAttempts) return added;
            ATTUNE_CHECK(context.host().terminal.tell(Screen::visible(added.error().message) +
                                                      "; try again\n"));
        }
    }
    return {};
}

/// A yes to what will no longer open the store.
Result<bool> may_drop(const RotateOptions& rotate, Context& context, const Keeping& keeping) {
    const auto dropped = keeping.dropped();
    if (dropped.empty()) return true;
    std::vector<std::string> names;
    for (const vault::SlotInfo& slot : dropped)
        names.push_back(slot_name(slot));
    const std::string list = join(names, ", ");
    context.screen().say("these will no longer open the store: " + list);
    if (rotate.yes) return true;
    return context.screen().confirm("drop them?", "their secrets, or --yes");
}

Result<ExitCode> run(const RotateOptions& rotate, Context& context) {
    if (rotate.recovery && rotate.no_recovery) {
        return fail(ErrorKind::Usage, "'--recovery' and '--no-recovery' contradict each other");
    }
    ATTUNE_CHECK(context.require_store());
    ATTUNE_TRY(auto slots, vault::list_slots(context.host(), context.location()));
    // Passphrases first: they come to mind first, and a store that opens needs no old recovery
    // code.
    std::stable_sort(
        slots.begin(), slots.end(),
        [](const vault::SlotInfo& a, const vault::SlotInfo& b) { return a.type < b.type; });
    Keeping keeping(context, slots, rotate.low_memory);
    ATTUNE_CHECK(add_given(rotate, context, keeping));
    if (!keeping.keys()) {
        ATTUNE_TRY(auto printed, context.secret_by_command());
        if (printed) ATTUNE_CHECK(keeping.add(*std::move(printed), "passphrase_command"));
    }
    if (context.screen().may_ask_secret()) ATTUNE_CHECK(ask_for_rest(context, keeping));
    if (!keeping.keys()) {
        return fail(ErrorKind::Locked, "no secret was given that is to go on opening the store",
                    "give --keep-key-file or --keep-passphrase-file, or --key-file or "
                    "--passphrase-file");
    }
    context.use_keys(*std::move(keeping.keys()));
    const bool had_code = std::any_of(slots.begin(), slots.end(), [](const vault::SlotInfo& slot) {
        return slot.type == vault::SlotType::Recovery;
    });
    std::vector<vault::KeptSecret> kept = keeping.kept();
    std::string code;
    vault::GivenSecret code_secret;
    if (rotate.recovery || (had_code && !rotate.no_recovery)) {
        code = vault::make_recovery_code(context.host().environment);
        ATTUNE_TRY(code_secret, vault::recovery_secret(code));
        kept.push_back({&code_secret, false});
    }
    if (kept.empty()) {
        return fail(ErrorKind::Usage, "nothing would be left that opens the store",
                    "keep a passphrase or a key file, or leave out --no-recovery");
    }
    ATTUNE_TRY(const bool go_on, may_drop(rotate, context, keeping));
    if (!go_on) {
        context.screen().say("nothing was changed");
        return ExitCode::No;
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    // Before it counts: were it shown afterwards and lost on the way, nobody would have it.
    if (!code.empty()) {
        ATTUNE_CHECK(show_recovery_code(context, code));
        ATTUNE_CHECK(context.screen().flush());
    }
    auto rotated = library->rotate_root(kept);
    if (!rotated) {
        if (!code.empty())
            context.screen().say("the recovery code above opens nothing; the old one still counts");
        return fail(std::move(rotated).error());
    }
    ATTUNE_TRY(const bool was_unlocked, vault::forget_keys(context.host(), context.location()));
    if (was_unlocked) {
        // What the keyring held is worth nothing now; the same unlock goes on with the new root.
        const auto seconds = std::chrono::seconds(context.settings().unlock_time()).count();
        if (auto again = vault::remember_keys(context.host(), context.location(), rotated->keys,
                                              static_cast<unsigned>(seconds));
            !again) {
            context.screen().say("the store is locked now: " + again.error().message);
        }
    }
    ATTUNE_CHECK(context.screen().print("the key is rotated\n"));
    ATTUNE_CHECK(context.screen().print(
        fmt::format("it opens with {}\n", join(keeping.names(!code.empty()), " or "))));
    tell_still_open(context, rotated->still_open, "the secrets of before");
    return ExitCode::Done;
}

}  // namespace

const Command kKeyRotate{
    .name = "key rotate",
    .summary = "give the store a new root, for when a secret or a device got out of hand",
    .group = Group::Keys,
    .needs = Needs::Vault,
    .invoke = invoke<RotateOptions, describe, run>,
    .details =
        "'key change' and 'key remove' change what opens the store; whoever opened it before and "
        "kept its root could go on reading new files. After a rotation they cannot: what is "
        "written from then on is sealed under a new root, and every secret that is to open it is "
        "given once more. On the terminal each is asked for and Enter leaves one out; the recovery "
        "code is made anew. What was written before still opens for you.\n"
        "\n"
        "Other devices go on logging and pass to the new root when they are next unlocked. Run "
        "it on one device and let the others receive it first.\n"
        "\n"
        "  attune key rotate\n"
        "  attune key rotate --keep-key-file ~/safe/attune.key --no-input --yes\n"
        "  attune key rotate --passphrase-file old --keep-passphrase-file other --yes\n"};

}  // namespace attune::cli
