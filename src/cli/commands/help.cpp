#include "cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct HelpOptions {
    std::vector<std::string> words;
};

void describe(OptionSet& options, HelpOptions& help) {
    options.arguments(help.words, "TOPIC", "a command, a topic, or 'all'");
}

Status print_group(Screen& screen, const std::vector<const Command*>& commands) {
    for (const Command* command : commands) {
        ATTUNE_CHECK(screen.print(
            fmt::format("  {}  {}\n", pad_right(fmt::format("attune {}", command->name), 22),
                        command->summary)));
    }
    return {};
}

tl::unexpected<Error> unknown_topic(const std::string& name) {
    std::vector<std::string> names = all_verbs();
    for (const Topic& topic : all_topics())
        names.emplace_back(topic.name);
    const auto near = nearest_word(name, names);
    return fail(ErrorKind::Usage, fmt::format("there is no help on '{}'", make_visible(name)),
                near ? fmt::format("the nearest topic is '{}'", *near)
                     : "'attune help all' lists commands and topics");
}

Result<ExitCode> run(const HelpOptions& help, Context& context) {
    Screen& screen = context.screen();
    const std::string name = join(help.words, " ");
    if (name.empty() || name == "all") {
        ATTUNE_CHECK(print_overview(screen, !name.empty()));
        return ExitCode::Done;
    }
    const auto topics = all_topics();
    const auto topic =
        std::find_if(topics.begin(), topics.end(), [&](const Topic& t) { return t.name == name; });
    if (topic != topics.end()) {
        ATTUNE_CHECK(screen.print(topic->text));
        return ExitCode::Done;
    }
    if (const Command* command = find_command(name); command != nullptr) {
        const auto invocation = command->invoke();
        OptionSet own;
        invocation->describe(own);
        ATTUNE_CHECK(print_command_help(screen, *command, own, true));
        return ExitCode::Done;
    }
    const auto below = commands_below(name);
    if (below.empty()) return unknown_topic(name);
    ATTUNE_CHECK(print_group(screen, below));
    return ExitCode::Done;
}

}  // namespace

const Command kHelp{.name = "help",
                    .summary = "explain a command or a topic",
                    .group = Group::More,
                    .needs = Needs::Nothing,
                    .invoke = invoke<HelpOptions, describe, run>};

}  // namespace attune::cli
