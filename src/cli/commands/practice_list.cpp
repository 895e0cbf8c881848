#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/practice.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/practice_shelf.hpp"
#include "cli/quiz_shelf.hpp"

namespace attune::cli {

namespace {

using definition::Milliseconds;
using definition::Practice;
using definition::PracticeRating;
using definition::PracticeStep;
using definition::Problem;
using Json = nlohmann::ordered_json;

std::string length_of(Milliseconds length) {
    return journal::describe_minutes(journal::minutes_of(length));
}

double seconds_of(Milliseconds length) {
    return static_cast<double>(length.count()) / 1000;
}

Status print_json(Screen& screen, const Json& document) {
    return screen.print_json(document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Json head_json(const Practice& practice, bool own) {
    return {{"id", practice.id},
            {"title", practice.title},
            {"summary", practice.summary},
            {"version", practice.version},
            {"minutes", journal::minutes_of(practice.length())},
            {"steps", practice.steps.size()},
            {"demanding", practice.demanding},
            {"partner", practice.partner},
            {"own", own},
            {"path", practice.path},
            {"digest", practice.digest}};
}

/// "5 min, for two, demanding"
std::string traits_of(const Practice& practice) {
    std::string traits = length_of(practice.length());
    if (practice.partner) traits += ", with or about another person";
    if (practice.demanding) traits += ", demanding";
    if (!practice.caution.empty() && !practice.demanding) traits += ", caution first";
    return traits;
}

// ---- list ----

struct ListOptions {};

void describe_list(OptionSet& /*options*/, ListOptions& /*list*/) {
}

constexpr int kMargin = 6;

Result<ExitCode> run_list(const ListOptions& /*list*/, Context& context) {
    ATTUNE_TRY(const definition::Shelf shelf, open_practices(context));
    Screen& screen = context.screen();
    auto list = Json::array();
    bool all_good = true;
    for (const definition::ShelvedFile& file : shelf.files()) {
        const auto found = read_practice_text(file.text, file.path);
        if (!found) {
            screen.report(found.error());
            all_good = false;
            continue;
        }
        const Practice& practice = found->practice;
        if (context.global().json) {
            list.push_back(head_json(practice, file.own));
        } else if (context.global().porcelain) {
            ATTUNE_CHECK(screen.print_raw(fmt::format(
                "{}\t{}\t{}\t{}\n", practice.id, practice.version,
                shortest_number(journal::minutes_of(practice.length())), practice.steps.size())));
        } else {
            ATTUNE_CHECK(screen.print(fmt::format("  {}  {}\n", practice.id, traits_of(practice))));
            for (const std::string& line :
                 wrap(Screen::visible(practice.summary), screen.width() - kMargin))
                ATTUNE_CHECK(screen.print(std::string(kMargin, ' ') + line + "\n"));
        }
    }
    if (context.global().json) {
        ATTUNE_CHECK(print_json(screen, {{"schema", 1}, {"practices", std::move(list)}}));
    } else if (!context.global().porcelain) {
        ATTUNE_CHECK(screen.print(
            "\nattune practice NAME leads through one; attune practice show NAME has its words\n"));
    }
    return all_good ? ExitCode::Done : ExitCode::BadInput;
}

// ---- show ----

struct ShowOptions {
    std::optional<std::string> name;
};

void describe_show(OptionSet& options, ShowOptions& show) {
    options.required_argument(show.name, "NAME", "a practice, or a file");
}

Json as_json(const Practice& practice) {
    auto ratings = Json::array();
    for (const PracticeRating& rating : practice.ratings) {
        ratings.push_back({{"id", rating.id},
                           {"ask", rating.ask},
                           {"lo", rating.low},
                           {"hi", rating.high},
                           {"low_word", rating.low_word},
                           {"high_word", rating.high_word},
                           {"before", rating.is_before()},
                           {"after", rating.is_after()}});
    }
    auto steps = Json::array();
    for (const PracticeStep& step : practice.steps) {
        auto pace = Json::array();
        for (const definition::PracticeBeat& beat : step.pace)
            pace.push_back({{"word", beat.word}, {"seconds", seconds_of(beat.length)}});
        steps.push_back({{"say", step.say},
                         {"seconds", seconds_of(step.length)},
                         {"stretch", step.stretch},
                         {"pace", std::move(pace)}});
    }
    return {{"schema", 1},
            {"id", practice.id},
            {"title", practice.title},
            {"summary", practice.summary},
            {"version", practice.version},
            {"digest", practice.digest},
            {"caution", practice.caution},
            {"intro", practice.intro},
            {"closing", practice.closing},
            {"demanding", practice.demanding},
            {"partner", practice.partner},
            {"minutes", journal::minutes_of(practice.length())},
            {"ratings", std::move(ratings)},
            {"steps", std::move(steps)}};
}

Status print_paragraph(Screen& screen, std::string_view text) {
    if (text.empty()) return {};
    for (const std::string& line : wrap(Screen::visible(text, true), screen.width()))
        ATTUNE_CHECK(screen.print(line + "\n"));
    return screen.print("\n");
}

Status print_step(Screen& screen, const PracticeStep& step) {
    std::string lead = pad_left(length_of(step.length), 12) + "  ";
    std::string words = step.say;
    if (!step.pace.empty()) {
        std::vector<std::string> beats;
        for (const definition::PracticeBeat& beat : step.pace)
            beats.push_back(
                fmt::format("{} {} s", beat.word, shortest_number(seconds_of(beat.length))));
        words += fmt::format(" [{}]", join(beats, ", "));
    }
    const int room = std::max(20, screen.width() - column_width(lead));
    for (const std::string& line : wrap(Screen::visible(words, true), room)) {
        ATTUNE_CHECK(screen.print(lead + line + "\n"));
        lead = std::string(14, ' ');
    }
    return {};
}

Result<ExitCode> run_show(const ShowOptions& show, Context& context) {
    ATTUNE_TRY(const FoundPractice found, find_practice(context, *show.name));
    const Practice& practice = found.practice;
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(print_json(screen, as_json(practice)));
        return ExitCode::Done;
    }
    ATTUNE_CHECK(screen.print(
        screen.styled(Screen::visible(practice.title), Style::Bold) +
        fmt::format("\n{} {}, {}\n\n", practice.id, practice.version, traits_of(practice))));
    if (!practice.caution.empty())
        ATTUNE_CHECK(print_paragraph(screen, "Before you begin: " + practice.caution));
    ATTUNE_CHECK(print_paragraph(screen, practice.intro));
    for (const PracticeStep& step : practice.steps)
        ATTUNE_CHECK(print_step(screen, step));
    ATTUNE_CHECK(screen.print("\n"));
    ATTUNE_CHECK(print_paragraph(screen, practice.closing));
    for (const PracticeRating& rating : practice.ratings) {
        const std::string when = rating.when == definition::RatingTime::Both ? "before and after"
                                 : rating.is_before()                        ? "before"
                                                                             : "after";
        ATTUNE_CHECK(
            print_paragraph(screen, fmt::format("Asked {} it, as '{}': {} ({} to {})", when,
                                                rating.id, rating.ask, rating.low, rating.high)));
    }
    return ExitCode::Done;
}

// ---- check ----

struct CheckOptions {
    std::vector<std::string> files;
};

void describe_check(OptionSet& options, CheckOptions& check) {
    options.required_arguments(check.files, "FILE", "files, or names of practices");
}

/// The text of a file, or of a practice on the shelf when there is no such file.
Result<std::pair<std::string, std::string>> text_of(Context& context, const std::string& word) {
    if (!names_a_file(word) && !context.host().files.info(word)) {
        ATTUNE_TRY(const definition::Shelf shelf, open_practices(context));
        if (const definition::ShelvedFile* file = shelf.find(word))
            return std::pair(file->text, file->path);
    }
    ATTUNE_TRY(std::string text, context.load_input(word, kMaxPracticeBytes));
    return std::pair(std::move(text), word);
}

Json problems_json(const std::string& path, const std::vector<Problem>& found) {
    auto problems = Json::array();
    for (const Problem& problem : found) {
        problems.push_back({{"line", problem.at.line},
                            {"column", problem.at.column},
                            {"message", problem.message},
                            {"hint", problem.hint}});
    }
    return {{"path", path}, {"good", found.empty()}, {"problems", std::move(problems)}};
}

Result<ExitCode> run_check(const CheckOptions& check, Context& context) {
    Screen& screen = context.screen();
    auto files = Json::array();
    ExitCode code = ExitCode::Done;
    for (const std::string& word : check.files) {
        const auto text = text_of(context, word);
        if (!text) {
            // The other files are still worth checking.
            screen.report(text.error());
            code = exit_code(text.error().kind);
            continue;
        }
        const auto checked = definition::read_practice(text->first, text->second);
        if (!checked.value) code = ExitCode::BadInput;
        if (context.global().json) {
            files.push_back(problems_json(text->second, checked.problems));
            continue;
        }
        for (const Problem& problem : checked.problems)
            screen.report(as_error(problem));
        if (!checked.value) continue;
        ATTUNE_CHECK(
            screen.print(fmt::format("{}: in order: {}, {}\n", Screen::visible(text->second),
                                     counted(checked.value->steps.size(), "step", "steps"),
                                     length_of(checked.value->length()))));
    }
    if (context.global().json)
        ATTUNE_CHECK(print_json(screen, {{"schema", 1}, {"files", std::move(files)}}));
    return code;
}

}  // namespace

const Command kPracticeList{
    .name = "practice list",
    .summary = "the practices there are",
    .group = Group::Practise,
    .needs = Needs::Nothing,
    .invoke = invoke<ListOptions, describe_list, run_list>,
    .details =
        "Your own files, NAME.toml in the folder 'practices' beside the config file, stand "
        "in front of those of the program.\n"};

const Command kPracticeShow{.name = "practice show",
                            .summary = "the words and times of a practice",
                            .group = Group::Practise,
                            .needs = Needs::Nothing,
                            .invoke = invoke<ShowOptions, describe_show, run_show>};

const Command kPracticeCheck{
    .name = "practice check",
    .summary = "find every mistake in a practice file",
    .group = Group::Practise,
    .needs = Needs::Nothing,
    .invoke = invoke<CheckOptions, describe_check, run_check>,
    .details =
        "Each problem comes with file:line:column. 'man 5 attune-practice' has the format.\n"};

}  // namespace attune::cli
