#include "cli/together.hpp"

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/name_access.hpp"

namespace attune::cli {

namespace {

using journal::Safety;

/// The answer of a person; nothing when it is left open.
Result<std::optional<Safety>> ask_safety(Context& context, const std::string& name) {
    Screen& screen = context.screen();
    screen.say_always(
        "this is for two, and good only where both may say no without fear of the other");
    while (true) {
        ATTUNE_TRY(const std::string answer,
                   screen.ask(fmt::format("may you say no to {} without fear? (yes, no, not sure; "
                                          "Enter leaves it open) ",
                                          Screen::visible(name)),
                              "attune people edit NAME --safe yes|no|not-sure"));
        if (answer.empty()) return std::optional<Safety>();
        const std::string word = lower_ascii(answer);
        if (word == "y") return std::optional(Safety::Yes);
        if (word == "n") return std::optional(Safety::No);
        if (const auto safety = journal::safety_named(word)) return safety;
    }
}

void tell_off(Context& context, const std::string& name, bool asked) {
    const std::string quoted = Screen::visible(name);
    context.screen().say(
        asked ? fmt::format("nothing for two with {0}; 'attune people edit {0} --safe yes' changes "
                            "that, 'attune support' has people to talk to",
                            quoted)
              : fmt::format("nothing for two with {0} before it is said whether that is safe: "
                            "'attune people edit {0} --safe yes|no|not-sure'",
                            quoted));
}

}  // namespace

Result<bool> may_do_together(Context& context, std::string_view person) {
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    journal::NameDraft draft = names->draft_of(journal::kPersonFacet, person);
    Safety safety = draft.name.safety;
    if (safety == Safety::Unasked && context.screen().may_ask()) {
        ATTUNE_TRY(const auto answer, ask_safety(context, draft.name.spelling));
        if (answer) {
            safety = draft.name.safety = *answer;
            ATTUNE_TRY([[maybe_unused]] const auto receipt, keep_name(context, draft));
        }
    }
    if (safety != Safety::Yes) {
        tell_off(context, draft.name.spelling, safety != Safety::Unasked);
    }
    return safety == Safety::Yes;
}

void ask_about_company(Context& context, const std::vector<std::string>& people) {
    const GlobalOptions& global = context.global();
    const bool quiet = global.porcelain || global.passphrase_file || global.passphrase_fd;
    if (quiet || people.empty() || !context.screen().may_ask() || !context.can_unlock_silently())
        return;
    for (const std::string& person : people) {
        const auto allowed = may_do_together(context, person);
        if (!allowed) return;
    }
}

}  // namespace attune::cli
