#include "cli/make_store.hpp"

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/create.hpp"
#include "cli/new_secrets.hpp"

namespace attune::cli {

namespace {

/// The new passphrase: from --passphrase-file or -fd, else asked twice on the terminal.
Result<vault::GivenSecret> new_passphrase(Context& context) {
    ATTUNE_TRY(const auto given, context.given_passphrase());
    if (given) return vault::passphrase_secret(as_text(given->view()));
    return ask_new_passphrase(
        context,
        "give --passphrase-file or --passphrase-fd, or --no-passphrase with --key-file FILE");
}

}  // namespace

Status make_store(Context& context, const NewStore& wanted) {
    host::Host& host = context.host();
    const vault::Location& location = context.location();
    ATTUNE_TRY(const bool there, vault::holds_store(host, location));
    if (there) {
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
