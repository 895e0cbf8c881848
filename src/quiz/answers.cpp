#include "attune/quiz/answers.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/quiz/unscored.hpp"

namespace attune::quiz {

using definition::Condition;
using definition::Item;
using definition::ItemType;
using definition::Order;
using definition::Questionnaire;
using definition::ResponseSet;

namespace {

bool is_blank(std::string_view text) {
    static constexpr std::array<std::string_view, 6> kBlanks = {"-",   "na",   "n/a",
                                                                "nan", "null", "."};
    if (text.empty()) return true;
    if (text.size() > 4) return false;
    return std::find(kBlanks.begin(), kBlanks.end(), lower_ascii(text)) != kBlanks.end();
}

bool holds(const Condition& condition, const Answers& answers) {
    const Answer& answer = answers[condition.item];
    if (answer.state != AnswerState::Value) return false;
    switch (condition.op) {
        case Condition::Op::Equal:
            return answer.value == condition.value;
        case Condition::Op::NotEqual:
            return answer.value != condition.value;
        case Condition::Op::Less:
            return answer.value < condition.value;
        case Condition::Op::LessEqual:
            return answer.value <= condition.value;
        case Condition::Op::Greater:
            return answer.value > condition.value;
        case Condition::Op::GreaterEqual:
            return answer.value >= condition.value;
    }
    return false;
}

/// A word of an answers text and where it starts.
struct Word {
    std::string_view text;
    std::size_t line = 0;
    std::size_t column = 0;
};

std::string place(const std::string& path, const Word& word) {
    return fmt::format("{}:{}:{}", path, word.line, word.column);
}

/// Splits one line at commas and blanks. "1,,2" has an empty word in the middle; "1, 2" and "1 2"
/// have two words, and so has "1, 2," because a list may go on below.
void split_line(std::string_view line, std::size_t number, std::vector<Word>& words) {
    line = line.substr(0, line.find('#'));
    std::size_t at = 0;
    const auto skip_blanks = [&] {
        while (at < line.size() && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r'))
            ++at;
    };
    skip_blanks();
    while (at < line.size()) {
        const std::size_t begin = at;
        while (at < line.size() &&
               std::string_view(" \t\r,;").find(line[at]) == std::string_view::npos)
            ++at;
        words.push_back({line.substr(begin, at - begin), number, begin + 1});
        skip_blanks();
        if (at < line.size() && (line[at] == ',' || line[at] == ';')) {
            ++at;
            skip_blanks();
        }
    }
}

/// Takes one word, or the rest of a named line, as the answer to an item.
Status take_answer(const Questionnaire& questionnaire, std::size_t index, const Word& word,
                   const std::string& path, TypedAnswers& out) {
    const Item& item = questionnaire.items[index];
    const ResponseSet& response = questionnaire.response_of(item);
    bool fits = true;
    if (is_answered_by_number(item)) {
        out.answers[index] = read_answer(word.text, response);
        const AnswerState state = out.answers[index].state;
        fits = state == AnswerState::Value || state == AnswerState::Blank;
    } else if (const auto read = read_unscored(word.text, item, response)) {
        out.unscored.resize(questionnaire.items.size());
        out.unscored[index] = *read;
    } else {
        fits = false;
    }
    if (fits) return {};
    return fail(ErrorKind::BadInput,
                fmt::format("the answer to item '{}' is none of its values", item.id),
                fmt::format("answers are {} to {}, or - for a blank", shortest_number(response.low),
                            shortest_number(response.high)),
                place(path, word));
}

/// True when a line, comments left out, says ITEM = NUMBER.
bool is_named(std::string_view text) {
    const auto lines = split(text, '\n');
    return std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
        return line.substr(0, line.find('#')).find('=') != std::string_view::npos;
    });
}

Result<TypedAnswers> read_named(const Questionnaire& questionnaire, std::string_view text,
                                const std::string& path) {
    TypedAnswers out{Answers(questionnaire.items.size()), {}};
    std::vector<bool> seen(questionnaire.items.size());
    std::size_t number = 0;
    for (const std::string_view whole : split(text, '\n')) {
        ++number;
        std::string_view line = whole.substr(0, whole.find('#'));
        if (trim(line).empty()) continue;
        const std::size_t sign = line.find('=');
        const std::string_view id = trim(line.substr(0, sign));
        const auto offset = static_cast<std::size_t>(id.data() - line.data());
        const Word name{id, number, offset + 1};
        if (sign == std::string_view::npos) {
            return fail(ErrorKind::BadInput, "this line has no '='",
                        "write ITEM = ANSWER on every line", place(path, name));
        }
        const auto item = questionnaire.find_item(id);
        const auto& omitted = questionnaire.omit;
        // A short form reads the answers to its long form.
        if (!item && std::find(omitted.begin(), omitted.end(), id) != omitted.end()) continue;
        if (!item) {
            std::vector<std::string> ids;
            for (const Item& known : questionnaire.items)
                ids.push_back(known.id);
            const auto nearest = nearest_word(id, ids);
            return fail(ErrorKind::BadInput, fmt::format("no item '{}'", make_visible(id)),
                        nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string(),
                        place(path, name));
        }
        if (seen[*item]) {
            return fail(ErrorKind::BadInput, fmt::format("item '{}' is answered twice", id), {},
                        place(path, name));
        }
        seen[*item] = true;
        // In words a '#' is a letter like others.
        if (questionnaire.items[*item].type == ItemType::Text) line = whole;
        const std::string_view value = trim(line.substr(sign + 1));
        ATTUNE_CHECK(take_answer(questionnaire, *item, {value, number, sign + 2}, path, out));
    }
    return out;
}

}  // namespace

Answer judge_answer(double number, const ResponseSet& response) {
    if (response.values.empty()) {
        // An open number; without limits everything fits.
        const bool fits =
            response.low >= response.high || (number >= response.low && number <= response.high);
        return fits ? Answer{AnswerState::Value, number} : Answer{AnswerState::OutOfRange, 0};
    }
    if (number < response.low || number > response.high) return {AnswerState::OutOfRange, 0};
    // Nearly every response counts 1, 2, 3, ...: the value stands where it belongs.
    const auto place = static_cast<std::size_t>(number - response.low);
    if (place < response.values.size() && response.values[place] == number) {
        return {AnswerState::Value, number};
    }
    if (std::binary_search(response.values.begin(), response.values.end(), number)) {
        return {AnswerState::Value, number};
    }
    return {AnswerState::NotAValue, 0};
}

Answer read_answer(std::string_view text, const ResponseSet& response) {
    // One digit is what nearly every cell of a million holds.
    if (text.size() == 1 && text[0] >= '0' && text[0] <= '9')
        return judge_answer(text[0] - '0', response);
    text = trim(text);
    if (is_blank(text)) return {AnswerState::Blank, 0};
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto number = parse_number(text);
    return number ? judge_answer(*number, response) : Answer{AnswerState::NotAValue, 0};
}

void hide_unasked(const Questionnaire& questionnaire, Answers& answers) {
    for (std::size_t i = 0; i < questionnaire.items.size(); ++i) {
        const auto& conditions = questionnaire.items[i].show_if;
        const bool shown =
            std::all_of(conditions.begin(), conditions.end(),
                        [&](const Condition& condition) { return holds(condition, answers); });
        if (!shown) answers[i] = {AnswerState::Hidden, 0};
    }
}

std::string order_is_needed(const Questionnaire& questionnaire) {
    return fmt::format("'{}' is printed in {} orders, and the answers do not say in which",
                       questionnaire.id, questionnaire.orders.size());
}

std::string order_hint(const Questionnaire& questionnaire) {
    std::string out;
    for (const Order& order : questionnaire.orders)
        out += (out.empty() ? "say --order " : " or --order ") + make_visible(order.name);
    return out + ", whichever numbers the copy that was answered";
}

Result<const Order*> order_of_numbers(const Questionnaire& questionnaire, const std::string& name) {
    if (name.empty()) {
        if (!questionnaire.has_rival_orders()) return nullptr;
        return fail(ErrorKind::Usage, order_is_needed(questionnaire), order_hint(questionnaire));
    }
    if (const Order* known = questionnaire.find_order(name)) return known;
    std::vector<std::string> names;
    for (const Order& known : questionnaire.orders)
        names.push_back(known.name);
    return fail(ErrorKind::Usage,
                fmt::format("'{}' has no order '{}'", questionnaire.id, make_visible(name)),
                names.empty() ? "leave --order out: this questionnaire has one order only"
                              : fmt::format("orders: {}", join(names, ", ")));
}

Result<TypedAnswers> parse_answers(const Questionnaire& questionnaire, std::string_view text,
                                   const std::string& path, const std::string& order) {
    if (!order.empty()) ATTUNE_CHECK(order_of_numbers(questionnaire, order));
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (is_named(text)) {
        ATTUNE_TRY(TypedAnswers out, read_named(questionnaire, text, path));
        hide_unasked(questionnaire, out.answers);
        drop_hidden(out.answers, out.unscored);
        return out;
    }
    ATTUNE_TRY(const Order* by, order_of_numbers(questionnaire, order));
    std::vector<Word> words;
    std::size_t number = 0;
    for (const std::string_view line : split(text, '\n'))
        split_line(line, ++number, words);
    const std::size_t count = questionnaire.items.size();
    if (words.size() != count) {
        const Word last = words.empty()          ? Word{{}, 1, 1}
                          : words.size() > count ? words[count]
                                                 : words.back();
        return fail(ErrorKind::BadInput,
                    fmt::format("{} answers for the {} items of '{}'", words.size(), count,
                                questionnaire.id),
                    "one answer per item, in their order; - for a blank", place(path, last));
    }
    TypedAnswers out{Answers(count), {}};
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t item = by ? by->items[i] : i;
        const bool in_words = questionnaire.items[item].type == ItemType::Text;
        if (in_words && !is_blank(words[i].text)) {
            return fail(ErrorKind::BadInput,
                        fmt::format("item '{}' is answered in words, which a list cannot hold",
                                    questionnaire.items[item].id),
                        "put - in its place, or write lines ITEM = ANSWER into a file",
                        place(path, words[i]));
        }
        if (!in_words) ATTUNE_CHECK(take_answer(questionnaire, item, words[i], path, out));
    }
    hide_unasked(questionnaire, out.answers);
    drop_hidden(out.answers, out.unscored);
    return out;
}

}  // namespace attune::quiz
