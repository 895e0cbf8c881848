#include <utility>

#include "attune/vault/repair.hpp"
#include "cli/context.hpp"

/// The part of Context that opens sealed files which are not, or no longer, a store.
namespace attune::cli {

namespace {

constexpr int kAttempts = 3;

Result<vault::GivenSecret> as_secret(const crypto::Secret& typed, bool may_be_code) {
    if (may_be_code) {
        if (auto code = vault::recovery_secret(as_text(typed.view()))) return code;
    }
    return vault::passphrase_secret(as_text(typed.view()));
}

}  // namespace

Result<vault::Keys> Context::unlock_files(const std::vector<std::string>& paths) {
    std::optional<std::string> key_file = global_.key_file;
    if (!key_file) key_file = host_.environment.variable("ATTUNE_KEY_FILE");
    if (key_file && !key_file->empty()) {
        auto secret = vault::key_file_secret(host_.files, *key_file);
        if (!secret) {
            Error error = std::move(secret).error();
            if (error.kind == ErrorKind::NotFound) error.kind = ErrorKind::Io;
            return fail(std::move(error));
        }
        return vault::unlock_files(host_, paths, *secret);
    }
    ATTUNE_TRY(const auto passphrase, given_passphrase());
    if (passphrase) {
        ATTUNE_TRY(const auto secret, as_secret(*passphrase, false));
        return vault::unlock_files(host_, paths, secret);
    }
    for (int attempt = 1;; ++attempt) {
        ATTUNE_TRY(std::string typed, screen_.ask_secret("passphrase or recovery code: "));
        const auto secret = crypto::Secret::copy_of(as_bytes(typed));
        crypto::wipe({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
        const auto given = as_secret(secret, true);
        auto keys = given ? vault::unlock_files(host_, paths, *given)
                          : Result<vault::Keys>(fail(given.error()));
        const bool again = !keys && (keys.error().kind == ErrorKind::WrongSecret ||
                                     keys.error().kind == ErrorKind::Usage);
        if (!again || attempt == kAttempts) return keys;
        ATTUNE_CHECK(host_.terminal.tell("that does not open it; try again\n"));
    }
}

}  // namespace attune::cli
