#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/definition/contacts.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct SupportOptions {};

void describe(OptionSet& /*options*/, SupportOptions& /*support*/) {
}

/// The person's own contacts. A config that cannot be read never stands between somebody and help:
/// it is said, and the general lines follow.
std::vector<definition::Contact> own_contacts(Context& context) {
    const std::string& path = context.config_file();
    if (!context.host().files.info(path)) return {};
    const auto text = context.load_input(path, kMaxConfigBytes);
    if (!text) {
        context.screen().warn(text.error().message);
        return {};
    }
    auto contacts = definition::read_contacts(*text, path);
    if (!contacts) {
        context.screen().warn(
            fmt::format("{}: {}", contacts.error().where, contacts.error().message));
        return {};
    }
    return *std::move(contacts);
}

Result<ExitCode> run(const SupportOptions& /*support*/, Context& context) {
    Screen& screen = context.screen();
    const auto contacts = own_contacts(context);
    if (!contacts.empty()) ATTUNE_CHECK(screen.print("Your own contacts\n"));
    for (const definition::Contact& contact : contacts) {
        ATTUNE_CHECK(
            screen.print(fmt::format("  {}  {}\n", pad_right(Screen::visible(contact.name), 16),
                                     Screen::visible(contact.reach))));
    }
    if (!contacts.empty()) ATTUNE_CHECK(screen.print("\n"));
    ATTUNE_CHECK(screen.print(
        "When life is in danger, yours or somebody else's: call the emergency number of your\n"
        "country (112 in the European Union, 999 in the United Kingdom, 911 in North America),\n"
        "or go to the nearest emergency room.\n"
        "\n"
        "Look for a doctor, psychotherapist or counsellor when\n"
        "  - thoughts of dying or of hurting yourself or somebody come up\n"
        "  - somebody frightens, threatens or hurts you, at home or elsewhere\n"
        "  - for two weeks or more sleeping, eating, working or going out is hardly possible\n"
        "  - alcohol, drugs or other habits are what keeps the feelings away\n"
        "\n"
        "Telephone and chat lines listen without a name, in most countries at any hour: look\n"
        "for 'crisis line' and the name of your country. A person you trust is a good first\n"
        "call too.\n"
        "\n"
        "attune is a diary with numbers. It is no treatment and gives no diagnosis.\n"));
    if (contacts.empty()) {
        ATTUNE_CHECK(screen.print(
            fmt::format("\nYour own contacts can stand first here. In {}:\n"
                        "  [support]\n"
                        "  contacts = [{{name = \"Dr. Lee\", reach = \"+49 30 1234567\"}}]\n",
                        Screen::visible(context.config_file()))));
    }
    return ExitCode::Done;
}

}  // namespace

const Command kSupport{.name = "support",
                       .summary = "where to turn when it is too much; needs no store and no secret",
                       .group = Group::More,
                       .needs = Needs::Nothing,
                       .invoke = invoke<SupportOptions, describe, run>};

}  // namespace attune::cli
