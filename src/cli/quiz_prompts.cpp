#include "cli/quiz_prompts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/random.hpp"
#include "cli/walk.hpp"

namespace attune::cli {

using definition::Item;
using definition::ItemType;
using definition::Questionnaire;
using definition::ResponseSet;
using quiz::Answer;
using quiz::AnswerState;

namespace {

/// Of an earlier answer in words, in front of the cursor; ? at the end shows all of it.
constexpr int kKeptColumns = 30;
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

/// What fits, in front of the cursor.
std::string wanted(const Questionnaire& questionnaire, const Item& item) {
    if (item.type == ItemType::Text) return "words";
    const std::string range = range_of(questionnaire.response_of(item));
    return item.type == ItemType::Choices ? range + ", several as 1 3" : range;
}

std::string opening(Context& context, const Questionnaire& questionnaire, const AskPlan& plan) {
    std::string out =
        lines_of(context, plan.about.empty() ? questionnaire.title
                                             : questionnaire.title + ", with " + plan.about) +
        '\n';
    std::string size = counted(plan.order.size(), "item", "items");
    if (questionnaire.minutes > 0)
        size += fmt::format(", about {}", counted(questionnaire.minutes, "minute", "minutes"));
    out += lines_of(context, size);
    if (!plan.note.empty()) out += lines_of(context, plan.note);
    if (!questionnaire.instructions.empty())
        out += lines_of(context, trim(questionnaire.instructions));
    if (!questionnaire.time_frame.empty())
        out += lines_of(context, "About: " + questionnaire.time_frame);
    if (!questionnaire.has_wording()) {
        out += lines_of(context,
                        "The wording is not part of attune: answer each item from your own copy, "
                        "by its number.");
    }
    const std::string ends = anchors(questionnaire.responses.front());
    if (!ends.empty()) out += lines_of(context, ends);
    return out + lines_of(context, kCommands) + '\n';
}

std::string explanation(Context& context, const Questionnaire& questionnaire, const Item& item) {
    std::string out;
    const std::string ends =
        item.type == ItemType::Text ? std::string() : anchors(questionnaire.response_of(item));
    if (!ends.empty()) out += lines_of(context, ends);
    if (item.type == ItemType::Text)
        out += lines_of(context, "Words of your own; they are kept as they are and not scored.");
    if (item.type == ItemType::Choices)
        out += lines_of(context, "Several answers fit, as 1 3 4; they are kept and not scored.");
    if (!questionnaire.time_frame.empty())
        out += lines_of(context, "About: " + questionnaire.time_frame);
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

/// The items of a questionnaire as stops of a walk, and behind them one where an answer can be
/// changed.
class ItemStops final : public Stops {
  public:
    ItemStops(Context& context, const Questionnaire& questionnaire, AskPlan plan)
        : context_(context),
          questionnaire_(questionnaire),
          order_(std::move(plan.order)),
          answers_(std::move(plan.answers)),
          unscored_(std::move(plan.unscored)),
          seconds_(std::move(plan.seconds)),
          timed_(questionnaire.has_wording()) {
        answers_.resize(questionnaire.items.size());
        unscored_.resize(questionnaire.items.size());
        seconds_.resize(questionnaire.items.size());
        // A draft goes on behind its last answer; what was skipped before that stays skipped.
        for (std::size_t i = 0; i < order_.size(); ++i) {
            if (is_answered(order_[i])) start_ = i + 1;
        }
    }

    [[nodiscard]] std::size_t count() const override { return order_.size() + 1; }
    [[nodiscard]] bool is_asked(std::size_t stop) override {
        if (stop == order_.size()) return true;
        return (stop >= start_ || went_back_) && is_shown(order_[stop]);
    }
    [[nodiscard]] std::string question(std::size_t stop, bool again) override {
        if (!again) shown_at_ = context_.host().clock.now();
        if (stop == order_.size()) return changing_ ? ask(*changing_) : ending(again);
        return ask(stop);
    }
    [[nodiscard]] std::string explanation(std::size_t stop) override {
        if (stop == order_.size() && !changing_) return all_answers();
        return cli::explanation(context_, questionnaire_, item_at(changing_.value_or(stop)));
    }
    [[nodiscard]] Heard take(std::size_t stop, std::string_view typed) override {
        if (stop == order_.size()) return take_at_end(typed);
        Heard heard = answer(stop, typed);
        if (heard.done && timed_ && quiz::is_answered_by_number(item_at(stop)))
            add_seconds(order_[stop]);
        return heard;
    }
    [[nodiscard]] bool step_back(std::size_t stop) override {
        if (stop == order_.size() && changing_) {
            changing_.reset();
            return true;
        }
        went_back_ = true;
        return false;
    }

    /// The line that Ctrl-C ended: words are kept, half a number is not.
    void keep_unfinished(std::size_t stop, std::string_view typed) {
        const bool end = stop == order_.size();
        if (typed.empty() || (end && !changing_)) return;
        const std::size_t place = end ? *changing_ : stop;
        if (item_at(place).type == ItemType::Text) answer(place, typed);
    }

    /// What was answered, and how long it took.
    [[nodiscard]] Asked take_asked() {
        Asked asked{.answers = std::move(answers_)};
        if (quiz::count_given({}, unscored_) > 0) asked.unscored = std::move(unscored_);
        const bool any = std::any_of(seconds_.begin(), seconds_.end(),
                                     [](const auto& one) { return one.has_value(); });
        if (any) asked.seconds = std::move(seconds_);
        return asked;
    }

  private:
    [[nodiscard]] const Item& item_at(std::size_t place) const {
        return questionnaire_.items[order_[place]];
    }
    [[nodiscard]] bool is_shown(std::size_t item) const {
        quiz::Answers seen = answers_;
        quiz::hide_unasked(questionnaire_, seen);
        return seen[item].state != AnswerState::Hidden;
    }
    [[nodiscard]] bool is_answered(std::size_t item) const {
        return answers_[item].state == AnswerState::Value || unscored_[item].is_given();
    }
    /// The answer as it was typed; empty for none.
    [[nodiscard]] std::string given_text(std::size_t item) const {
        if (answers_[item].state == AnswerState::Value)
            return shortest_number(answers_[item].value);
        return Screen::visible(quiz::unscored_text(unscored_[item]));
    }

    [[nodiscard]] std::string ask(std::size_t place) const {
        const Item& item = item_at(place);
        const std::string before = given_text(order_[place]);
        const bool long_one = column_width(before) > kKeptColumns;
        const std::string kept = before.empty()
                                     ? before
                                     : fmt::format(" [{}{}]", cut_to_columns(before, kKeptColumns),
                                                   long_one ? "..." : "");
        const std::string text = item.text.empty() ? fmt::format("item {}", place + 1) : item.text;
        const std::string head = fmt::format("{} of {}: {}", place + 1, order_.size(), text);
        std::string out = lines_of(context_, head);
        // The answers that the first lines showed are those of the plain response.
        const std::string choices = item.type == ItemType::Choices
                                        ? anchors(questionnaire_.response_of(item))
                                        : std::string();
        if (!choices.empty()) out += lines_of(context_, choices);
        return out + fmt::format("{}{} > ", wanted(questionnaire_, item), kept);
    }

    [[nodiscard]] std::string ending(bool again) const {
        std::size_t shown = 0;
        std::size_t answered = 0;
        std::vector<std::string> open;
        for (std::size_t place = 0; place < order_.size(); ++place) {
            if (!is_shown(order_[place])) continue;
            ++shown;
            if (is_answered(order_[place])) {
                ++answered;
            } else {
                open.push_back(std::to_string(place + 1));
            }
        }
        std::string out;
        if (!again) {
            std::string words = fmt::format("{} of {} answered", answered, shown);
            if (!open.empty() && open.size() <= 10) words += "; open: " + join(open, ", ");
            out = lines_of(context_, words + ".");
        }
        return out +
               lines_of(context_, "Enter saves; a number changes that answer, ? shows them all") +
               "> ";
    }

    [[nodiscard]] std::string all_answers() const {
        std::string out;
        for (std::size_t place = 0; place < order_.size(); ++place) {
            if (!is_shown(order_[place])) continue;
            const std::string given = given_text(order_[place]);
            out +=
                lines_of(context_, fmt::format("{:>3}  {}  {}", place + 1,
                                               given.empty() ? "-" : given, item_at(place).text));
        }
        return out;
    }

    Heard answer(std::size_t place, std::string_view typed) {
        if (typed.empty()) return {};
        const std::size_t index = order_[place];
        const Item& item = questionnaire_.items[index];
        const ResponseSet& response = questionnaire_.response_of(item);
        if (!quiz::is_answered_by_number(item)) {
            auto read = quiz::read_unscored(typed, item, response);
            if (!read) {
                return {false, fmt::format("not all of that is one of {}; Enter skips\n",
                                           range_of(response))};
            }
            unscored_[index] = *std::move(read);
            return {};
        }
        const Answer given = read_typed(typed, item, response);
        if (given.state == AnswerState::OutOfRange || given.state == AnswerState::NotAValue) {
            return {false, fmt::format("that is none of {}; Enter skips\n", range_of(response))};
        }
        answers_[index] = given;
        const bool tell = item.safety_from && given.state == AnswerState::Value &&
                          given.value >= *item.safety_from;
        return {true, tell ? lines_of(context_, trim(item.safety_message)) : std::string()};
    }

    Heard take_at_end(std::string_view typed) {
        if (changing_) {
            Heard heard = answer(*changing_, typed);
            if (heard.done) changing_.reset();
            heard.done = false;
            return heard;
        }
        if (typed.empty()) return {};
        const auto number = parse_integer(typed);
        if (!number || *number < 1 || *number > static_cast<long long>(order_.size()) ||
            !is_shown(order_[static_cast<std::size_t>(*number - 1)])) {
            return {false, fmt::format("there is no item {} here\n", Screen::visible(typed))};
        }
        changing_ = static_cast<std::size_t>(*number - 1);
        return {.done = false};
    }

    /// A clock that stands still, or was set back, times nothing.
    void add_seconds(std::size_t item) {
        const auto passed = context_.host().clock.now() - shown_at_;
        if (passed.count() <= 0) return;
        const double more = static_cast<double>(passed.count()) / 1000;
        seconds_[item] = seconds_[item].value_or(0) + more;
    }

    Context& context_;
    const Questionnaire& questionnaire_;
    std::vector<std::size_t> order_;
    quiz::Answers answers_;
    quiz::UnscoredAnswers unscored_;
    quiz::Seconds seconds_;
    bool timed_;
    std::size_t start_ = 0;
    bool went_back_ = false;
    host::Time shown_at_{};
    std::optional<std::size_t> changing_;
};

}  // namespace

std::vector<std::size_t> order_of_asking(const Questionnaire& questionnaire,
                                         std::optional<std::uint32_t> seed) {
    std::vector<std::size_t> order = questionnaire.asking_order();
    if (!questionnaire.random_order || !seed) return order;
    std::vector<bool> stays(questionnaire.items.size(), false);
    for (std::size_t i = 0; i < questionnaire.items.size(); ++i) {
        for (const definition::Condition& condition : questionnaire.items[i].show_if) {
            stays[i] = true;
            stays[condition.item] = true;
        }
    }
    std::vector<std::size_t> places;
    std::vector<std::size_t> moving;
    for (std::size_t place = 0; place < order.size(); ++place) {
        if (stays[order[place]]) continue;
        places.push_back(place);
        moving.push_back(order[place]);
    }
    stats::Random random(*seed);
    random.shuffle(moving);
    for (std::size_t i = 0; i < places.size(); ++i)
        order[places[i]] = moving[i];
    return order;
}

Result<Asked> ask_items(Context& context, const Questionnaire& questionnaire, AskPlan plan) {
    ATTUNE_CHECK(context.screen().flush());
    ATTUNE_CHECK(context.host().terminal.tell(opening(context, questionnaire, plan)));
    ItemStops stops(context, questionnaire, std::move(plan));
    const Walked walked = walk(context, stops);
    if (walked.stop) stops.keep_unfinished(*walked.stop, walked.unfinished);
    Asked asked = stops.take_asked();
    asked.finished = walked.finished;
    asked.interrupted = walked.interrupted;
    if (asked.finished) {
        quiz::hide_unasked(questionnaire, asked.answers);
        quiz::drop_hidden(asked.answers, asked.unscored);
    }
    return asked;
}

}  // namespace attune::cli
