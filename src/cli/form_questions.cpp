#include "cli/form_questions.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/form_record.hpp"
#include "cli/find_written.hpp"
#include "cli/log_questions.hpp"
#include "cli/now.hpp"

namespace attune::cli {

namespace {

using definition::Form;
using definition::FormAnswers;
using definition::FormItem;
using definition::FormItemType;
using definition::FormStage;
using definition::Keep;

/// Apart from the ids of the menu, which a form may use as well.
std::string question_id(const FormItem& item) {
    return "item " + item.id;
}

FormStage stage_of(const NoteRequest& given) {
    return given.of ? FormStage::Later : FormStage::First;
}

bool is_given(const FormAsking& asking, const FormItem& item) {
    if (item.keep == Keep::Text && !trim(asking.given.text).empty()) return true;
    return std::any_of(asking.given.options.begin(), asking.given.options.end(),
                       [&](const auto& option) { return option.name == item.id; });
}

/// Parts between commas, and for short ids between blanks.
std::vector<std::string> parts_of(std::string_view text, bool at_blanks) {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ',');
    if (at_blanks) std::replace(line.begin(), line.end(), ' ', ',');
    std::vector<std::string> parts;
    for (const std::string_view part : split(line, ',')) {
        if (!trim(part).empty()) parts.emplace_back(trim(part));
    }
    return parts;
}

/// The answers that a reply to an item stands for, as its flag takes them.
std::vector<std::string> answers_of(const FormItem& item, const Reply& reply) {
    std::vector<std::string> answers;
    switch (item.type) {
        case FormItemType::Text:
        case FormItemType::Person:
        case FormItemType::Date: {
            std::string line = reply.text;
            std::replace(line.begin(), line.end(), '\n', ' ');
            answers.push_back(std::move(line));
            break;
        }
        case FormItemType::Lines:
            // Each line for itself: an option of a draft has one line.
            for (const std::string_view line : split(reply.text, '\n')) {
                if (!trim(line).empty()) answers.emplace_back(line);
            }
            break;
        case FormItemType::Link:
        case FormItemType::Scores:
            return parts_of(reply.text, item.type == FormItemType::Link);
        case FormItemType::Scale:
        case FormItemType::Number:
        case FormItemType::Percent:
            answers.push_back(shortest_number(*reply.number));
            break;
        case FormItemType::YesNo:
            answers.emplace_back(*reply.number > 0 ? "yes" : "no");
            break;
        case FormItemType::Choice:
        case FormItemType::Choices:
        case FormItemType::People:
            for (const Pick& pick : reply.picks)
                answers.push_back(pick.word);
            break;
        case FormItemType::Say:
            break;
    }
    return answers;
}

/// Everything that is answered so far, for conditions.
FormAnswers answers_so_far(const FormAsking& asking, const Replies& replies) {
    FormAnswers answers;
    for (const FormItem& item : asking.form.items) {
        for (const auto& option : asking.given.options) {
            if (option.name == item.id) answers.emplace_back(item.id, option.value);
        }
        const auto reply = replies.find(question_id(item));
        if (reply == replies.end()) continue;
        for (std::string& answer : answers_of(item, reply->second))
            answers.emplace_back(item.id, std::move(answer));
    }
    return answers;
}

/// Judges one answer as `note` will: by a form that has no other item.
Status judge(const FormAsking& asking, const FormItem& item, const std::string& answer) {
    Form alone;
    alone.id = asking.form.id;
    alone.items.push_back(item);
    alone.items.front().required = false;
    alone.items.front().show_if.clear();
    alone.items.front().stage = FormStage::First;
    ATTUNE_TRY([[maybe_unused]] const journal::Record record,
               journal::build_form_record(alone, {}, {{item.id, answer}}, asking.now,
                                          {.of = {}, .find = asking.find}));
    return {};
}

Answering answering_of(FormItemType type) {
    switch (type) {
        case FormItemType::Scale:
        case FormItemType::Percent:
            return Answering::Scale;
        case FormItemType::Number:
            return Answering::Number;
        case FormItemType::Choice:
            return Answering::One;
        case FormItemType::Choices:
        case FormItemType::People:
            return Answering::Several;
        case FormItemType::YesNo:
            return Answering::YesNo;
        case FormItemType::Date:
            return Answering::Date;
        case FormItemType::Text:
        case FormItemType::Lines:
        case FormItemType::Person:
        case FormItemType::Link:
        case FormItemType::Scores:
        case FormItemType::Say:
            break;
    }
    return Answering::Text;
}

std::vector<Choice> choices_of(const FormItem& item, const KnownWords& words) {
    if (item.type == FormItemType::People) return people_of(words);
    std::vector<Choice> choices;
    if (!item.words.empty()) {
        for (const auto& word : words.names.words(item.words))
            choices.push_back({word.slug, word.label, word.aliases});
    }
    for (const definition::FormOption& option : item.options)
        choices.push_back({option.slug, option.label});
    return choices;
}

void check_day(Question& question, const FormAsking& asking, const FormItem& item) {
    const auto direction = item.future ? journal::Direction::Plan : journal::Direction::Past;
    question.check = [now = asking.now, direction](const std::string& text) -> Result<std::string> {
        ATTUNE_TRY(const journal::Moment day, journal::parse_when(text, now, direction));
        return day.local_day.iso();
    };
    question.remark = [now = asking.now](const Reply& reply) -> std::string {
        const auto day = journal::parse_day(reply.text, now);
        return day ? journal::describe_day(*day, now.today()) : reply.text;
    };
}

Question question_of(const FormAsking& asking, std::size_t index, const KnownWords& words) {
    const FormItem& item = asking.form.items[index];
    Question question{
        .id = question_id(item),
        .text = item.ask,
        .explanation = item.help,
        .answering = answering_of(item.type),
        .low = item.low,
        .high = item.high,
        .low_word = item.low_word,
        .high_word = item.high_word,
        .whole = item.type != FormItemType::Number,
        .choices = choices_of(item, words),
        .own_words = item.open || !item.words.empty() || item.type == FormItemType::People,
        .own_names = item.type == FormItemType::People,
        .required = item.required,
        .counted = item.type != FormItemType::Say,
        .recalled = item.keep == Keep::Text};
    if (!item.unit.empty()) question.text += fmt::format(" ({})", item.unit);
    if (item.type == FormItemType::Date) check_day(question, asking, item);
    if (item.type == FormItemType::Say) {
        question.text += " (Enter goes on)";
        question.check = [](const std::string&) -> Result<std::string> {
            return fail(ErrorKind::Usage, "Enter goes on; the next question takes words");
        };
    }
    const bool judged = item.type == FormItemType::Person || item.type == FormItemType::Link ||
                        item.type == FormItemType::Scores;
    if (judged) {
        question.check = [asking, item](const std::string& text) -> Result<std::string> {
            Reply reply;
            reply.text = text;
            const auto answers = answers_of(item, reply);
            if (answers.size() > 1 && !item.several)
                return fail(ErrorKind::Usage, "one answer, please");
            for (const std::string& answer : answers)
                ATTUNE_CHECK(judge(asking, item, answer));
            return text;
        };
    }
    question.when = [asking, index](const Replies& replies) {
        return !is_given(asking, asking.form.items[index]) &&
               definition::is_shown(asking.form, index, answers_so_far(asking, replies));
    };
    return question;
}

LogAsking menu_asking(const FormAsking& asking) {
    return {.given = {.words = {asking.given.text}, .options = asking.given.options},
            .literal = asking.given.literal,
            .now = asking.now};
}

}  // namespace

std::vector<Question> form_questions(const FormAsking& asking, const KnownWords& words) {
    std::vector<Question> questions;
    for (const std::size_t index : asking.form.items_of(stage_of(asking.given)))
        questions.push_back(question_of(asking, index, words));
    for (Question& question : more_questions(menu_asking(asking), words))
        questions.push_back(std::move(question));
    return questions;
}

NoteRequest with_replies(const FormAsking& asking, const Replies& replies) {
    NoteRequest out = asking.given;
    for (const FormItem& item : asking.form.items) {
        const auto reply = replies.find(question_id(item));
        if (reply == replies.end()) continue;
        if (item.keep == Keep::Text) {
            out.text = reply->second.text;
            continue;
        }
        for (std::string& answer : answers_of(item, reply->second)) {
            // A sentence made of the answers reads better; the slug is the same.
            if (!item.words.empty()) std::replace(answer.begin(), answer.end(), '-', ' ');
            out.options.push_back({item.id, std::move(answer)});
        }
    }
    // The menu's replies have names of their own, and become what they are for `log`.
    LogAsking menu = menu_asking(asking);
    menu.given = {};
    for (auto& option : with_replies(menu, replies).options)
        out.options.push_back(std::move(option));
    return out;
}

Result<GuidedNote> ask_note_questions(Context& context, const FoundForm& form,
                                      const NoteRequest& given, Replies earlier) {
    ATTUNE_TRY(const KnownWords words, load_known_words(context));
    ATTUNE_TRY(const journal::Now now, current_now(context));
    const FormAsking asking{
        .form = form.form, .given = given, .now = now, .find = [&context](std::string_view id) {
            return find_written(context, std::string(id));
        }};
    ATTUNE_TRY(
        const Interviewed asked,
        interview(context, form_questions(asking, words), std::move(earlier),
                  fmt::format("give the answers as flags; 'attune note {} --help' lists them",
                              form.form.id),
                  form.form.intro));
    GuidedNote out{.request = with_replies(asking, asked.replies),
                   .finished = asked.finished,
                   .interrupted = asked.interrupted};
    if (!asked.unfinished.empty()) {
        std::string& text = out.request.text;
        text += (text.empty() ? "" : "\n") + asked.unfinished;
    }
    return out;
}

}  // namespace attune::cli
