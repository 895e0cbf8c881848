#include "cli/new_secrets.hpp"

#include <fmt/format.h>

namespace attune::cli {

namespace {

constexpr std::size_t kKeyFileBytes = 32;
constexpr std::size_t kPassphraseFileBytesMax = 4096;

}  // namespace

Result<NewKeyFile> NewKeyFile::make(host::Host& host, const std::string& path) {
    if (host.files.info(path)) {
        return fail(ErrorKind::Refused, fmt::format("'{}' is there already", Screen::visible(path)),
                    "name a new file: an existing one is never overwritten");
    }
    NewKeyFile file(host, path);
    file.secret_ = crypto::Secret(kKeyFileBytes);
    host.environment.random(file.secret_.bytes());
    ATTUNE_TRY(const auto handle, host.files.create(path));
    file.keep_ = false;
    ATTUNE_CHECK(handle->write(file.secret_.view()));
    ATTUNE_CHECK(handle->sync());
    ATTUNE_CHECK(host.files.sync_folder(host::parent_folder(path)));
    return file;
}

NewKeyFile::~NewKeyFile() {
    if (!keep_) static_cast<void>(host_.files.unlink(path_));
}

Result<vault::GivenSecret> ask_new_passphrase(Context& context, const std::string& hint) {
    Screen& screen = context.screen();
    if (!screen.may_ask_secret()) {
        return fail(ErrorKind::Usage, "there is no terminal to ask for a passphrase on", hint);
    }
    for (int attempt = 1;; ++attempt) {
        ATTUNE_TRY(std::string first, screen.ask_secret("new passphrase: "));
        const auto typed = crypto::Secret::copy_of(as_bytes(first));
        crypto::wipe({reinterpret_cast<std::uint8_t*>(first.data()), first.size()});
        ATTUNE_TRY(std::string second, screen.ask_secret("the same again: "));
        const bool same = crypto::equal(typed.view(), as_bytes(second));
        crypto::wipe({reinterpret_cast<std::uint8_t*>(second.data()), second.size()});
        if (same && !typed.empty()) return vault::passphrase_secret(as_text(typed.view()));
        if (attempt == 3) {
            return fail(ErrorKind::Usage, "the two passphrases did not match", "nothing was made");
        }
        ATTUNE_CHECK(context.host().terminal.tell(typed.empty()
                                                      ? "a passphrase cannot be empty; try again\n"
                                                      : "the two did not match; try again\n"));
    }
}

Result<vault::GivenSecret> passphrase_in_file(Context& context, const std::string& path) {
    ATTUNE_TRY(std::string text, context.load_input(path, kPassphraseFileBytesMax));
    auto secret =
        vault::passphrase_secret(std::string_view(text).substr(0, text.find_first_of("\r\n")));
    crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    return secret;
}

Status show_recovery_code(Context& context, const std::string& code) {
    const std::string text = fmt::format(
        "recovery code, shown this once; write it down and keep it away from this machine:\n\n"
        "    {}\n\n",
        code);
    if (context.screen().may_ask_secret()) {
        ATTUNE_CHECK(context.screen().flush());
        return context.host().terminal.tell(text);
    }
    return context.screen().print(text);
}

}  // namespace attune::cli
