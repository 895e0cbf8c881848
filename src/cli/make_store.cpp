#include "cli/make_store.hpp"

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/create.hpp"

namespace attune::cli {

namespace {

constexpr std::size_t kKeyFileBytes = 32;

/// A key file that is taken away again unless the store was made.
class NewKeyFile {
  public:
    [[nodiscard]] static Result<NewKeyFile> make(host::Host& host, const std::string& path) {
        if (host.files.info(path)) {
            return fail(ErrorKind::Refused,
                        fmt::format("'{}' is there already", Screen::visible(path)),
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
    NewKeyFile(NewKeyFile&& other) noexcept
        : host_(other.host_),
          path_(std::move(other.path_)),
          secret_(std::move(other.secret_)),
          keep_(std::exchange(other.keep_, true)) {}
    NewKeyFile& operator=(NewKeyFile&&) = delete;
    ~NewKeyFile() {
        if (!keep_) static_cast<void>(host_.files.unlink(path_));
    }
    [[nodiscard]] vault::GivenSecret secret() const {
        return {vault::SlotType::KeyFile, secret_.clone()};
    }
    void keep() { keep_ = true; }

  private:
    NewKeyFile(host::Host& host, std::string path) : host_(host), path_(std::move(path)) {}
    host::Host& host_;
    std::string path_;
    crypto::Secret secret_;
    bool keep_ = true;
};

/// The new passphrase: from --passphrase-file or -fd, else asked twice on the terminal.
Result<vault::GivenSecret> new_passphrase(Context& context) {
    ATTUNE_TRY(const auto given, context.given_passphrase());
    if (given) return vault::passphrase_secret(as_text(given->view()));
    Screen& screen = context.screen();
    if (!screen.may_ask_secret()) {
        return fail(
            ErrorKind::Usage, "there is no terminal to ask for a passphrase on",
            "give --passphrase-file or --passphrase-fd, or --no-passphrase with --key-file FILE");
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

/// Shows the code where only the person sees it: on the terminal when there is one.
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

}  // namespace

Status make_store(Context& context, const NewStore& wanted) {
    host::Host& host = context.host();
    const vault::Location& location = context.location();
    if (vault::exists(host, location)) {
        return fail(
            ErrorKind::Refused,
            fmt::format("there is a store in '{}' already", Screen::visible(location.folder)),
            "give --store DIR to make another one elsewhere");
    }
    const auto& key_path = context.global().key_file;
    if (wanted.no_passphrase && wanted.no_recovery && !key_path) {
        return fail(ErrorKind::Usage, "nothing would be left that opens the store",
                    "give --key-file FILE, or leave out --no-passphrase or --no-recovery");
    }
    std::vector<vault::NewSlot> slots;
    std::vector<std::string> opens_with;
    if (!wanted.no_passphrase) {
        ATTUNE_TRY(vault::GivenSecret secret, new_passphrase(context));
        slots.push_back({std::move(secret), wanted.low_memory});
        opens_with.emplace_back("the passphrase");
    }
    std::optional<NewKeyFile> key_file;
    if (key_path) {
        ATTUNE_TRY(NewKeyFile made, NewKeyFile::make(host, *key_path));
        key_file.emplace(std::move(made));
        slots.push_back({key_file->secret(), false});
        opens_with.push_back(fmt::format("the key file '{}'", Screen::visible(*key_path)));
    }
    std::string code;
    if (!wanted.no_recovery) {
        code = vault::make_recovery_code(host.environment);
        ATTUNE_TRY(vault::GivenSecret secret, vault::recovery_secret(code));
        slots.push_back({std::move(secret), false});
        opens_with.emplace_back("the recovery code");
    }
    ATTUNE_TRY([[maybe_unused]] const vault::Keys keys,
               vault::create(host, location, slots, store::make_schema));
    if (key_file) key_file->keep();

    Screen& screen = context.screen();
    ATTUNE_CHECK(
        screen.print(fmt::format("made a store in '{}'\n", Screen::visible(location.folder))));
    ATTUNE_CHECK(screen.print(fmt::format("it opens with {}\n", join(opens_with, " or "))));
    if (!code.empty()) ATTUNE_CHECK(show_recovery_code(context, code));
    if (key_path && host::parent_folder(*key_path) == location.folder) {
        screen.warn("the key file lies beside what it opens; move it out of the store's folder");
    }
    screen.say(code.empty() ? "nobody can open the store without one of these, so keep a copy apart"
                            : "nobody can open the store without one of these");
    screen.say("next: attune log \"what happened\" @person %trigger hurt=7");
    return {};
}

}  // namespace attune::cli
