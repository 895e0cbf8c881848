#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/completion_scripts.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct CompletionOptions {
    std::optional<std::string> shell;
};

void describe(OptionSet& options, CompletionOptions& completion) {
    options.required_argument(completion.shell, "SHELL", "bash, zsh or fish");
}

Result<ExitCode> run(const CompletionOptions& completion, Context& context) {
    GlobalOptions global;
    OptionSet set;
    describe(set, global);
    const auto script = completion_script(*completion.shell, set);
    if (!script) {
        return fail(ErrorKind::Usage,
                    fmt::format("there is no script for '{}'", make_visible(*completion.shell)),
                    "bash, zsh and fish have one");
    }
    ATTUNE_CHECK(context.screen().print_raw(*script));
    return ExitCode::Done;
}

}  // namespace

const Command kCompletion{
    .name = "completion",
    .summary = "Tab in your shell, and your own words out of its history",
    .group = Group::More,
    .needs = Needs::Nothing,
    .invoke = invoke<CompletionOptions, describe, run>,
    .details =
        "Prints a script for the shell to read at its start. Tab then offers commands, options and "
        "their values, and the names of people and words only while the store is unlocked. Lines "
        "of "
        "log, note, follow, edit, search and people, and answers given with --answers, stay out of "
        "the history. fish 3 takes them out when the command has ended: a blank in front of the "
        "line keeps it off the disk altogether. An alias of your own for attune is not seen.\n"
        "\n"
        "  eval \"$(attune completion bash)\"        in ~/.bashrc\n"
        "  eval \"$(attune completion zsh)\"         in ~/.zshrc, behind compinit\n"
        "  attune completion fish | source         in ~/.config/fish/config.fish\n"};

}  // namespace attune::cli
