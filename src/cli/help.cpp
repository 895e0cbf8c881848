#include "cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"

namespace attune::cli {

namespace {

struct GroupTitle {
    Group group;
    std::string_view title;
};
constexpr GroupTitle kGroups[] = {
    {Group::Write, "Write"},       {Group::Look, "Look"}, {Group::Assess, "Assess"},
    {Group::Practise, "Practise"}, {Group::Data, "Data"}, {Group::Keys, "Keys"},
    {Group::More, "More"},
};

/// What a newcomer is shown first; those that exist are listed.
constexpr std::string_view kFirstVerbs[] = {"log",    "note", "follow",   "list",   "search",
                                            "report", "quiz", "practice", "export", "help"};

/// Two columns: a name and its text, wrapped to the width of the screen.
Status print_pair(Screen& screen, std::string_view name, std::string_view text, int indent,
                  int column) {
    const std::string lead = std::string(static_cast<std::size_t>(indent), ' ');
    const int room = std::max(20, screen.width() - column);
    const auto lines = wrap(text, room);
    std::string head = lead + std::string(name);
    std::size_t next = 0;
    if (column_width(head) + 2 <= column) {
        ATTUNE_CHECK(screen.print(pad_right(head, column) + lines[next++] + "\n"));
    } else {
        ATTUNE_CHECK(screen.print(head + "\n"));
    }
    for (; next < lines.size(); ++next) {
        ATTUNE_CHECK(screen.print(pad_right("", column) + lines[next] + "\n"));
    }
    return {};
}

std::string option_head(const Option& option) {
    std::string head = option.short_name;
    if (!head.empty() && !option.long_name.empty()) head += ", ";
    head += option.long_name;
    if (!option.value.empty()) head += " " + option.value;
    return head;
}

Status print_options(Screen& screen, const OptionSet& set) {
    for (const Option& option : set.options()) {
        ATTUNE_CHECK(print_pair(screen, option_head(option), option.help, 2, 28));
    }
    return {};
}

std::string usage_of(const Command& command, const OptionSet& own) {
    std::string usage = fmt::format("attune {}", command.name);
    for (const Argument& argument : own.positional()) {
        const bool many = std::holds_alternative<std::vector<std::string>*>(argument.target);
        usage += fmt::format(fmt::runtime(argument.required ? " {}{}" : " [{}{}]"), argument.name,
                             many ? "…" : "");
    }
    if (!own.options().empty()) usage += " [options]";
    return usage;
}

Status print_paragraphs(Screen& screen, std::string_view text) {
    for (const std::string_view line : split(text, '\n')) {
        // Indented lines are examples and tables: they stay as they are.
        if (line.empty() || line.front() == ' ') {
            ATTUNE_CHECK(screen.print(std::string(line) + "\n"));
            continue;
        }
        for (const std::string& part : wrap(line, screen.width())) {
            ATTUNE_CHECK(screen.print(part + "\n"));
        }
    }
    return {};
}

}  // namespace

std::string version_line() {
    return "attune " ATTUNE_VERSION "\n";
}

Status print_welcome(Screen& screen) {
    return screen.print(
        "attune keeps a private journal of what triggers you, sealed on this machine.\n"
        "\n"
        "  attune init                          make your store and choose a passphrase\n"
        "  attune log \"He cancelled dinner\" @sam %plans-changed hurt=7\n"
        "                                       write an entry; no passphrase needed\n"
        "  attune list --last 7d                look back\n"
        "  attune report week                   what this week rests on, with its numbers\n"
        "\n"
        "'attune help' shows the main commands, 'attune support' where to turn when it is\n"
        "too much. Nothing is made before you ask for it, and nothing leaves this machine.\n");
}

Status print_overview(Screen& screen, bool all) {
    ATTUNE_CHECK(screen.print("attune COMMAND [words] [options]\n\n"));
    if (!all) {
        for (const std::string_view verb : kFirstVerbs) {
            const Command* command = find_command(verb);
            if (command == nullptr && !commands_below(verb).empty()) {
                command = commands_below(verb).front();
            }
            if (command == nullptr) continue;
            ATTUNE_CHECK(print_pair(screen, verb, command->summary, 2, 14));
        }
        return screen.print(
            "\n'attune help all' lists every command, 'attune COMMAND -h' its options,\n"
            "'attune help TOPIC' explains dates, quoting, exit-codes, privacy and more.\n");
    }
    for (const GroupTitle& group : kGroups) {
        bool first = true;
        for (const Command* command : all_commands()) {
            if (command->group != group.group) continue;
            if (first) ATTUNE_CHECK(screen.print(screen.styled(group.title, Style::Bold) + "\n"));
            first = false;
            ATTUNE_CHECK(print_pair(screen, command->name, command->summary, 2, 20));
        }
    }
    ATTUNE_CHECK(screen.print(screen.styled("Options for every command", Style::Bold) + "\n"));
    GlobalOptions global;
    OptionSet options;
    describe(options, global);
    ATTUNE_CHECK(print_options(screen, options));
    ATTUNE_CHECK(screen.print(screen.styled("Topics", Style::Bold) + " (attune help TOPIC)\n"));
    for (const Topic& topic : all_topics()) {
        ATTUNE_CHECK(print_pair(screen, topic.name, topic.summary, 2, 20));
    }
    return {};
}

Status print_command_help(Screen& screen, const Command& command, const OptionSet& own, bool full) {
    ATTUNE_CHECK(screen.print(usage_of(command, own) + "\n"));
    ATTUNE_CHECK(print_paragraphs(screen, command.summary));
    if (full && !command.details.empty()) {
        ATTUNE_CHECK(screen.print("\n"));
        ATTUNE_CHECK(print_paragraphs(screen, trim(command.details)));
    }
    if (!own.positional().empty() || !own.options().empty()) ATTUNE_CHECK(screen.print("\n"));
    for (const Argument& argument : own.positional()) {
        ATTUNE_CHECK(print_pair(screen, argument.name, argument.help, 2, 28));
    }
    ATTUNE_CHECK(print_options(screen, own));
    if (full) {
        ATTUNE_CHECK(screen.print("\nOptions for every command:\n"));
        GlobalOptions global;
        OptionSet options;
        describe(options, global);
        ATTUNE_CHECK(print_options(screen, options));
    }
    for (const Command* below : commands_below(command.name)) {
        ATTUNE_CHECK(print_pair(screen, below->name, below->summary, 2, 28));
    }
    return {};
}

}  // namespace attune::cli
