#include "cli/quiz_taking.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/store/assessment.hpp"
#include "cli/drafts.hpp"
#include "cli/now.hpp"
#include "cli/quiz_prompts.hpp"
#include "cli/quiz_shelf.hpp"
#include "cli/quiz_takings.hpp"

namespace attune::cli {

using definition::Questionnaire;

namespace {

/// Answers are one number an item; a file this large holds something else.
constexpr std::size_t kMaxAnswersBytes = std::size_t{1} * 1024 * 1024;
/// Takings shown as a path on the map, and the newest of them compared with.
constexpr int kEarlierShown = 5;
/// What the pick list proposes to somebody who is here for the first time.
constexpr std::string_view kFirst = "attachment";

/// A list typed on the command line, as against the name of a file.
bool is_list(std::string_view value) {
    return value != "-" && value.find_first_not_of("0123456789,;.- ") == std::string_view::npos;
}

Result<quiz::Answers> given_answers(Context& context, const TakeOptions& take,
                                    const Questionnaire& questionnaire) {
    const std::string order = take.order.value_or("");
    if (!is_list(*take.answers)) {
        ATTUNE_TRY(const std::string text, context.load_input(*take.answers, kMaxAnswersBytes));
        return quiz::parse_answers(questionnaire, text, Screen::visible(*take.answers), order);
    }
    auto answers = quiz::parse_answers(questionnaire, *take.answers, "--answers", order);
    if (answers) return answers;
    Error error = std::move(answers).error();
    error.kind = ErrorKind::Usage;
    return fail(std::move(error));
}

/// Answers that are given all at once bring the messages along that the prompts would have shown.
void tell_safety(Context& context, const Questionnaire& questionnaire,
                 const quiz::Answers& answers) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const definition::Item& item = questionnaire.items[i];
        if (item.safety_from && answers[i].state == quiz::AnswerState::Value &&
            answers[i].value >= *item.safety_from) {
            for (const std::string& line :
                 wrap(Screen::visible(item.safety_message), context.screen().width())) {
                context.screen().say(line);
            }
        }
    }
}

/// What was answered so far as a line that can be typed again.
std::string draft_line(const TakeOptions& take, const Questionnaire& questionnaire,
                       const quiz::Answers& answers) {
    std::string numbers;
    for (const quiz::Answer& answer : answers) {
        if (!numbers.empty()) numbers += ' ';
        numbers += answer.state == quiz::AnswerState::Value ? shortest_number(answer.value) : "-";
    }
    std::string line = "attune quiz take " + questionnaire.id;
    if (take.about) line += " --about " + *take.about;
    if (questionnaire.has_rival_orders()) {
        // The numbers stand in the order of the file; an order that does so too says it.
        for (const definition::Order& order : questionnaire.orders) {
            if (!std::is_sorted(order.items.begin(), order.items.end())) continue;
            line += " --order " + order.name;
            break;
        }
    }
    return line + " --answers \"" + numbers + "\"";
}

/// Answers from prompts; nothing when the person left, who then finds what was answered as a draft.
Result<std::optional<quiz::Answers>> asked_answers(Context& context, const TakeOptions& take,
                                                   const Questionnaire& questionnaire) {
    if (!context.screen().may_ask() || !context.screen().may_ask_secret()) {
        return fail(ErrorKind::Usage, "the items cannot be asked here: there is no terminal",
                    "give the answers with --answers 1,2,... or --answers FILE");
    }
    // Items with a text need no order; those without are found on the copy by their place.
    const definition::Order* order = nullptr;
    if (take.order || !questionnaire.has_wording()) {
        ATTUNE_TRY(order, quiz::order_of_numbers(questionnaire, take.order.value_or("")));
    }
    ATTUNE_TRY(Asked asked, ask_items(context, questionnaire, order));
    if (asked.finished) return std::optional(std::move(asked.answers));
    const bool any = std::any_of(
        asked.answers.begin(), asked.answers.end(),
        [](const quiz::Answer& answer) { return answer.state == quiz::AnswerState::Value; });
    if (any) keep_draft(context, draft_line(take, questionnaire, asked.answers));
    if (asked.interrupted) return fail(ErrorKind::Interrupted, "interrupted");
    if (!any) context.screen().say("nothing written");
    return std::optional<quiz::Answers>();
}

/// Takings with the same person before the one just written, newest first. A store that opens only
/// with a question is left closed: taking a questionnaire needs no secret.
Result<std::vector<report::Taking>> load_earlier(Context& context, const SharedKey& key,
                                                 const std::string& about, const RecordId& now) {
    std::vector<report::Taking> out;
    if (!context.can_unlock_silently()) {
        context.screen().say(
            "the store is locked, so this is not compared with earlier takings; "
            "'attune unlock' first does that");
        return out;
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    TakingReader reader(context, *library);
    ATTUNE_TRY(out, reader.newest(key, about, kEarlierShown + 1));
    std::erase_if(out, [&](const report::Taking& one) { return one.record_id == now.hex(); });
    return out;
}

Result<std::string> pick_questionnaire(Context& context) {
    if (!context.screen().may_ask()) {
        return fail(ErrorKind::Usage, "which questionnaire?",
                    "name one: 'attune quiz NAME'; 'attune quiz list' shows them");
    }
    ATTUNE_TRY(const definition::Shelf shelf, open_shelf(context));
    std::vector<std::string> ids;
    std::string list;
    for (const definition::ShelvedFile& file : shelf.files()) {
        const auto loaded = definition::load_questionnaire(file.text, file.path);
        // Keys without wording need a copy on paper; who has one knows the name.
        if (!file.own && loaded.value && !loaded.value->has_wording()) continue;
        const std::string summary =
            loaded.value ? loaded.value->summary : "has mistakes: attune quiz check";
        ids.push_back(file.id);
        list += fmt::format("{:>3}  {}  {}\n", ids.size(), pad_right(file.id, 24),
                            Screen::visible(summary));
    }
    list += "'attune quiz list' also has the keys of published questionnaires\n";
    list += fmt::format("which one? (Enter takes {}) ", kFirst);
    ATTUNE_TRY(const std::string typed, context.screen().ask(list, "'attune quiz NAME'"));
    if (typed.empty()) return std::string(kFirst);
    const auto number = parse_integer(typed);
    if (!number) return typed;
    if (*number < 1 || *number > static_cast<long long>(ids.size())) {
        return fail(ErrorKind::Usage, fmt::format("there is no number {} in the list", *number));
    }
    return ids[static_cast<std::size_t>(*number - 1)];
}

Status check_norm(const Questionnaire& questionnaire, const std::string& id) {
    for (const definition::Norm& norm : questionnaire.norms) {
        if (norm.id == id) return {};
    }
    return fail(ErrorKind::Usage,
                fmt::format("'{}' has no norm '{}'", questionnaire.id, Screen::visible(id)),
                "'attune quiz show' lists its norms");
}

Status tell_result(Context& context, const TakeOptions& take, const report::Taking& now,
                   const std::vector<report::Taking>& earlier, const journal::Record& record,
                   const store::Receipt& receipt, CivilDay today) {
    Screen& screen = context.screen();
    if (context.global().porcelain) return screen.print_raw(receipt.record.hex() + "\n");
    const report::TakingOptions options{
        .norm = take.norm.value_or(""),
        .explain = take.explain,
        .style_names = context.settings().held("style_names").value != "off",
        .today = today};
    ATTUNE_TRY(const std::string format, output_format(take.output, context));
    if (format == "json")
        return write_bytes(result_json(now, earlier, options), take.output, context);
    ATTUNE_CHECK(
        write_document(report::build_taking(now, earlier, options), format, take.output, context));
    if (format == "html" && take.output.file.value_or("-") == "-") return {};
    // The echo says when and with whom; the numbers stand above it.
    journal::Record shown;
    shown.id = receipt.record;
    shown.kind = record.kind;
    shown.at = record.at;
    shown.people = record.people;
    return screen.print("\n" + journal::echo_line(shown, receipt.short_id, today) + "\n");
}

}  // namespace

void describe_take(OptionSet& options, TakeOptions& take) {
    options
        .text(take.about, "--about", "PERSON", "whom the answers are about; kept apart from others")
        .text(take.answers, "--answers", "LIST|FILE",
              "answers in the order of the items: 4,2,-,5 or a file; - in a list is a blank, alone "
              "it is standard input")
        .text(take.order, "--order", "NAME",
              "the answers, or the items of your copy, stand in this published order")
        .text(take.norm, "--norm", "ID", "compare with this norm only")
        .flag(take.explain, "--explain", "every rule of the questionnaire, side by side");
    describe_output(options, take.output, false);
}

Result<ExitCode> take_questionnaire(const TakeOptions& take, Context& context) {
    std::string name = take.name.value_or("");
    if (name.empty()) {
        ATTUNE_TRY(name, pick_questionnaire(context));
    }
    ATTUNE_TRY(FoundQuestionnaire found, find_questionnaire(context, name));
    const auto key = std::make_shared<const Questionnaire>(std::move(found.questionnaire));
    if (take.norm) ATTUNE_CHECK(check_norm(*key, *take.norm));
    ATTUNE_CHECK(output_format(take.output, context).map([](const std::string&) {}));
    // The store comes before the first question, so that nobody answers in vain.
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    report::Taking now_taken;
    if (take.answers) {
        ATTUNE_TRY(now_taken.answers, given_answers(context, take, *key));
        tell_safety(context, *key, now_taken.answers);
    } else {
        ATTUNE_TRY(auto answers, asked_answers(context, take, *key));
        if (!answers) return ExitCode::Done;
        now_taken.answers = *std::move(answers);
    }
    ATTUNE_TRY(const journal::Now now, current_now(context));
    now_taken.key = key;
    now_taken.version = key->version;
    now_taken.answers_today = now_taken.answers;
    now_taken.scored = quiz::score_answers(*key, now_taken.answers);
    now_taken.at = journal::moment_at(now.utc, now.zone, now.day_start);
    now_taken.about = std::string(trim(take.about.value_or("")));
    journal::Record record = store::record_from_taking(*key, now_taken.answers, now_taken.scored,
                                                       now_taken.at, now_taken.about);
    const store::DefinitionText definition{"questionnaire", key->id, key->version, key->digest,
                                           found.text};
    // Sealed first: whatever comes after this, the answers are safe. What is shown compares with
    // the takings before.
    journal::Record shown = record;
    ATTUNE_TRY(const store::Receipt receipt, logbook->add(std::move(record), definition));
    now_taken.record_id = receipt.record.hex();
    std::vector<report::Taking> earlier;
    if (!context.global().porcelain) {
        auto loaded = load_earlier(context, key, now_taken.about, receipt.record);
        if (loaded) {
            earlier = *std::move(loaded);
        } else {
            context.screen().report(loaded.error());
        }
    }
    return tell_result(context, take, now_taken, earlier, shown, receipt, now.today()).map([] {
        return ExitCode::Done;
    });
}

}  // namespace attune::cli
