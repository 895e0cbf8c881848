#include "attune/journal/practice.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/host/waiting.hpp"
#include "attune/journal/echo.hpp"
#include "attune/journal/when.hpp"
#include "attune/vault/create.hpp"
#include "cli/commands.hpp"
#include "cli/drafts.hpp"
#include "cli/now.hpp"
#include "cli/practice_guide.hpp"
#include "cli/practice_questions.hpp"
#include "cli/practice_shelf.hpp"
#include "cli/together.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

namespace {

using definition::Milliseconds;
using definition::Practice;
using journal::PracticeSession;

/// So short a practice is led through wherever it runs, reads no input and asks nothing.
constexpr std::chrono::seconds kAtOnce{10};
constexpr double kMostMinutes = 24 * 60;
constexpr std::size_t kMostNameBytes = 128;
constexpr const char* kPause = "pause";

struct PracticeOptions {
    std::optional<std::string> name;
    std::optional<std::string> minutes;
    std::vector<std::string> with;
    std::optional<std::string> at;
    RatingFlags ratings;
    std::optional<std::string> note;
    bool done = false;
    bool yes = false;
    bool bell = false;
};

void describe(OptionSet& options, PracticeOptions& practice) {
    options.argument(practice.name, "NAME", "which one; nothing asks on a terminal")
        .text(practice.minutes, "--minutes", "N", "how long it is to last, or how long it lasted")
        .texts(practice.with, "--with", "PERSON", "whom it is with, or about")
        .flag(practice.done, "--done", "it was done already: keep it, and lead through nothing")
        .text(practice.at, "--at", "WHEN", "when it was done: \"yesterday 21:40\", \"2h ago\"")
        .number(practice.ratings.before, "--before", "0..10", "how it was before")
        .number(practice.ratings.after, "--after", "0..10", "how it was afterwards")
        .texts(practice.ratings.named, "--rate", "RATING=B-A",
               "the same by name, where there are several: heard-first=7")
        .text(practice.note, "--note", "TEXT", "what there is to keep about it")
        .flag(practice.bell, "--bell", "ring at every step, for closed eyes")
        .flag(practice.yes, "--yes", "begin a demanding one without being asked");
}

struct PauseOptions {};

void describe_pause(OptionSet& /*options*/, PauseOptions& /*pause*/) {
}

/// Everything of a call that can be wrong, understood before anybody begins.
struct Plan {
    FoundPractice found;
    PracticeSession session;
    std::optional<Milliseconds> length;  ///< what --minutes says
    journal::Moment at;
    CivilDay today;
};

Result<Milliseconds> read_minutes(const std::string& typed) {
    const auto minutes = parse_number(trim(typed));
    // Written so that NaN is refused too.
    if (!minutes || !(*minutes > 0 && *minutes <= kMostMinutes)) {
        return fail(ErrorKind::Usage, "'--minutes' takes a number of minutes",
                    "for example 5 or 7.5, at most a day");
    }
    return Milliseconds(static_cast<Milliseconds::rep>(*minutes * 60'000));
}

Result<std::string> read_person(std::string_view typed) {
    std::string_view name = trim(typed);
    if (name.starts_with('@')) name.remove_prefix(1);
    if (name.empty() || name.size() > kMostNameBytes ||
        name.find_first_of("\n\r\t") != std::string_view::npos) {
        return fail(ErrorKind::Usage, "'--with' takes the name of one person",
                    "for example --with sam");
    }
    return std::string(name);
}

Result<std::string> pick_practice(Context& context) {
    if (!context.screen().may_ask()) {
        return fail(ErrorKind::Usage, "which practice?",
                    "name one: 'attune practice NAME'; 'attune practice list' shows them");
    }
    ATTUNE_TRY(const definition::Shelf shelf, open_practices(context));
    std::vector<std::string> ids;
    std::string list;
    for (const definition::ShelvedFile& file : shelf.files()) {
        const auto found = read_practice_text(file.text, file.path);
        // What is demanding is begun by its name and not because it stood in a list.
        if (found && found->practice.demanding) continue;
        ids.push_back(file.id);
        const std::string summary =
            found ? found->practice.summary : "has mistakes: attune practice check";
        list += fmt::format("{:>3}  {}  {}\n", ids.size(), pad_right(file.id, 22),
                            Screen::visible(summary));
    }
    list += "which one? (Enter takes breath-focus) ";
    ATTUNE_TRY(const std::string typed, context.screen().ask(list, "'attune practice NAME'"));
    if (typed.empty()) return std::string("breath-focus");
    const auto number = parse_integer(typed);
    if (!number) return typed;
    if (*number < 1 || *number > static_cast<long long>(ids.size()))
        return fail(ErrorKind::Usage, fmt::format("there is no number {} in the list", *number));
    return ids[static_cast<std::size_t>(*number - 1)];
}

Result<Plan> make_plan(const PracticeOptions& options, Context& context) {
    Plan plan;
    std::string name = options.name.value_or("");
    if (name.empty()) {
        ATTUNE_TRY(name, pick_practice(context));
    }
    ATTUNE_TRY(plan.found, find_practice(context, name));
    const Practice& practice = plan.found.practice;
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(plan.at,
               journal::parse_when(options.at.value_or("now"), now, journal::Direction::Past));
    plan.today = now.today();
    plan.session.definition = practice.definition_name();
    plan.session.text = std::string(trim(options.note.value_or("")));
    if (options.minutes) {
        ATTUNE_TRY(plan.length, read_minutes(*options.minutes));
    }
    ATTUNE_TRY(plan.session.ratings, read_ratings(practice, options.ratings));
    for (const std::string& typed : options.with) {
        ATTUNE_TRY(std::string person, read_person(typed));
        plan.session.people.push_back(std::move(person));
    }
    return plan;
}

/// Reports an error, and keeps the words that were written about the practice as a draft.
Result<ExitCode> keep_note(Context& context, const std::string& note, Error error) {
    if (note.empty() || error.kind == ErrorKind::ClosedPipe) return fail(std::move(error));
    const ErrorKind kind = error.kind;
    context.screen().report(error);
    keep_draft(context, note, "entry");
    return exit_code(kind);
}

Result<ExitCode> write_session(Context& context, const Plan& plan) {
    journal::Record record = journal::record_of(plan.session, plan.at);
    const std::string summary = plan.found.practice.id + "  " + journal::summary_of(record);
    auto code = write_new(context, std::move(record), plan.today, "practised",
                          {.definition = plan.found.definition(), .summary = summary});
    if (!code) return keep_note(context, plan.session.text, std::move(code).error());
    return code;
}

/// A practice that was done already.
Result<ExitCode> record_done(const PracticeOptions& options, Plan plan, Context& context) {
    const Milliseconds own = plan.found.practice.length();
    if (!plan.length && !options.done && !options.at) {
        return keep_note(
            context, plan.session.text,
            {.kind = ErrorKind::Usage,
             .message = "there is no terminal to practise on",
             .hint = fmt::format("'--minutes N' keeps one that was done, '--done' one of its own "
                                 "length ({})",
                                 journal::describe_minutes(journal::minutes_of(own)))});
    }
    plan.session.done = plan.length.value_or(own);
    ATTUNE_TRY(const ExitCode code, write_session(context, plan));
    if (plan.found.practice.partner) ask_about_company(context, plan.session.people);
    return code;
}

void say_wrapped(Context& context, const std::string& text) {
    if (text.empty()) return;
    for (const std::string& line : wrap(Screen::visible(text, true), context.screen().width()))
        context.screen().say_always(line);
}

/// Whether something for two may begin. Asks with whom when nobody was named.
Result<bool> may_begin_together(Plan& plan, Context& context) {
    auto& people = plan.session.people;
    if (people.empty()) {
        ATTUNE_TRY(const std::string typed,
                   context.screen().ask("With whom? (Enter leaves) ", "--with PERSON"));
        if (typed.empty() || typed == "q") return false;
        ATTUNE_TRY(std::string person, read_person(typed));
        people.push_back(std::move(person));
    }
    for (const std::string& person : people) {
        ATTUNE_TRY(const bool may, may_do_together(context, person));
        if (!may) return false;
    }
    return true;
}

/// A place for what will have been done, where one can be made; its absence keeps nobody from
/// practising.
void prepare_store(Context& context) {
    const auto logbook = open_for_writing(context);
    if (logbook) return;
    context.screen().report(logbook.error());
    context.screen().say("the practice begins; it will not be kept");
}

/// What stands above the first step; false when the person would rather not.
Result<bool> introduce(const PracticeOptions& options, const Plan& plan, Milliseconds length,
                       Context& context) {
    const Practice& practice = plan.found.practice;
    Screen& screen = context.screen();
    screen.say_always(
        screen.styled(fmt::format("{}   {}", Screen::visible(practice.title),
                                  journal::describe_minutes(journal::minutes_of(length))),
                      Style::Bold));
    if (!practice.caution.empty()) say_wrapped(context, "Before you begin: " + practice.caution);
    if (practice.demanding && !options.yes) {
        ATTUNE_TRY(const bool begins, screen.confirm("This one asks much. Begin?", "--yes"));
        if (!begins) return false;
    }
    say_wrapped(context, practice.intro);
    screen.say_always("");
    return true;
}

/// Leads through the practice, asks what is asked around it, and keeps what was done.
Result<ExitCode> run_guided(const PracticeOptions& options, Plan plan, Context& context) {
    const Practice& practice = plan.found.practice;
    Screen& screen = context.screen();
    const bool quick = practice.length() <= kAtOnce;
    const bool asks = !quick && screen.may_ask() && screen.may_ask_secret();
    if (asks) prepare_store(context);
    if (practice.partner && asks) {
        ATTUNE_TRY(const bool may, may_begin_together(plan, context));
        if (!may) return ExitCode::No;
    }
    const Milliseconds length = plan.length.value_or(practice.length());
    GuideOptions guide{.lengths = definition::stretched_steps(practice, length),
                       .keys = asks,
                       .bell = options.bell};
    if (!quick) {
        ATTUNE_TRY(const bool begins, introduce(options, plan, length, context));
        if (!begins) return ExitCode::No;
    }
    if (asks) {
        PracticeReplies before =
            ask_about_practice(context, practice, "before", plan.session.ratings, false);
        if (!before.finished) {
            screen.say("nothing written");
            return before.interrupted ? ExitCode::Interrupted : ExitCode::Done;
        }
        auto& ratings = plan.session.ratings;
        ratings.insert(ratings.begin(), before.ratings.begin(), before.ratings.end());
        say_wrapped(context,
                    "Enter goes on to the next words; q or Ctrl-C ends it and keeps what was done");
    }
    ATTUNE_CHECK(screen.flush());
    Guided guided;
    {
        const auto waiting = host::make_posix_waiting(asks);
        guided = guide_practice(context, practice, guide, *waiting);
    }
    plan.session.done = guided.done;
    bool interrupted = guided.interrupted;
    if (guided.finished && !quick) say_wrapped(context, practice.closing);
    if (asks && !interrupted) {
        screen.say_always("");
        PracticeReplies after = ask_about_practice(context, practice, "after", plan.session.ratings,
                                                   plan.session.text.empty());
        auto& ratings = plan.session.ratings;
        ratings.insert(ratings.end(), after.ratings.begin(), after.ratings.end());
        if (!after.text.empty()) plan.session.text = after.text;
        interrupted = after.interrupted;
    }
    const bool something = journal::minutes_of(guided.done) > 0 || !plan.session.ratings.empty() ||
                           !plan.session.text.empty();
    if (!something) {
        screen.say("nothing written");
        return interrupted ? ExitCode::Interrupted : ExitCode::Done;
    }
    // A pause is taken where it is needed, with a store or without.
    if (quick && !vault::exists(context.host(), context.location())) {
        screen.say("not kept: there is no store; 'attune init' makes one");
        return interrupted ? ExitCode::Interrupted : ExitCode::Done;
    }
    ATTUNE_TRY(const ExitCode code, write_session(context, plan));
    return interrupted && code == ExitCode::Done ? ExitCode::Interrupted : code;
}

Result<ExitCode> run(const PracticeOptions& options, Context& context) {
    auto made = make_plan(options, context);
    if (!made) {
        return keep_note(context, std::string(trim(options.note.value_or(""))),
                         std::move(made).error());
    }
    Plan plan = *std::move(made);
    const Screen& screen = context.screen();
    const bool may_guide = (screen.may_ask() && screen.may_ask_secret()) ||
                           (plan.found.practice.length() <= kAtOnce && !options.minutes);
    if (options.done || options.at || !may_guide)
        return record_done(options, std::move(plan), context);
    return run_guided(options, std::move(plan), context);
}

Result<ExitCode> run_pause(const PauseOptions& /*pause*/, Context& context) {
    PracticeOptions options;
    options.name = kPause;
    return run(options, context);
}

}  // namespace

const Command kPractice{
    .name = "practice",
    .summary = "be led through a short practice, or keep one that was done",
    .group = Group::Practise,
    .needs = Needs::Nothing,
    .invoke = invoke<PracticeOptions, describe, run>,
    .details =
        "On a terminal the words of each step stand as long as it lasts, with the time that is "
        "left below them. Enter goes on to the next step; q ends it, and so does Ctrl-C: what was "
        "done is kept with the minutes it really lasted. Before and after it a number is asked "
        "for that may be skipped. --minutes makes it longer or shorter.\n"
        "With --done or --at, or without a terminal and with --minutes, nothing is shown and it is "
        "kept at once. No passphrase is needed; only what is for two looks up whether that is safe "
        "with this person, and asks once.\n"
        "Your own practices are NAME.toml in the folder 'practices' beside the config file (man 5 "
        "attune-practice); 'attune practice check' finds mistakes in them.\n"
        "\n"
        "  attune practice breath-focus\n"
        "  attune practice body-scan --minutes 20\n"
        "  attune practice open-noticing --minutes 15 --at \"yesterday 21:00\" --before 6 --after "
        "4\n"
        "  attune practice before-talk --with sam\n",
    .rescue = keep_note_option};

const Command kPracticePause{.name = kPause,
                             .summary =
                                 "five beats, less than seven seconds; the same as 'practice "
                                 "pause'",
                             .group = Group::Practise,
                             .needs = Needs::Nothing,
                             .invoke = invoke<PauseOptions, describe_pause, run_pause>,
                             .details =
                                 "Asks nothing, reads nothing and needs no passphrase; without a "
                                 "store it is not kept. Made for a key of its own: see "
                                 "docs/one_key.md.\n"};

}  // namespace attune::cli
