#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/random.hpp"
#include "cli/commands.hpp"
#include "cli/now.hpp"
#include "cli/programs.hpp"
#include "cli/quiz_shelf.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

namespace {

using journal::Program;

/// Days with entries before it that a comparison of courses needs; docs of `report program`.
constexpr int kDaysBefore = 14;

std::string day_words(CivilDay day) {
    return fmt::format("{} {} {} {}", day.weekday_name(), static_cast<unsigned>(day.ymd().day()),
                       day.month_name(), static_cast<int>(day.ymd().year()));
}

/// "Tue 10 Mar - Mon 1 Jun".
std::string range_words(CivilDay first, CivilDay last, CivilDay today) {
    return journal::describe_day(first, today) + " - " + journal::describe_day(last, today);
}

/// What to type for a questionnaire.
std::string take_words(const DueQuiz& due) {
    return "attune quiz " + Screen::visible(due.questionnaire);
}

// ---- start ----

struct StartOptions {
    std::optional<std::string> window;
    std::optional<std::string> baseline;
    std::optional<std::string> length;
    std::vector<std::string> questionnaires;
    bool no_quiz = false;
};

void describe_start(OptionSet& options, StartOptions& start) {
    options
        .text(start.window, "--random-window", "DAYS",
              "draw the first day at random from so many days: 21d, 3w")
        .text(start.baseline, "--baseline", "DAYS",
              "days from today before the first day or the window: 14d")
        .text(start.length, "--length", "DAYS", "how long it lasts: 12w unless you say otherwise")
        .texts(start.questionnaires, "--quiz", "NAME",
               "due at the start, in the middle and at the end; may be given several times")
        .flag(start.no_quiz, "--no-quiz", "no questionnaire is due");
}

/// A first day out of the window, every day equally likely.
int draw_day(Context& context, int window) {
    std::array<std::uint8_t, 16> bytes{};
    context.host().environment.random(bytes);
    stats::Random random(stats::seed_from(bytes.data(), bytes.size()));
    return static_cast<int>(random.below(static_cast<std::uint64_t>(window)));
}

Result<std::vector<std::string>> questionnaires_of(const StartOptions& start, Context& context) {
    std::vector<std::string> ids;
    if (start.no_quiz) {
        if (start.questionnaires.empty()) return ids;
        return fail(ErrorKind::Usage, "'--quiz' and '--no-quiz' do not go together");
    }
    std::vector<std::string> asked = start.questionnaires;
    if (asked.empty()) asked = {"attachment", "mindful-attention"};
    for (const std::string& name : asked) {
        ATTUNE_TRY(const FoundQuestionnaire found, find_questionnaire(context, name));
        if (std::find(ids.begin(), ids.end(), found.questionnaire.id) == ids.end())
            ids.push_back(found.questionnaire.id);
    }
    return ids;
}

Result<ExitCode> run_start(const StartOptions& start, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const auto programs, load_programs(context));
    const CivilDay today = now.today();
    if (const auto newest = newest_program(programs); newest && newest->is_open(today)) {
        return fail(
            ErrorKind::Refused,
            fmt::format("a programme is there already: {}", journal::describe_program(*newest)),
            "'attune program stop' ends it");
    }
    ATTUNE_TRY(const journal::Moment at, journal::parse_when("now", now, journal::Direction::Past));
    Program program;
    program.set_up = today;
    program.begins = today;
    int wait = 0;
    if (start.baseline) {
        ATTUNE_TRY(wait, parse_days("--baseline", *start.baseline));
    }
    if (start.length) {
        ATTUNE_TRY(program.days, parse_days("--length", *start.length));
    }
    ATTUNE_TRY(program.questionnaires, questionnaires_of(start, context));
    program.begins = today + wait;
    if (start.window) {
        ATTUNE_TRY(program.window, parse_days("--random-window", *start.window));
        if (program.window < 2) {
            return fail(ErrorKind::Usage, "a window of one day leaves nothing to draw",
                        "'--random-window 21d' draws one of 21 days");
        }
        // The window begins tomorrow, so that no day of it has gone by when it is drawn.
        program.window_first = today + std::max(1, wait);
        program.begins = program.window_first + draw_day(context, program.window);
    }
    ATTUNE_TRY(const ExitCode code, write_new(context, journal::record_of(program, at), today,
                                              "set up", {.summary = "programme"}));
    Screen& screen = context.screen();
    if (context.global().porcelain) return code;
    ATTUNE_CHECK(screen.print(fmt::format("{} until {}\n", journal::describe_program(program),
                                          day_words(program.last()))));
    if (program.window > 0) {
        ATTUNE_CHECK(screen.print(fmt::format(
            "the first day was drawn from {} ({})\n",
            range_words(program.window_first, program.window_first + (program.window - 1), today),
            counted(program.window, "day", "days"))));
    }
    screen.say(
        fmt::format("before and after can be compared from {} days with entries before it "
                    "and 28 from it on; 'attune program due' shows questionnaires",
                    kDaysBefore));
    return code;
}

// ---- status and due ----

struct LookOptions {};

void describe_look(OptionSet& /*options*/, LookOptions& /*look*/) {
}

std::string_view phase_of(const Program& program, CivilDay today) {
    if (today < program.begins) return "before";
    return today <= program.last() ? "programme" : "after";
}

nlohmann::ordered_json due_json(const std::vector<DueQuiz>& all, CivilDay today) {
    auto list = nlohmann::ordered_json::array();
    for (const DueQuiz& due : all) {
        list.push_back({{"questionnaire", to_utf8_lossy(due.questionnaire)},
                        {"point", due.point.name},
                        {"first", due.point.first.iso()},
                        {"last", due.point.last.iso()},
                        {"taken", due.taken ? nlohmann::ordered_json(due.taken->iso())
                                            : nlohmann::ordered_json()},
                        {"due", due.is_due(today)}});
    }
    return list;
}

std::string json_of(const std::optional<Program>& program, const std::vector<DueQuiz>& due,
                    CivilDay today) {
    nlohmann::ordered_json body;
    if (program) {
        body = {{"set_up", program->set_up.iso()},
                {"begins", program->begins.iso()},
                {"last", program->last().iso()},
                {"days", program->days},
                {"window", program->window},
                {"window_first", program->window > 0
                                     ? nlohmann::ordered_json(program->window_first.iso())
                                     : nlohmann::ordered_json()},
                {"stopped", program->stopped ? nlohmann::ordered_json(program->stopped->iso())
                                             : nlohmann::ordered_json()},
                {"phase", phase_of(*program, today)}};
    }
    const nlohmann::ordered_json document{
        {"schema", 1}, {"program", std::move(body)}, {"due", due_json(due, today)}};
    return document.dump(2) + "\n";
}

/// The newest programme with what is due; nothing when there is none, which is said.
struct Looked {
    std::optional<Program> program;
    std::vector<DueQuiz> due;
    CivilDay today;
};

Result<Looked> look(Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const auto programs, load_programs(context));
    Looked out{newest_program(programs), {}, now.today()};
    if (!out.program) {
        context.screen().say("there is no programme; 'attune program start' sets one up");
        return out;
    }
    ATTUNE_TRY(out.due, load_due(context, *out.program));
    return out;
}

std::string row(std::string_view label, std::string_view text) {
    return pad_right(label, 12) + std::string(text) + "\n";
}

std::string due_line(const DueQuiz& due, CivilDay today) {
    const std::string name = Screen::visible(due.questionnaire);
    const std::string from = journal::describe_day(due.point.first, today);
    const std::string until = journal::describe_day(due.point.last, today);
    if (due.taken)
        return fmt::format("{}, taken {}", name, journal::describe_day(*due.taken, today));
    if (due.is_due(today)) return fmt::format("{}, due until {}: {}", name, until, take_words(due));
    if (today < due.point.first) return fmt::format("{}, from {}", name, from);
    return fmt::format("{}, not taken between {} and {}", name, from, until);
}

Result<ExitCode> run_status(const LookOptions& /*look*/, Context& context) {
    ATTUNE_TRY(const Looked looked, look(context));
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(json_of(looked.program, looked.due, looked.today)));
        return ExitCode::Done;
    }
    if (!looked.program) return ExitCode::Done;
    const Program& program = *looked.program;
    const CivilDay today = looked.today;
    std::string text;
    text += row("programme",
                journal::describe_program(program) +
                    (program.stopped ? ", stopped " + journal::describe_day(*program.stopped, today)
                                     : std::string()));
    if (program.window > 0) {
        text +=
            row("first day",
                "drawn from " + range_words(program.window_first,
                                            program.window_first + (program.window - 1), today));
    }
    const std::string_view phase = phase_of(program, today);
    const auto mark = [&](std::string_view name, std::string words) {
        if (name == phase) {
            words += name == "programme"
                         ? fmt::format("   now: day {} of {}", (today - program.begins) + 1,
                                       (program.last() - program.begins) + 1)
                         : "   now";
        }
        text += row(name == "programme" ? "itself" : name, words);
    };
    mark("before", "until " + journal::describe_day(program.begins - 1, today));
    if (program.last() >= program.begins)
        mark("programme", range_words(program.begins, program.last(), today));
    mark("after", "from " + journal::describe_day(program.last() + 1, today));
    for (const DueQuiz& due : looked.due)
        text += row(due.point.name, due_line(due, today));
    ATTUNE_CHECK(screen.print(text));
    return ExitCode::Done;
}

Result<ExitCode> run_due(const LookOptions& /*look*/, Context& context) {
    ATTUNE_TRY(const Looked looked, look(context));
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(json_of(looked.program, looked.due, looked.today)));
        return ExitCode::Done;
    }
    if (!looked.program) return ExitCode::Done;
    std::optional<CivilDay> next;
    bool any = false;
    for (const DueQuiz& due : looked.due) {
        if (due.is_due(looked.today)) {
            any = true;
            ATTUNE_CHECK(
                screen.print(fmt::format("{}  {}, until {}\n", take_words(due), due.point.name,
                                         journal::describe_day(due.point.last, looked.today))));
        } else if (!due.taken && due.point.first > looked.today) {
            next = next ? std::min(*next, due.point.first) : due.point.first;
        }
    }
    if (any) return ExitCode::Done;
    screen.say(next ? "nothing is due until " + journal::describe_day(*next, looked.today)
                    : "nothing is due");
    return ExitCode::Done;
}

// ---- stop ----

Result<ExitCode> run_stop(const LookOptions& /*look*/, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const auto programs, load_programs(context));
    const auto newest = newest_program(programs);
    if (!newest || !newest->is_open(now.today())) {
        return fail(ErrorKind::NotFound, "no programme is under way",
                    "'attune program status' shows the last one");
    }
    ATTUNE_TRY(const journal::Moment at, journal::parse_when("now", now, journal::Direction::Past));
    journal::Record record;
    record.kind = "follow";
    record.at = at;
    record.tags.push_back({std::string(journal::kProgramKind), "stop"});
    record.links.push_back({newest->id, "follows-up"});
    ATTUNE_TRY(const ExitCode code, write_new(context, std::move(record), now.today(), "stopped",
                                              {.summary = "programme"}));
    context.screen().say("what was recorded stays; 'attune report program' looks back on it");
    return code;
}

}  // namespace

const Command kProgramStart{
    .name = "program start",
    .summary = "set up weeks of practice with a first day",
    .group = Group::Practise,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<StartOptions, describe_start, run_start>,
    .details =
        "A programme has a first day, so that 'attune report program' can tell before and after "
        "apart: twelve weeks unless --length says otherwise. A first day drawn at random has "
        "nothing to do with how things are going, so a change after it can be tested; of 21 days "
        "the smallest possible p is 1 in 21.\n"
        "\n"
        "  attune program start --baseline 14d --random-window 21d\n"
        "  attune program start --quiz attachment --quiz self-kindness\n"};

const Command kProgramStatus{
    .name = "program status",
    .summary = "the phases of the programme and what is due",
    .group = Group::Practise,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<LookOptions, describe_look, run_status>,
    .details =
        "--json: {\"schema\":1,\"program\":{\"set_up\",\"begins\",\"last\",\"days\",\"window\","
        "\"window_first\",\"stopped\",\"phase\"},\"due\":[{\"questionnaire\",\"point\",\"first\","
        "\"last\",\"taken\",\"due\"}]}.\n"};

const Command kProgramDue{.name = "program due",
                          .summary = "questionnaires that are due today",
                          .group = Group::Practise,
                          .needs = Needs::UnlockedVault,
                          .invoke = invoke<LookOptions, describe_look, run_due>,
                          .details =
                              "One line each: what to type, the point of the programme it "
                              "belongs to, and until when. --json is that of 'attune "
                              "program status'.\n"};

const Command kProgramStop{.name = "program stop",
                           .summary = "end the programme today",
                           .group = Group::Practise,
                           .needs = Needs::UnlockedVault,
                           .invoke = invoke<LookOptions, describe_look, run_stop>,
                           .details = "Nothing is lost; 'attune undo' takes it back.\n"};

}  // namespace attune::cli
