#include "attune/cli/run.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/context.hpp"
#include "cli/edit_session.hpp"
#include "cli/help.hpp"
#include "cli/parser.hpp"

namespace attune::cli {

namespace {

using Words = std::vector<std::string>;

/// What the command line asks for, once the verb is known.
struct Request {
    const Command* command = nullptr;
    Words arguments;  ///< without the words of the command's name
};

Error unknown_verb(std::string_view verb) {
    const auto near = nearest_word(verb, all_verbs());
    return {.kind = ErrorKind::Usage,
            .message = fmt::format("there is no command '{}'", make_visible(verb)),
            .hint = near ? fmt::format("the nearest one is 'attune {}'", *near)
                         : "'attune help' lists the commands"};
}

Error missing_second_word(std::string_view verb, std::string_view second) {
    std::vector<std::string> words;
    for (const Command* command : commands_below(verb)) {
        words.emplace_back(command->name.substr(verb.size() + 1));
    }
    const auto near = nearest_word(second, words);
    return {.kind = ErrorKind::Usage,
            .message = second.empty() ? fmt::format("'attune {}' needs a second word", verb)
                                      : fmt::format("there is no command 'attune {} {}'", verb,
                                                    make_visible(second)),
            .hint = near ? fmt::format("the nearest one is 'attune {} {}'", verb, *near)
                         : fmt::format("one of: {}", join(words, ", "))};
}

/// Finds the command that the words name, one word or two, and takes its name off them.
Result<Request> find_request(const Words& arguments, const OptionSet& global) {
    const std::size_t at = find_verb(arguments, global);
    Request request;
    request.arguments = arguments;
    if (at == arguments.size()) return request;
    const std::string verb = arguments[at];
    request.arguments.erase(request.arguments.begin() + static_cast<std::ptrdiff_t>(at));
    request.command = find_command(verb);
    if (commands_below(verb).empty()) {
        if (request.command == nullptr) return fail(unknown_verb(verb));
        return request;
    }
    // The second word may stand behind global options too: `attune store --json check`.
    Words rest(request.arguments.begin() + static_cast<std::ptrdiff_t>(at),
               request.arguments.end());
    const std::size_t second = find_verb(rest, global);
    if (second < rest.size()) {
        if (const Command* found = find_command(verb + " " + rest[second]); found != nullptr) {
            request.command = found;
            request.arguments.erase(request.arguments.begin() +
                                    static_cast<std::ptrdiff_t>(at + second));
            return request;
        }
    }
    const bool asks_for_help = std::any_of(rest.begin(), rest.end(), [](const std::string& word) {
        return word == "-h" || word == "--help";
    });
    if (request.command == nullptr && !asks_for_help) {
        return fail(missing_second_word(verb, second < rest.size() ? rest[second] : ""));
    }
    if (request.command == nullptr) request = {find_command("help"), {verb}};
    return request;
}

/// True for a command that takes nothing from the person but its words, and changes nothing.
bool only_reads(const Command& command) {
    return command.group == Group::Look || command.name.starts_with("export") ||
           command.name.ends_with(" list") || command.name == "quiz history" ||
           command.name == "quiz compare";
}

/// Runs a parsed command to its end, output handed over. A store that it needs is there.
Result<ExitCode> run_command(const Command& command, Invocation& invocation, Context& context) {
    if (command.needs != Needs::Nothing || command.rescue != nullptr) rescue_left_texts(context);
    if (command.needs == Needs::UnlockedVault) {
        ATTUNE_TRY([[maybe_unused]] const auto* keys, context.unlock());
    }
    if (command.group == Group::Look || command.name == "help" || command.name == "quiz show") {
        context.screen().use_pager(context.settings().held("pager").value);
    }
    auto code = invocation.run(context);
    // A reader that came upon a damaged chunk reads the older generation instead, once for each
    // generation. Whatever cannot begin again ends here and names the file.
    while (!code && only_reads(command) && context.begin_again())
        code = invocation.run(context);
    if (!code && code.error().kind == ErrorKind::Damaged) {
        if (auto damage = context.library_damage()) code = fail(*std::move(damage));
    }
    // What was printed before an error still belongs to the reader.
    const Status finished = context.finish();
    if (!code) return code;
    ATTUNE_CHECK(finished);
    return code;
}

/// What is to be said of the config file before a command that can do without it.
void tell_about(const Result<Settings>& settings, bool needs_settings, Screen& screen) {
    if (!settings) {
        const Error& error = settings.error();
        if (!needs_settings)
            screen.warn(
                fmt::format("{}{}{}", error.where, error.where.empty() ? "" : ": ", error.message));
        return;
    }
    for (const definition::Problem& note : settings->notes()) {
        screen.warn(fmt::format("{}: {}; {}", note.where(), note.message, note.hint));
    }
}

/// Everything after the options were read (or could not be).
Result<ExitCode> perform(const Request& request, Invocation* invocation, const OptionSet& own,
                         const OptionSet& global_set, const Status& parsed, Context& context) {
    const GlobalOptions& global = context.global();
    const Command* command = request.command;
    const auto keep_words = [&] {
        if (command != nullptr && command->rescue != nullptr && !request.arguments.empty()) {
            command->rescue(context, draft_of(request.arguments, global_set, own));
        }
    };
    if (!parsed) {
        context.screen().report(parsed.error());
        keep_words();
        return exit_code(parsed.error().kind);
    }
    if (global.version) {
        ATTUNE_CHECK(context.screen().print(version_line()));
    } else if (global.short_help || global.full_help) {
        const auto sorted = split_arguments(request.arguments, global_set, own);
        // Whose help it is, the id of an entry, is no word of one.
        const auto named = std::count_if(own.positional().begin(), own.positional().end(),
                                         [](const Argument& one) { return one.required; });
        if (sorted && std::ssize(sorted->words) > named && own.is_prose()) keep_words();
        const auto narrower = invocation ? invocation->shown_as() : std::nullopt;
        if (narrower) command = &*narrower;
        ATTUNE_CHECK(command == nullptr
                         ? print_overview(context.screen(), global.full_help)
                         : print_command_help(context.screen(), *command, own, global.full_help));
    } else if (command == nullptr) {
        ATTUNE_CHECK(print_welcome(context.screen()));
    } else {
        const Status there = command->needs == Needs::Nothing ? Status() : context.require_store();
        if (!there) {
            context.screen().report(there.error());
            keep_words();
            return exit_code(there.error().kind);
        }
        return run_command(*command, *invocation, context);
    }
    ATTUNE_CHECK(context.finish());
    return ExitCode::Done;
}

}  // namespace

int run(const std::vector<std::string>& arguments, host::Host& host) {
    GlobalOptions global;
    OptionSet global_set;
    describe(global_set, global);
    // Nothing else is made ready for this one: it is what prompts and packagers ask for.
    if (arguments.size() == 1 && arguments[0] == "--version") {
        const auto written = host.terminal.write(host::Stream::Out, version_line());
        return std::to_underlying(written ? ExitCode::Done : exit_code(written.error().kind));
    }
    if (!arguments.empty() && arguments[0] == kCompleteVerb) {
        print_candidates({arguments.begin() + 1, arguments.end()}, host);
        return std::to_underlying(ExitCode::Done);
    }
    const auto request = find_request(arguments, global_set);
    if (!request) {
        Screen(host, global).report(request.error());
        return std::to_underlying(exit_code(request.error().kind));
    }
    OptionSet own;
    std::unique_ptr<Invocation> invocation;
    Status prepared;
    if (request->command != nullptr) {
        invocation = request->command->invoke();
        prepared = invocation->prepare(host, request->arguments, global_set);
        invocation->describe(own);
    }
    Status parsed = parse_arguments(request->arguments, global_set, own);
    if (!prepared) parsed = std::move(prepared);
    // Damage in the config file keeps nobody from help, nor from mending the file.
    auto settings = Settings::load(host, global, find_config_file(host));
    const bool needs_settings = request->command != nullptr &&
                                request->command->group != Group::More && !global.short_help &&
                                !global.full_help;
    if (settings) settings->apply_to(global);
    Context context(host, global, settings ? *settings : Settings());
    tell_about(settings, needs_settings, context.screen());
    const Status ready = !parsed                       ? parsed
                         : !settings && needs_settings ? Status(fail(settings.error()))
                                                       : Status();
    const auto code = perform(*request, invocation.get(), own, global_set, ready, context);
    if (code) return std::to_underlying(*code);
    context.screen().report(code.error());
    return std::to_underlying(exit_code(code.error().kind));
}

}  // namespace attune::cli
