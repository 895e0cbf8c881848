#include "cli/quiz_prompts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/walk.hpp"

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

/// `place` is where the item stands on the copy that is answered, from 1; 0 for none.
std::string question(Context& context, const Questionnaire& questionnaire, std::size_t stop,
                     const Item& item, std::size_t place, const Answer& before) {
    std::string text = item.text;
    if (text.empty()) text = place > 0 ? fmt::format("item {}", place) : "item " + item.id;
    std::string kept;
    if (before.state == AnswerState::Value)
        kept = fmt::format(" [{}]", shortest_number(before.value));
    return lines_of(context,
                    fmt::format("{} of {}: {}", stop + 1, questionnaire.items.size(), text)) +
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

/// The items of a questionnaire as stops of a walk.
class ItemStops final : public Stops {
  public:
    ItemStops(Context& context, const Questionnaire& questionnaire, const definition::Order* order)
        : context_(context),
          questionnaire_(questionnaire),
          order_(order),
          answers_(questionnaire.items.size()) {}

    [[nodiscard]] std::size_t count() const override { return questionnaire_.items.size(); }
    [[nodiscard]] bool is_asked(std::size_t stop) override {
        const std::size_t item = item_at(stop);
        if (!cli::is_asked(questionnaire_.items[item])) return false;
        quiz::Answers seen = answers_;
        quiz::hide_unasked(questionnaire_, seen);
        return seen[item].state != AnswerState::Hidden;
    }
    [[nodiscard]] std::string question(std::size_t stop, bool /*again*/) override {
        const std::size_t item = item_at(stop);
        return cli::question(context_, questionnaire_, stop, questionnaire_.items[item],
                             order_ ? stop + 1 : 0, answers_[item]);
    }
    [[nodiscard]] std::string explanation(std::size_t stop) override {
        return cli::explanation(context_, questionnaire_, questionnaire_.items[item_at(stop)]);
    }
    [[nodiscard]] Heard take(std::size_t stop, std::string_view typed) override {
        if (typed.empty()) return {};
        const Item& item = questionnaire_.items[item_at(stop)];
        const ResponseSet& response = questionnaire_.response_of(item);
        const Answer given = read_typed(typed, item, response);
        if (given.state == AnswerState::OutOfRange || given.state == AnswerState::NotAValue) {
            return {false, fmt::format("that is none of {}; Enter skips\n", range_of(response))};
        }
        answers_[item_at(stop)] = given;
        const bool tell = item.safety_from && given.state == AnswerState::Value &&
                          given.value >= *item.safety_from;
        return {true, tell ? lines_of(context_, item.safety_message) : std::string()};
    }
    [[nodiscard]] quiz::Answers take_answers() { return std::move(answers_); }

  private:
    [[nodiscard]] std::size_t item_at(std::size_t stop) const {
        return order_ ? order_->items[stop] : stop;
    }

    Context& context_;
    const Questionnaire& questionnaire_;
    const definition::Order* order_;
    quiz::Answers answers_;
};

}  // namespace

Result<Asked> ask_items(Context& context, const Questionnaire& questionnaire,
                        const definition::Order* order) {
    ATTUNE_CHECK(context.screen().flush());
    ATTUNE_CHECK(context.host().terminal.tell(opening(context, questionnaire)));
    ItemStops stops(context, questionnaire, order);
    const Walked walked = walk(context, stops);
    Asked asked{.answers = stops.take_answers(),
                .finished = walked.finished,
                .interrupted = walked.interrupted};
    if (asked.finished) quiz::hide_unasked(questionnaire, asked.answers);
    return asked;
}

}  // namespace attune::cli
