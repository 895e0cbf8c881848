#include "cli/quiz_draft.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/drafts.hpp"
#include "cli/now.hpp"

namespace attune::cli {

using definition::Questionnaire;

namespace {

/// What was answered so far as a line that can be typed again.
std::string draft_line(const Questionnaire& questionnaire, const quiz::Answers& answers,
                       const std::string& about) {
    std::string numbers;
    for (const quiz::Answer& answer : answers) {
        if (!numbers.empty()) numbers += ' ';
        numbers += answer.state == quiz::AnswerState::Value ? shortest_number(answer.value) : "-";
    }
    std::string line = "attune quiz take " + questionnaire.id;
    if (!about.empty()) line += " --about " + about;
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

/// What a list of numbers cannot hold, as lines of a file for --answers.
std::string unscored_lines(const Questionnaire& questionnaire,
                           const quiz::UnscoredAnswers& unscored) {
    std::string out;
    for (std::size_t i = 0; i < unscored.size(); ++i) {
        if (!unscored[i].is_given()) continue;
        out +=
            fmt::format("\n{} = {}", questionnaire.items[i].id, quiz::unscored_text(unscored[i]));
    }
    return out;
}

}  // namespace

void keep_taking(Context& context, const Questionnaire& questionnaire, const std::string& file_text,
                 const quiz::Answers& answers, const std::string& about,
                 const store::Administration& administration) {
    const std::string line = draft_line(questionnaire, answers, about);
    // A zone that nobody knows is no reason to lose answers.
    const auto now = current_now(context);
    const auto utc = std::chrono::floor<std::chrono::seconds>(context.host().clock.now());
    journal::Record record = store::record_from_draft(
        questionnaire, answers, journal::moment_at(utc, now ? now->zone : journal::Zone{}), about,
        administration, line);
    const store::DefinitionText definition{"questionnaire", questionnaire.id, questionnaire.version,
                                           questionnaire.digest, file_text};
    const auto logbook = context.open_logbook();
    const auto receipt = logbook ? (*logbook)->add(std::move(record), definition)
                                 : Result<store::Receipt>(fail(logbook.error()));
    if (!receipt) {
        repeat_words(context, line + unscored_lines(questionnaire, administration.unscored));
        return;
    }
    context.screen().say_always(fmt::format("kept as draft {}: 'attune quiz take {}{}' goes on",
                                            receipt->short_id, questionnaire.id,
                                            about.empty() ? "" : " --about " + about));
}

Result<std::optional<TakingDraft>> find_draft(Context& context, const Questionnaire& questionnaire,
                                              const std::string& about) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto rows,
               store::find_taking_drafts(library->database(), questionnaire.id, about, 1));
    if (rows.empty()) return std::optional<TakingDraft>();
    ATTUNE_TRY(const journal::Record row, library->load_row(rows.front()));
    ATTUNE_TRY(store::StoredRecord stored, library->load(row.id));
    TakingDraft draft;
    draft.id = row.id;
    draft.leaves = std::move(stored.leaves);
    draft.at = stored.record.at;
    ATTUNE_TRY(draft.answers, store::answers_from_record(questionnaire, stored.record));
    draft.administration = store::administration_from_record(questionnaire, stored.record);
    draft.answered = quiz::count_given(draft.answers, draft.administration.unscored);
    draft.other_key =
        store::read_definition_name(stored.record.definition).digest != questionnaire.digest;
    return std::optional(std::move(draft));
}

Status remove_draft(Context& context, const TakingDraft& draft) {
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    return logbook->remove(draft.id, draft.leaves).map([](const store::Receipt&) {});
}

}  // namespace attune::cli
