#include "cli/quiz_prompts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::cli {

using definition::Item;
using definition::ItemType;
using definition::Questionnaire;
using definition::ResponseSet;
using quiz::Answer;
using quiz::AnswerState;

namespace {

constexpr const char* kCommands = "Enter skips, b goes back, ? explains, q leaves";

std::string lines_of(Context& context, std::string_view text) {
    std::string out;
    for (const std::string& line : wrap(Screen::visible(text, true), context.screen().width()))
        out += line + '\n';
    return context.screen().ascii() ? to_ascii(out) : out;
}

/// "1 does not fit at all ... 4 fits in part ... 7 fits completely"
std::string anchors(const ResponseSet& response) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < response.labels.size(); ++i) {
        if (response.labels[i].empty()) continue;
        parts.push_back(
            fmt::format("{} {}", shortest_number(response.values[i]), response.labels[i]));
    }
    const bool every = parts.size() == response.labels.size();
    return join(parts, every ? ", " : " ... ");
}

std::string range_of(const ResponseSet& response) {
    if (response.low >= response.high) return "a number";
    return fmt::format("{}-{}", shortest_number(response.low), shortest_number(response.high));
}

bool is_asked(const Item& item) {
    return item.type != ItemType::Text && item.type != ItemType::Choices;
}

std::string opening(Context& context, const Questionnaire& questionnaire) {
    std::string out = lines_of(context, questionnaire.title) + '\n';
    if (!questionnaire.instructions.empty())
        out += lines_of(context, trim(questionnaire.instructions));
    if (!questionnaire.has_wording()) {
        out += lines_of(context,
                        "The wording is not part of attune: answer each item from your own copy, "
                        "by its number.");
    }
    const std::string ends = anchors(questionnaire.responses.front());
    if (!ends.empty()) out += lines_of(context, ends);
    return out + lines_of(context, kCommands) + '\n';
}

std::string question(Context& context, const Questionnaire& questionnaire, std::size_t index,
                     const Answer& before) {
    const Item& item = questionnaire.items[index];
    const std::string text = item.text.empty() ? fmt::format("item {}", item.id) : item.text;
    std::string kept;
    if (before.state == AnswerState::Value)
        kept = fmt::format(" [{}]", shortest_number(before.value));
    return lines_of(context,
                    fmt::format("{} of {}: {}", index + 1, questionnaire.items.size(), text)) +
           fmt::format("{}{} > ", range_of(questionnaire.response_of(item)), kept);
}

std::string explanation(Context& context, const Questionnaire& questionnaire, const Item& item) {
    const ResponseSet& response = questionnaire.response_of(item);
    std::string out;
    const std::string ends = anchors(response);
    if (!ends.empty()) out += lines_of(context, ends);
    if (!questionnaire.time_frame.empty())
        out += lines_of(context, "About " + questionnaire.time_frame + ".");
    return out + lines_of(context, kCommands);
}

/// y and n for yes and no, beside the numbers.
Answer read_typed(std::string_view word, const Item& item, const ResponseSet& response) {
    const std::string lower = lower_ascii(word);
    if (item.type == ItemType::YesNo && (lower == "y" || lower == "yes"))
        return {AnswerState::Value, response.high};
    if (item.type == ItemType::YesNo && (lower == "n" || lower == "no"))
        return {AnswerState::Value, response.low};
    return quiz::read_answer(word, response);
}

bool is_hidden(const Questionnaire& questionnaire, const quiz::Answers& answers,
               std::size_t index) {
    quiz::Answers seen = answers;
    quiz::hide_unasked(questionnaire, seen);
    return seen[index].state == AnswerState::Hidden;
}

}  // namespace

Result<Asked> ask_items(Context& context, const Questionnaire& questionnaire) {
    host::Terminal& terminal = context.host().terminal;
    Asked asked;
    asked.answers.resize(questionnaire.items.size());
    ATTUNE_CHECK(context.screen().flush());
    ATTUNE_CHECK(terminal.tell(opening(context, questionnaire)));
    std::vector<std::size_t> way;  // the items asked so far, for going back
    std::size_t index = 0;
    while (index < questionnaire.items.size()) {
        const Item& item = questionnaire.items[index];
        if (!is_asked(item) || is_hidden(questionnaire, asked.answers, index)) {
            ++index;
            continue;
        }
        Answer& answer = asked.answers[index];
        ATTUNE_TRY(const host::Answer typed,
                   terminal.read_words(question(context, questionnaire, index, answer)));
        const std::string_view word = trim(typed.text);
        if (typed.interrupted || word == "q") {
            asked.interrupted = typed.interrupted;
            return asked;
        }
        if (word == "?") {
            ATTUNE_CHECK(terminal.tell(explanation(context, questionnaire, item)));
            continue;
        }
        if (word == "b") {
            if (!way.empty()) {
                index = way.back();
                way.pop_back();
            }
            continue;
        }
        if (!word.empty()) {
            const ResponseSet& response = questionnaire.response_of(item);
            const Answer given = read_typed(word, item, response);
            if (given.state == AnswerState::OutOfRange || given.state == AnswerState::NotAValue) {
                ATTUNE_CHECK(terminal.tell(
                    fmt::format("that is none of {}; Enter skips\n", range_of(response))));
                continue;
            }
            answer = given;
            if (item.safety_from && answer.state == AnswerState::Value &&
                answer.value >= *item.safety_from) {
                ATTUNE_CHECK(terminal.tell(lines_of(context, item.safety_message)));
            }
        }
        way.push_back(index);
        ++index;
    }
    quiz::hide_unasked(questionnaire, asked.answers);
    asked.finished = true;
    return asked;
}

}  // namespace attune::cli
