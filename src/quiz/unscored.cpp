#include "attune/quiz/unscored.hpp"

#include <algorithm>

#include "attune/base/text.hpp"

namespace attune::quiz {

using definition::Item;
using definition::ItemType;
using definition::ResponseSet;

bool is_answered_by_number(const Item& item) {
    return item.type != ItemType::Text && item.type != ItemType::Choices;
}

std::optional<UnscoredAnswer> read_unscored(std::string_view text, const Item& item,
                                            const ResponseSet& response) {
    UnscoredAnswer out;
    text = trim(text);
    if (text == "-") return out;
    if (item.type == ItemType::Text) {
        out.words = to_utf8_lossy(text);
        return out;
    }
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \t,"), text.size());
        const Answer one = read_answer(text.substr(0, end), response);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (one.state == AnswerState::Blank) continue;
        if (one.state != AnswerState::Value) return std::nullopt;
        out.chosen.push_back(one.value);
    }
    std::sort(out.chosen.begin(), out.chosen.end());
    out.chosen.erase(std::unique(out.chosen.begin(), out.chosen.end()), out.chosen.end());
    return out;
}

std::string unscored_text(const UnscoredAnswer& answer) {
    if (!answer.words.empty()) return answer.words;
    std::vector<std::string> numbers;
    for (const double value : answer.chosen)
        numbers.push_back(shortest_number(value));
    return join(numbers, " ");
}

void drop_hidden(const Answers& answers, UnscoredAnswers& unscored) {
    for (std::size_t i = 0; i < unscored.size(); ++i) {
        if (answers[i].state == AnswerState::Hidden) unscored[i] = {};
    }
}

std::size_t count_given(const Answers& answers, const UnscoredAnswers& unscored) {
    return static_cast<std::size_t>(
        std::count_if(answers.begin(), answers.end(),
                      [](const Answer& one) { return one.state == AnswerState::Value; }) +
        std::count_if(unscored.begin(), unscored.end(),
                      [](const UnscoredAnswer& one) { return one.is_given(); }));
}

}  // namespace attune::quiz
