#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/host/command_output.hpp"
#include "attune/vault/create.hpp"
#include "cli/context.hpp"

/// The part of Context that finds the keys and opens the store. Secrets come, in this order, from
/// --key-file or ATTUNE_KEY_FILE, --passphrase-file, --passphrase-fd, the kernel keyring, the
/// command of the config, and a question on the terminal.
namespace attune::cli {

namespace {

/// More than any passphrase a person types; a passphrase file longer than this is the wrong file.
constexpr std::size_t kMaxPassphraseBytes = 4096;

/// Wrong answers on the terminal before the command gives up.
constexpr int kAttempts = 3;

constexpr const char* kUnlockHint =
    "give --key-file, --passphrase-file or --passphrase-fd, or run 'attune unlock' on a terminal";

/// The passphrase in bytes that came from a file or a command: their first line. The bytes are
/// wiped.
crypto::Secret passphrase_in(Bytes bytes) {
    const std::size_t end = as_text(bytes).find_first_of("\r\n");
    auto secret = crypto::Secret::copy_of(ByteView(bytes).first(std::min(end, bytes.size())));
    crypto::wipe(bytes);
    return secret;
}

Result<vault::GivenSecret> as_passphrase(const crypto::Secret& secret) {
    return vault::passphrase_secret(as_text(secret.view()));
}

}  // namespace

Status Context::require_store() {
    if (vault::exists(host_, location_)) return {};
    return fail(ErrorKind::NoStore, fmt::format("there is no store in '{}'", location_.folder),
                "'attune init' makes one");
}

Result<std::optional<crypto::Secret>> Context::given_passphrase() {
    if (global_.passphrase_file) {
        if (*global_.passphrase_file == "-") {
            ATTUNE_TRY(std::string text, host_.terminal.read_input(kMaxPassphraseBytes));
            const ByteView view = as_bytes(text);
            auto secret = passphrase_in(Bytes(view.begin(), view.end()));
            crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
            return secret;
        }
        auto bytes = host_.files.load_source(*global_.passphrase_file, kMaxPassphraseBytes);
        if (!bytes) return fail(ErrorKind::Io, std::move(bytes).error().message);
        return passphrase_in(*std::move(bytes));
    }
    if (global_.passphrase_fd) {
        const long long number = *global_.passphrase_fd;
        if (number < 0 || number > 1'000'000) {
            return fail(ErrorKind::Usage,
                        "'--passphrase-fd' needs the number of an open file descriptor");
        }
        ATTUNE_TRY(Bytes bytes, host_.environment.read_descriptor(static_cast<int>(number),
                                                                  kMaxPassphraseBytes));
        return passphrase_in(std::move(bytes));
    }
    return std::nullopt;
}

Result<vault::Keys> Context::ask_for_keys() {
    ATTUNE_TRY(const auto slots, vault::list_slots(host_, location_));
    bool passphrase = false;
    bool recovery = false;
    for (const vault::SlotInfo& slot : slots) {
        passphrase = passphrase || slot.type == vault::SlotType::Passphrase;
        recovery = recovery || slot.type == vault::SlotType::Recovery;
    }
    if (!passphrase && !recovery) {
        return fail(ErrorKind::Locked, "the store is locked and opens with a key file only",
                    "give --key-file FILE or set ATTUNE_KEY_FILE");
    }
    const char* prompt = passphrase ? "passphrase: " : "recovery code: ";
    for (int attempt = 1;; ++attempt) {
        ATTUNE_TRY(std::string typed, screen_.ask_secret(prompt));
        const auto secret = crypto::Secret::copy_of(as_bytes(typed));
        crypto::wipe({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
        // What reads as a recovery code is tried as one first: that costs nothing.
        auto keys = Result<vault::Keys>(fail(ErrorKind::WrongSecret, "wrong passphrase"));
        if (recovery) {
            if (const auto code = vault::recovery_secret(as_text(secret.view()))) {
                keys = vault::unlock(host_, location_, *code, tries());
            }
        }
        if (!keys && keys.error().kind == ErrorKind::WrongSecret && passphrase) {
            auto given = as_passphrase(secret);
            keys = given ? vault::unlock(host_, location_, *given, tries())
                         : Result<vault::Keys>(fail(std::move(given).error()));
        }
        const bool again = !keys && (keys.error().kind == ErrorKind::WrongSecret ||
                                     keys.error().kind == ErrorKind::Usage);
        if (!again || attempt == kAttempts) {
            if (!keys && keys.error().kind == ErrorKind::Usage)
                keys.error().kind = ErrorKind::WrongSecret;
            return keys;
        }
        ATTUNE_CHECK(host_.terminal.tell("that does not open the store; try again\n"));
    }
}

vault::UnlockTries Context::tries() {
    if (!screen_.may_ask_secret()) return {};
    return {[this](std::size_t left) {
        const auto answer = screen_.confirm(
            fmt::format("it opens none of the first two passphrase slots; try the other {}?", left),
            "");
        return answer && *answer;
    }};
}

Result<std::optional<vault::GivenSecret>> Context::given_secret() {
    std::optional<std::string> key_file = global_.key_file;
    if (!key_file) key_file = host_.environment.variable("ATTUNE_KEY_FILE");
    if (key_file && !key_file->empty()) {
        auto secret = vault::key_file_secret(host_.files, *key_file);
        if (!secret) {
            Error error = std::move(secret).error();
            // A key file that is not there leaves the store locked; it is no missing entry.
            if (error.kind == ErrorKind::NotFound) error.kind = ErrorKind::Io;
            return fail(std::move(error));
        }
        screen_.say_more(
            fmt::format("unlocking with the key file '{}'", Screen::visible(*key_file)));
        return std::optional(*std::move(secret));
    }
    ATTUNE_TRY(const auto passphrase, given_passphrase());
    if (!passphrase) return std::nullopt;
    ATTUNE_TRY(vault::GivenSecret secret, as_passphrase(*passphrase));
    return std::optional(std::move(secret));
}

Result<std::optional<vault::GivenSecret>> Context::secret_by_command() {
    const auto command = settings_.passphrase_command();
    if (!command) return std::nullopt;
    screen_.say_more("asking passphrase_command for the passphrase");
    ATTUNE_CHECK(screen_.flush());
    auto bytes = host::read_command(*command, kMaxPassphraseBytes);
    if (!bytes) {
        return fail(ErrorKind::Locked, "passphrase_command: " + bytes.error().message,
                    "'attune config get passphrase_command' shows it; --passphrase-file, "
                    "--passphrase-fd or --key-file go before it");
    }
    const crypto::Secret passphrase = passphrase_in(*std::move(bytes));
    auto secret = as_passphrase(passphrase);
    if (!secret) {
        return fail(ErrorKind::Locked, "passphrase_command: " + secret.error().message,
                    secret.error().hint);
    }
    return std::optional(*std::move(secret));
}

Result<vault::Keys> Context::find_keys() {
    ATTUNE_CHECK(require_store());
    ATTUNE_TRY(const auto given, given_secret());
    if (given) return vault::unlock(host_, location_, *given, tries());
    if (auto kept = vault::recall_keys(host_, location_)) {
        screen_.say_more("using the key kept in the kernel keyring; 'attune lock' forgets it");
        return *std::move(kept);
    }
    const auto printed = secret_by_command();
    const bool may_ask = screen_.may_ask_secret();
    if (printed && *printed) {
        auto keys = vault::unlock(host_, location_, **printed, tries());
        const bool is_wrong = !keys && keys.error().kind == ErrorKind::WrongSecret;
        if (!is_wrong) return keys;
        if (!may_ask) return fail(std::move(keys).error().within("passphrase_command"));
        screen_.say("what passphrase_command printed does not open the store");
    } else if (!printed) {
        if (!may_ask) return fail(printed.error());
        screen_.say(printed.error().message);
    }
    if (!may_ask) {
        return fail(ErrorKind::Locked, "the store is locked and no secret was given", kUnlockHint);
    }
    return ask_for_keys();
}

Result<const vault::Keys*> Context::unlock() {
    if (!keys_) {
        auto found = find_keys();
        // Too little memory to open with leaves the store locked; no input is too large.
        if (!found && found.error().kind == ErrorKind::TooLarge)
            found.error().kind = ErrorKind::Locked;
        ATTUNE_TRY(vault::Keys keys, std::move(found));
        keys_ = std::make_shared<vault::Keys>(std::move(keys));
    }
    return keys_.get();
}

bool Context::can_unlock_silently() {
    if (keys_ || global_.key_file || global_.passphrase_file || global_.passphrase_fd) return true;
    const auto variable = host_.environment.variable("ATTUNE_KEY_FILE");
    if (variable && !variable->empty()) return true;
    return vault::recall_keys(host_, location_).has_value();
}

}  // namespace attune::cli
