#include "cli/interview.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/trigger_record.hpp"
#include "cli/walk.hpp"

namespace attune::cli {

namespace {

/// Lines of the screen that a list leaves for the question around it.
constexpr int kRowsAround = 7;
/// A list is never cut below this.
constexpr int kListRowsMin = 6;
/// Words of the person's own are words; a text has a question of its own.
constexpr std::size_t kWordBytesMax = 128;

constexpr const char* kKeys = "Enter skips, b goes back, ? explains, q leaves and keeps a draft";

bool is_list(Answering answering) {
    return answering == Answering::One || answering == Answering::Several;
}

std::string ends_of(std::string_view low_word, std::string_view high_word, double low,
                    double high) {
    std::string out = shortest_number(low);
    if (!low_word.empty()) out += fmt::format(" {}", low_word);
    out += low_word.empty() && high_word.empty() ? " to " : " ... ";
    out += shortest_number(high);
    if (!high_word.empty()) out += fmt::format(" {}", high_word);
    return out;
}

std::string numbers_in_words(const std::vector<std::optional<int>>& numbers) {
    std::string out;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) out += '-';
        if (numbers[i]) out += fmt::format("{}", *numbers[i]);
    }
    return out == "-" ? std::string() : out;
}

/// A reply on one line: "hurt 7, anxious".
std::string in_words(const Question& question, const Reply& reply) {
    if (question.answering == Answering::Date && question.remark) return question.remark(reply);
    if (question.answering == Answering::YesNo && reply.number)
        return *reply.number > 0 ? "yes" : "no";
    if (reply.number) return shortest_number(*reply.number);
    if (!is_list(question.answering)) {
        std::string line = reply.text;
        std::replace(line.begin(), line.end(), '\n', ' ');
        return line;
    }
    std::vector<std::string> words;
    for (const Pick& pick : reply.picks) {
        const std::string numbers = numbers_in_words(pick.numbers);
        words.push_back(label_of(question.choices, pick.word) +
                        (numbers.empty() ? "" : " " + numbers));
    }
    return join(words, ", ");
}

/// The questions as stops of a walk.
class QuestionStops final : public Stops {
  public:
    QuestionStops(Context& context, std::vector<Question> questions, Replies earlier)
        : screen_(context.screen()),
          rows_(context.host().terminal.rows().value_or(0)),
          questions_(std::move(questions)),
          replies_(std::move(earlier)) {}

    [[nodiscard]] std::size_t count() const override { return questions_.size(); }
    [[nodiscard]] bool is_asked(std::size_t stop) override {
        const Question& question = questions_[stop];
        return !question.when || question.when(replies_);
    }
    [[nodiscard]] std::string question(std::size_t stop, bool again) override;
    [[nodiscard]] std::string explanation(std::size_t stop) override;
    [[nodiscard]] Heard take(std::size_t stop, std::string_view typed) override;
    [[nodiscard]] bool step_back(std::size_t stop) override;

    [[nodiscard]] std::string opening(std::string_view intro) const {
        return safe((intro.empty() ? std::string() : shown(intro)) + shown(kKeys));
    }
    /// Keeps a line that was broken off where it is an answer already.
    bool take_unfinished(std::size_t stop, std::string_view typed);
    [[nodiscard]] Replies take_replies() { return std::move(replies_); }

  private:
    [[nodiscard]] std::string shown(std::string_view text, Style style = Style::Plain) const;
    [[nodiscard]] std::string indented(std::string_view text) const;
    [[nodiscard]] std::string safe(std::string text) const;
    [[nodiscard]] std::string one_line(std::string_view lead, std::string_view text) const;
    [[nodiscard]] std::string progress(std::size_t stop);
    [[nodiscard]] std::string recalled(std::size_t stop) const;
    [[nodiscard]] std::string list(const Question& question, std::string_view filter, bool whole);
    [[nodiscard]] std::string answer_line(std::size_t stop) const;
    [[nodiscard]] std::string rating_line(const Question& question) const;

    [[nodiscard]] Heard take_text(Question& question, std::string_view typed);
    [[nodiscard]] Heard take_number(Question& question, std::string_view typed);
    [[nodiscard]] Heard take_list(Question& question, std::string_view typed);
    [[nodiscard]] Heard take_rating(Question& question, std::string_view typed);
    [[nodiscard]] Heard answered(const Question& question, std::string said);
    [[nodiscard]] bool next_rating(const Question& question);

    Screen& screen_;
    int rows_;
    std::vector<Question> questions_;
    Replies replies_;
    bool list_keys_told_ = false;
    /// The number that is asked of the stop's picks: (pick, rating), when one is.
    std::optional<std::pair<std::size_t, std::size_t>> rating_;
};

std::string QuestionStops::safe(std::string text) const {
    return screen_.ascii() ? to_ascii(text) : text;
}

/// Wrapped lines in a style.
std::string QuestionStops::shown(std::string_view text, Style style) const {
    std::string out;
    for (const std::string& line : wrap(text, screen_.width()))
        out += screen_.styled(line, style) + '\n';
    return out;
}

/// Wrapped lines that stand in from the edge: what was said, beside what is asked.
std::string QuestionStops::indented(std::string_view text) const {
    std::string out;
    for (const std::string& line : wrap(text, screen_.width() - 2))
        out += "  " + line + '\n';
    return out;
}

/// What a person said, cut to one line.
std::string QuestionStops::one_line(std::string_view lead, std::string_view text) const {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    line = fmt::format("{}{}", lead, Screen::visible(line));
    const int room = screen_.width() - 2;
    if (column_width(line) > room) line = std::string(cut_to_columns(line, room - 1)) + "…";
    return "  " + screen_.styled(line, Style::Dim) + '\n';
}

std::string QuestionStops::progress(std::size_t stop) {
    if (!questions_[stop].counted) return {};
    const bool extra = questions_[stop].extra;
    int number = 0;
    int total = 0;
    const std::string* group = nullptr;
    for (std::size_t i = 0; i < questions_.size(); ++i) {
        const Question& question = questions_[i];
        if (!question.counted || question.extra != extra || !is_asked(i)) continue;
        if (group == nullptr || group->empty() || *group != question.group) ++total;
        group = &question.group;
        if (i == stop) number = total;
    }
    return fmt::format("{}{} of {}: ", extra ? "more, " : "", number, total);
}

/// What was said before and stays in sight. Read aloud each time it would be in the way, so there
/// `?` tells it.
std::string QuestionStops::recalled(std::size_t stop) const {
    std::string out;
    for (std::size_t i = 0; i < stop; ++i) {
        const Question& question = questions_[i];
        const auto reply = replies_.find(question.id);
        if (!question.recalled || reply == replies_.end()) continue;
        out += one_line("", in_words(question, reply->second));
    }
    return out;
}

std::string QuestionStops::list(const Question& question, std::string_view filter, bool whole) {
    const int rows = whole || rows_ == 0 ? 0 : std::max(rows_ - kRowsAround, kListRowsMin);
    return choice_lines(
        question.choices,
        {.columns = screen_.width(), .rows = rows, .accessible = screen_.accessible()}, filter);
}

std::string QuestionStops::rating_line(const Question& question) const {
    const Pick& pick = replies_.find(question.id)->second.picks[rating_->first];
    const Rating& rating = question.ratings[rating_->second];
    std::string line = label_of(question.choices, pick.word);
    if (!rating.what.empty()) line += ", " + rating.what;
    line += ": " + ends_of(rating.low_word, rating.high_word, rating.low, rating.high);
    std::string out = indented(Screen::visible(line));
    out.pop_back();
    return out + " > ";
}

std::string QuestionStops::answer_line(std::size_t stop) const {
    const Question& question = questions_[stop];
    std::string out;
    const auto reply = replies_.find(question.id);
    if (reply != replies_.end())
        out += one_line("Enter keeps: ", in_words(question, reply->second));
    if (question.answering == Answering::YesNo) out += "y or n ";
    if (question.answering == Answering::Scale || question.answering == Answering::Number) {
        if (question.low && question.high) {
            std::string ends = shown(
                ends_of(question.low_word, question.high_word, *question.low, *question.high));
            ends.pop_back();
            out += ends + ' ';
        }
    }
    return out + "> ";
}

std::string QuestionStops::question(std::size_t stop, bool again) {
    Question& question = questions_[stop];
    if (rating_) return safe(rating_line(question));
    if (again) return safe(answer_line(stop));
    if (question.prepare) question.prepare(question, replies_);
    std::string out = "\n" + shown(progress(stop) + question.text, Style::Bold);
    if (!screen_.accessible()) out += recalled(stop);
    if (is_list(question.answering) && !question.choices.empty()) {
        out += list(question, {}, false);
        if (!std::exchange(list_keys_told_, true)) {
            out += shown(question.own_words ? "Numbers or words, your own as well; /word finds"
                                            : "Numbers or words; /word finds");
        }
    }
    return safe(out + answer_line(stop));
}

std::string QuestionStops::explanation(std::size_t stop) {
    const Question& question = questions_[stop];
    std::string out;
    if (!question.explanation.empty()) out += shown(question.explanation);
    if (screen_.accessible()) out += recalled(stop);
    if (is_list(question.answering) && !question.choices.empty()) {
        out += shown(question.answering == Answering::One
                         ? "One number or word; /word shows those with the word, / all."
                         : "Several with blanks between: 1 3 4; /word shows those with the word, / "
                           "all; a comma ends a word of your own.");
    }
    if (!question.ratings.empty()) out += shown("The number can stand with the word: hurt=7.");
    out += shown(std::string(kKeys) + "; - takes away what was said");
    return safe(out);
}

Heard QuestionStops::answered(const Question& question, std::string said) {
    const auto reply = replies_.find(question.id);
    if (question.remark && reply != replies_.end()) {
        const std::string remark = question.remark(reply->second);
        if (!remark.empty()) said += indented(Screen::visible(remark, true));
    }
    return {true, safe(std::move(said))};
}

Heard QuestionStops::take(std::size_t stop, std::string_view typed) {
    Question& question = questions_[stop];
    if (rating_) return take_rating(question, typed);
    if (typed.empty()) {
        if (!question.required || replies_.contains(question.id)) return {};
        return {false, safe(shown("this one is needed; q leaves and keeps a draft"))};
    }
    if (typed == "-" && (question.answering != Answering::Text || replies_.contains(question.id))) {
        replies_.erase(question.id);
        return {!question.required, {}};
    }
    switch (question.answering) {
        case Answering::Text:
        case Answering::Date:
            return take_text(question, typed);
        case Answering::Scale:
        case Answering::Number:
        case Answering::YesNo:
            return take_number(question, typed);
        case Answering::One:
        case Answering::Several:
            return take_list(question, typed);
    }
    return {};
}

bool QuestionStops::step_back(std::size_t /*stop*/) {
    return std::exchange(rating_, std::nullopt).has_value();
}

Heard QuestionStops::take_text(Question& question, std::string_view typed) {
    Reply reply;
    reply.text = std::string(typed);
    if (question.check) {
        auto checked = question.check(reply.text);
        if (!checked) {
            const Error& error = checked.error();
            return {false, safe(shown(error.message) +
                                (error.hint.empty() ? std::string() : shown(error.hint)))};
        }
        reply.text = *std::move(checked);
    }
    replies_[question.id] = std::move(reply);
    return answered(question, {});
}

Heard QuestionStops::take_number(Question& question, std::string_view typed) {
    Reply reply;
    const std::string word = lower_ascii(typed);
    if (question.answering == Answering::YesNo) {
        if (word == "y" || word == "yes" || word == "1") reply.number = 1;
        if (word == "n" || word == "no" || word == "0") reply.number = 0;
        if (!reply.number) return {false, "y or n; Enter skips\n"};
    } else {
        reply.number = parse_number(typed);
        const auto fits = [&](double number) {
            return (!question.low || number >= *question.low) &&
                   (!question.high || number <= *question.high) &&
                   (!question.whole || number == static_cast<double>(static_cast<long>(number)));
        };
        if (!reply.number || !fits(*reply.number)) {
            const std::string kind = question.whole ? "a whole number" : "a number";
            const std::string range =
                question.low && question.high
                    ? fmt::format(" from {} to {}", shortest_number(*question.low),
                                  shortest_number(*question.high))
                    : std::string();
            return {false, safe(shown(kind + range + "; Enter skips"))};
        }
    }
    replies_[question.id] = std::move(reply);
    return answered(question, {});
}

/// That a word is new, and which known one it may have been meant for.
std::string own_word_line(const Question& question, const std::string& typed,
                          const std::string& kept) {
    std::vector<std::string> known;
    for (const Choice& choice : question.choices) {
        known.push_back(choice.word);
        known.insert(known.end(), choice.aliases.begin(), choice.aliases.end());
    }
    const auto near = nearest_word(kept, known);
    if (question.own_names) {
        return near ? fmt::format("'{}' is a new name (the nearest is '{}')", typed, *near)
                    : fmt::format("'{}' is a new name", typed);
    }
    return fmt::format("'{}' is not in the list; kept as your own word{}", typed,
                       near ? fmt::format(" (the nearest is '{}')", *near) : "");
}

/// "7" or "7-4": the numbers of a pick, or nothing when they do not fit.
std::optional<std::vector<std::optional<int>>> read_numbers(const Question& question,
                                                            std::string_view text) {
    std::vector<std::optional<int>> numbers(question.ratings.size());
    if (text.empty()) return numbers;
    const auto parts = split(text, '-');
    if (parts.size() > numbers.size()) return std::nullopt;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].empty()) continue;
        const auto number = parse_integer(parts[i]);
        const Rating& rating = question.ratings[i];
        if (!number || *number < rating.low || *number > rating.high) return std::nullopt;
        numbers[i] = static_cast<int>(*number);
    }
    return numbers;
}

Heard QuestionStops::take_list(Question& question, std::string_view typed) {
    if (typed.starts_with('/') && !question.choices.empty()) {
        const std::string_view filter = trim(typed.substr(1));
        const std::string found = list(question, filter, true);
        return {false,
                safe(found.empty() ? shown(fmt::format("nothing with '{}' in it; / shows all",
                                                       Screen::visible(filter)))
                                   : found)};
    }
    Picked picked = read_choices(question.choices, typed);
    if (!picked.problem.empty()) return {false, safe(shown(picked.problem))};
    if (question.answering == Answering::One && picked.words.size() > 1)
        return {false, "one of them, please\n"};
    Reply reply;
    std::string said;
    for (PickedWord& word : picked.words) {
        std::string kept = word.word;
        if (!word.known) {
            const std::string typed_word = Screen::visible(word.word);
            if (!question.own_words)
                return {false, safe(shown(fmt::format("'{}' is not in the list", typed_word)))};
            if (!question.own_names) kept = journal::slug_of(word.word);
            if (kept.empty() || kept.size() > kWordBytesMax)
                return {false,
                        safe(shown("a word has letters or digits, and at most 128 of them"))};
            if (!question.choices.empty()) said += shown(own_word_line(question, typed_word, kept));
        }
        auto numbers = read_numbers(question, word.numbers);
        if (!numbers) {
            if (question.ratings.empty())
                return {false, safe(shown("these words take no numbers"))};
            return {false, safe(shown(fmt::format("'{}' takes whole numbers from {} to {}",
                                                  Screen::visible(kept), question.ratings[0].low,
                                                  question.ratings[0].high)))};
        }
        reply.picks.push_back({std::move(kept), *std::move(numbers)});
    }
    if (reply.picks.empty()) return {false, {}};
    replies_[question.id] = std::move(reply);
    rating_ = std::pair<std::size_t, std::size_t>{0, 0};
    if (next_rating(question)) return {false, safe(std::move(said))};
    if (!question.choices.empty())
        said += indented(Screen::visible(in_words(question, replies_[question.id])));
    return answered(question, std::move(said));
}

/// Moves on to the next number that is missing from here on; false at the end.
bool QuestionStops::next_rating(const Question& question) {
    const Reply& reply = replies_[question.id];
    for (auto [pick, rating] = *rating_; pick < reply.picks.size(); ++pick, rating = 0) {
        const auto& numbers = reply.picks[pick].numbers;
        // A word whose number was typed with it is done.
        const bool typed = rating == 0 && std::any_of(numbers.begin(), numbers.end(),
                                                      [](const auto& n) { return n.has_value(); });
        if (!typed && rating < numbers.size()) {
            rating_ = std::pair(pick, rating);
            return true;
        }
    }
    rating_.reset();
    return false;
}

Heard QuestionStops::take_rating(Question& question, std::string_view typed) {
    Reply& reply = replies_[question.id];
    const Rating& rating = question.ratings[rating_->second];
    if (!typed.empty()) {
        const auto number = parse_integer(typed);
        if (!number || *number < rating.low || *number > rating.high) {
            return {false, safe(shown(fmt::format("a whole number from {} to {}; Enter skips",
                                                  rating.low, rating.high)))};
        }
        reply.picks[rating_->first].numbers[rating_->second] = static_cast<int>(*number);
    }
    if (++rating_->second == question.ratings.size()) rating_ = std::pair(rating_->first + 1, 0);
    if (next_rating(question)) return {false, {}};
    return answered(question, indented(Screen::visible(in_words(question, reply))));
}

bool QuestionStops::take_unfinished(std::size_t stop, std::string_view typed) {
    const bool key = typed == "?" || typed == "b" || typed == "q" || typed == "-";
    if (typed.empty() || key) return true;
    const std::size_t before = replies_.size();
    const Heard heard = take(stop, typed);
    return heard.done || replies_.size() > before;
}

}  // namespace

Result<Interviewed> interview(Context& context, std::vector<Question> questions, Replies earlier,
                              std::string_view flags, std::string_view intro) {
    if (!context.screen().may_ask() || !context.screen().may_ask_secret()) {
        return fail(ErrorKind::Usage, "the questions cannot be asked here: there is no terminal",
                    std::string(flags));
    }
    ATTUNE_CHECK(context.screen().flush());
    QuestionStops stops(context, std::move(questions), std::move(earlier));
    static_cast<void>(context.host().terminal.tell(stops.opening(intro)));
    Walked walked = walk(context, stops);
    Interviewed out{.replies = {},
                    .finished = walked.finished,
                    .interrupted = walked.interrupted,
                    .unfinished = {}};
    if (walked.stop && !stops.take_unfinished(*walked.stop, walked.unfinished))
        out.unfinished = std::move(walked.unfinished);
    out.replies = stops.take_replies();
    return out;
}

}  // namespace attune::cli
