#include "cli/quiz_taking.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/store/assessment.hpp"
#include "cli/now.hpp"
#include "cli/quiz_draft.hpp"
#include "cli/quiz_prompts.hpp"
#include "cli/quiz_shelf.hpp"
#include "cli/quiz_takings.hpp"

namespace attune::cli {

using definition::Questionnaire;

namespace {

/// Answers are a number or a few words an item; a file this large holds something else.
constexpr std::size_t kMaxAnswersBytes = std::size_t{1} * 1024 * 1024;
/// Takings shown as a path on the map, and the newest of them compared with.
constexpr int kEarlierShown = 5;
/// What the pick list proposes to somebody who is here for the first time.
constexpr std::string_view kFirst = "attachment";

/// A list typed on the command line, as against the name of a file.
bool is_list(std::string_view value) {
    return value != "-" && value.find_first_not_of("0123456789,;.- ") == std::string_view::npos;
}

Result<quiz::TypedAnswers> given_answers(Context& context, const TakeOptions& take,
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

/// Answers whose result goes elsewhere than to the person's eyes bring the messages along that the
/// prompts would have shown.
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

/// One taking on its way: what was asked and what came of it.
struct Given {
    quiz::Answers answers;
    store::Administration administration;
    std::optional<TakingDraft> draft;  ///< that it went on with
};

/// The newest earlier taking, when it is nearer than the file would like.
std::string gap_note(Context& context, const SharedKey& key, const std::string& about,
                     CivilDay today) {
    if (key->min_gap_days <= 0 || !context.can_unlock_silently()) return {};
    const auto library = context.open_library();
    if (!library) return {};
    const auto last = TakingReader(context, **library).newest(key, about, 1);
    if (!last || last->empty()) return {};
    const int days = today - last->front().at.local_day;
    if (days < 0 || days >= key->min_gap_days) return {};
    return fmt::format(
        "The last time was {}. This one is made for {} or more in between, so small differences "
        "mean little; your answers count all the same.",
        days == 0   ? std::string("earlier today")
        : days == 1 ? std::string("yesterday")
                    : fmt::format("{} days ago", days),
        counted(key->min_gap_days, "day", "days"));
}

/// The draft to go on with: as --resume or --fresh say, otherwise as the person says.
Result<std::optional<TakingDraft>> wanted_draft(Context& context, const TakeOptions& take,
                                                const Questionnaire& key, const std::string& about,
                                                CivilDay today) {
    if (take.fresh || (!take.resume && !context.can_unlock_silently()))
        return std::optional<TakingDraft>();
    ATTUNE_TRY(auto draft, find_draft(context, key, about));
    if (take.resume && !draft) {
        return fail(ErrorKind::NotFound, fmt::format("there is no draft of '{}'", key.id),
                    "leave --resume out to begin");
    }
    if (!draft || take.resume) return draft;
    const std::string question =
        fmt::format("A draft of {} has {} of {}{}. Go on with it? (Enter goes on, n begins anew) ",
                    journal::describe_moment(draft->at, today), draft->answered,
                    counted(key.items.size(), "answer", "answers"),
                    draft->other_key ? "; the file has changed since" : "");
    ATTUNE_TRY(const host::Answer typed, context.host().terminal.read_words(question));
    if (typed.interrupted) return fail(ErrorKind::Interrupted, "interrupted");
    const std::string word = lower_ascii(trim(typed.text));
    if (word == "q") return fail(ErrorKind::Interrupted, "interrupted");
    if (word == "n" || word == "no") draft.reset();
    return draft;
}

/// Answers from prompts; nothing when the person left, who then finds what was answered as a draft.
Result<std::optional<Given>> asked_answers(Context& context, const TakeOptions& take,
                                           const SharedKey& key, const std::string& text,
                                           const std::string& about) {
    if (!context.screen().may_ask() || !context.screen().may_ask_secret()) {
        return fail(ErrorKind::Usage, "the items cannot be asked here: there is no terminal",
                    "give the answers with --answers 1,2,... or --answers FILE");
    }
    Questionnaire asked_key = *key;
    // Items with a text need no order; those without are found on the copy by their place.
    if (take.order || !key->has_wording()) {
        ATTUNE_TRY(const definition::Order* order,
                   quiz::order_of_numbers(*key, take.order.value_or("")));
        if (order != nullptr) asked_key.asked_in = order->name;
    }
    ATTUNE_TRY(const journal::Now now, current_now(context));
    Given given;
    ATTUNE_TRY(given.draft, wanted_draft(context, take, *key, about, now.today()));
    store::Administration& how = given.administration;
    AskPlan plan{
        .answers = {}, .unscored = {}, .seconds = {}, .order = {}, .about = about, .note = {}};
    plan.note = gap_note(context, key, about, now.today());
    if (given.draft) {
        how = given.draft->administration;
        plan.answers = given.draft->answers;
        plan.unscored = how.unscored;
        plan.seconds = how.seconds;
    }
    if (key->random_order && key->has_wording() && !how.seed) {
        std::array<std::uint8_t, 4> bytes{};
        context.host().environment.random(bytes);
        how.seed = std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8U |
                   std::uint32_t{bytes[2]} << 16U | std::uint32_t{bytes[3]} << 24U;
    }
    plan.order = order_of_asking(asked_key, how.seed);
    how.order = how.seed ? plan.order : std::vector<std::size_t>();
    ATTUNE_TRY(Asked asked, ask_items(context, *key, std::move(plan)));
    given.answers = std::move(asked.answers);
    how.seconds = std::move(asked.seconds);
    how.unscored = std::move(asked.unscored);
    if (asked.finished) return std::optional(std::move(given));
    const bool any = quiz::count_given(given.answers, how.unscored) > 0;
    if (any) {
        keep_taking(context, *key, text, given.answers, about, how);
        // The new draft holds all of the old one.
        if (given.draft) ATTUNE_CHECK(remove_draft(context, *given.draft));
    }
    if (asked.interrupted) return fail(ErrorKind::Interrupted, "interrupted");
    if (!any) context.screen().say("nothing written");
    return std::optional<Given>();
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

report::TakingOptions taking_options(const TakeOptions& take, Context& context, CivilDay today) {
    return {.norm = take.norm.value_or(""),
            .explain = take.explain,
            .style_names = context.settings().held("style_names").value != "off",
            .today = today};
}

Status tell_result(Context& context, const TakeOptions& take, const report::Taking& now,
                   const std::vector<report::Taking>& earlier, const journal::Record& record,
                   const store::Receipt& receipt, CivilDay today) {
    Screen& screen = context.screen();
    if (context.global().porcelain) return screen.print_raw(receipt.record.hex() + "\n");
    const report::TakingOptions options = taking_options(take, context, today);
    ATTUNE_TRY(const std::string format, output_format(take.output, context));
    if (format == "json")
        return write_bytes(result_json(now, earlier, options), take.output, context);
    ATTUNE_CHECK(
        write_document(report::build_taking(now, earlier, options), format, take.output, context));
    if (format != "text" && take.output.file.value_or("-") == "-") return {};
    // The echo says when and with whom; the numbers stand above it.
    journal::Record shown;
    shown.id = receipt.record;
    shown.kind = record.kind;
    shown.at = record.at;
    shown.people = record.people;
    return screen.print("\n" + journal::echo_line(shown, receipt.short_id, today) + "\n");
}

/// One taking, sealed and shown; nothing when the person left before its end.
Result<std::optional<report::Taking>> take_once(const TakeOptions& take, Context& context,
                                                const SharedKey& key, const std::string& text,
                                                const std::string& about) {
    Given given;
    if (take.answers) {
        ATTUNE_TRY(quiz::TypedAnswers typed, given_answers(context, take, *key));
        given.answers = std::move(typed.answers);
        given.administration.unscored = std::move(typed.unscored);
        if (!context.host().terminal.out_is_terminal() || take.output.file)
            tell_safety(context, *key, given.answers);
    } else {
        ATTUNE_TRY(auto asked, asked_answers(context, take, key, text, about));
        if (!asked) return std::optional<report::Taking>();
        given = *std::move(asked);
    }
    ATTUNE_TRY(const journal::Now now, current_now(context));
    report::Taking taking;
    taking.key = key;
    taking.version = key->version;
    taking.answers = given.answers;
    taking.answers_today = given.answers;
    taking.scored = quiz::score_answers(*key, given.answers);
    taking.unscored = given.administration.unscored;
    taking.seconds = given.administration.seconds;
    taking.order = given.administration.order;
    taking.at = journal::moment_at(now.utc, now.zone, now.day_start);
    taking.about = about;
    journal::Record record = store::record_from_taking(*key, taking.answers, taking.scored,
                                                       taking.at, about, given.administration);
    const store::DefinitionText definition{"questionnaire", key->id, key->version, key->digest,
                                           text};
    // Sealed first: whatever comes after this, the answers are safe. What is shown compares with
    // the takings before.
    const journal::Record shown = record;
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    auto receipt = logbook->add(std::move(record), definition);
    if (!receipt) {
        keep_taking(context, *key, text, given.answers, about, given.administration);
        return fail(std::move(receipt).error());
    }
    taking.record_id = receipt->record.hex();
    taking.short_id = receipt->short_id;
    if (given.draft) {
        const Status removed = remove_draft(context, *given.draft);
        if (!removed) context.screen().report(removed.error());
    }
    std::vector<report::Taking> earlier;
    if (!context.global().porcelain) {
        auto loaded = load_earlier(context, key, about, receipt->record);
        if (loaded) {
            earlier = *std::move(loaded);
        } else {
            context.screen().report(loaded.error());
        }
    }
    ATTUNE_CHECK(tell_result(context, take, taking, earlier, shown, *receipt, now.today()));
    return std::optional(std::move(taking));
}

/// The same questionnaire about one person after another, and in the end side by side.
Result<ExitCode> take_about_several(const TakeOptions& take, Context& context, const SharedKey& key,
                                    const std::string& text) {
    std::vector<report::Taking> takings;
    while (true) {
        ATTUNE_CHECK(context.screen().flush());
        const std::string proposed =
            key->repeat_for.empty() ? key->repeat_over : join(key->repeat_for, ", ") + ", ...";
        const std::string question =
            takings.empty()
                ? fmt::format("This one is answered about one person at a time ({}).\nAbout whom? ",
                              Screen::visible(proposed))
                : std::string("About whom next? (Enter ends) ");
        ATTUNE_TRY(const host::Answer typed, context.host().terminal.read_words(question));
        if (typed.interrupted) return fail(ErrorKind::Interrupted, "interrupted");
        const std::string person(trim(typed.text));
        if (person.empty() || person == "q") break;
        ATTUNE_TRY(auto taking, take_once(take, context, key, text, person));
        if (!taking) break;
        takings.push_back(*std::move(taking));
    }
    if (takings.empty()) context.screen().say("nothing written");
    if (takings.size() < 2 || context.global().json || context.global().porcelain)
        return ExitCode::Done;
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_CHECK(context.screen().print("\n"));
    ATTUNE_CHECK(write_document(
        report::build_comparison(takings, taking_options(take, context, now.today())), "text", {},
        context));
    return ExitCode::Done;
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
        .flag(take.resume, "--resume", "go on with the draft, unlocking the store when it has to")
        .flag(take.fresh, "--fresh", "begin anew; a draft stays as it is")
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
    if (take.resume && take.fresh)
        return fail(ErrorKind::Usage, "'--resume' and '--fresh' say two things");
    ATTUNE_CHECK(output_format(take.output, context).map([](const std::string&) {}));
    // The store comes before the first question, so that nobody answers in vain.
    ATTUNE_CHECK(context.open_logbook().map([](store::Logbook*) {}));
    const std::string about(trim(take.about.value_or("")));
    const bool several = !key->repeat_over.empty() && about.empty() && !take.answers &&
                         context.screen().may_ask() && context.screen().may_ask_secret();
    if (several) return take_about_several(take, context, key, found.text);
    ATTUNE_TRY(const auto taken, take_once(take, context, key, found.text, about));
    return ExitCode::Done;
}

}  // namespace attune::cli
