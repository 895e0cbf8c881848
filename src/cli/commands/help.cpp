#include "cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/form_shelf.hpp"

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

/// The forms of `attune note`, those of the person included.
Status print_forms(Context& context) {
    ATTUNE_TRY(const FormShelf shelf, FormShelf::open(context.host()));
    Screen& screen = context.screen();
    int column = 0;
    for (const std::string& kind : shelf.kinds())
        column = std::max(column, column_width(kind));
    column += 4;
    for (const definition::ShelvedFile& file : shelf.files()) {
        const auto found = shelf.load(file.id);
        std::string text = found ? found->form.summary
                                 : fmt::format("cannot be used: {}: {}", found.error().where,
                                               found.error().message);
        if (file.own) text += " (your own)";
        std::string head = pad_right("  " + Screen::visible(file.id), column);
        for (const std::string& line :
             wrap(Screen::visible(text), std::max(20, screen.width() - column))) {
            ATTUNE_CHECK(screen.print(head + line + "\n"));
            head = pad_right("", column);
        }
    }
    return {};
}

/// `help note belief`: a command that a further word makes narrower.
Result<bool> print_narrower(Context& context, const std::vector<std::string>& words) {
    const Command* command = words.empty() ? nullptr : find_command(words.front());
    if (command == nullptr || words.size() < 2) return false;
    const auto invocation = command->invoke();
    GlobalOptions global;
    OptionSet global_set;
    describe(global_set, global);
    ATTUNE_CHECK(invocation->prepare(context.host(), {words.begin() + 1, words.end()}, global_set));
    const auto narrower = invocation->shown_as();
    if (!narrower || narrower->name != join(words, " ")) return false;
    OptionSet own;
    invocation->describe(own);
    ATTUNE_CHECK(print_command_help(context.screen(), *narrower, own, true));
    return true;
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
        if (topic->name == "kinds") ATTUNE_CHECK(print_forms(context));
        return ExitCode::Done;
    }
    if (const Command* command = find_command(name); command != nullptr) {
        const auto invocation = command->invoke();
        OptionSet own;
        invocation->describe(own);
        ATTUNE_CHECK(print_command_help(screen, *command, own, true));
        return ExitCode::Done;
    }
    ATTUNE_TRY(const bool printed, print_narrower(context, help.words));
    if (printed) return ExitCode::Done;
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
