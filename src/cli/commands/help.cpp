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

/// A line of a topic with what goes on below it: where its text begins, and the text.
struct TopicPart {
    std::string lead;  ///< blanks, and the name in front of the text: "  name   "
    std::size_t below = 0;
    std::vector<std::string> lines;  ///< as they stand
    std::string text;                ///< without indent, things side by side three blanks apart
};

/// Whether a line goes on with the text of the one above: it begins where that text does.
bool goes_on(const TopicPart& part, std::string_view line) {
    const std::size_t indent = line.find_first_not_of(' ');
    const bool named = part.lead.find_first_not_of(' ') != std::string::npos;
    return !part.text.empty() && indent == part.below &&
           (named || line.find("  ", indent) == line.npos);
}

std::vector<TopicPart> parts_of(std::string_view text) {
    std::vector<TopicPart> out;
    for (const std::string_view line : split(text, '\n')) {
        if (!out.empty() && goes_on(out.back(), line)) {
            const bool apart = (out.back().text + std::string(trim(line))).find("  ") != line.npos;
            out.back().text += apart ? "   " : " ";
            out.back().text += trim(line);
            out.back().lines.emplace_back(line);
            continue;
        }
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        const std::size_t behind =
            indent == 0 ? line.npos : line.find_first_not_of(' ', line.find("  ", indent));
        const std::size_t begin = behind == line.npos ? indent : behind;
        out.push_back({std::string(line.substr(0, begin)),
                       begin,
                       {std::string(line)},
                       std::string(trim(line.substr(begin)))});
    }
    return out;
}

/// Text in lines of so many columns; things that stand side by side stay whole where they fit.
std::vector<std::string> filled(std::string_view text, int columns) {
    static constexpr std::string_view kApart = "   ";
    std::vector<std::string> out{""};
    while (!text.empty()) {
        const std::size_t gap = std::min(text.find("  "), text.size());
        for (const std::string& piece : wrap(text.substr(0, gap), columns)) {
            std::string& line = out.back();
            if (line.empty()) {
                line = piece;
            } else if (column_width(line) + 3 + column_width(piece) <= columns) {
                line += std::string(kApart) + piece;
            } else {
                out.push_back(piece);
            }
        }
        text.remove_prefix(std::min(text.find_first_not_of(' ', gap), text.size()));
    }
    return out;
}

/// A topic on a terminal: what is too wide is filled anew, below the beginning of its text. What is
/// there to be typed stays as it is, and so does everything that goes elsewhere than to a terminal.
Status print_topic(Context& context, std::string_view text) {
    Screen& screen = context.screen();
    if (!context.host().terminal.out_is_terminal()) return screen.print(text);
    if (text.ends_with('\n')) text.remove_suffix(1);
    for (TopicPart& part : parts_of(text)) {
        const bool typed = !part.lead.empty() && part.text.starts_with("attune ");
        const bool fits = std::all_of(
            part.lines.begin(), part.lines.end(),
            [&](const std::string& line) { return column_width(line) <= screen.width(); });
        if (typed || fits) {
            ATTUNE_CHECK(screen.print(join(part.lines, "\n") + "\n"));
            continue;
        }
        if (part.below > static_cast<std::size_t>(screen.width()) / 2) {
            // A name that is long leaves no room beside it.
            ATTUNE_CHECK(
                screen.print(part.lead.substr(0, part.lead.find_last_not_of(' ') + 1) + "\n"));
            part.below = 4;
            part.lead.assign(part.below, ' ');
        }
        for (const std::string& line :
             filled(part.text, screen.width() - static_cast<int>(part.below))) {
            ATTUNE_CHECK(screen.print(part.lead + line + "\n"));
            part.lead.assign(part.below, ' ');
        }
    }
    return {};
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
        ATTUNE_CHECK(print_topic(context, topic->text));
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
