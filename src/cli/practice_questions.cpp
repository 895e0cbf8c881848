#include "cli/practice_questions.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/walk.hpp"

namespace attune::cli {

using definition::Practice;
using definition::PracticeRating;
using journal::PracticeRatingGiven;

namespace {

bool is_asked_at(const PracticeRating& rating, std::string_view phase) {
    return phase == "before" ? rating.is_before() : rating.is_after();
}

/// "0 calm ... 10 very tense"
std::string ends_of(const PracticeRating& rating) {
    const auto end = [](int number, const std::string& word) {
        return word.empty() ? fmt::format("{}", number)
                            : fmt::format("{} {}", number, Screen::visible(word));
    };
    return end(rating.low, rating.low_word) + " ... " + end(rating.high, rating.high_word);
}

class RatingReader {
  public:
    explicit RatingReader(const Practice& practice) : practice_(practice) {}

    Status add_only(std::string_view phase, long long number) {
        const PracticeRating* only = nullptr;
        std::vector<std::string> ids;
        for (const PracticeRating& rating : practice_.ratings) {
            if (!is_asked_at(rating, phase)) continue;
            only = &rating;
            ids.push_back(rating.id);
        }
        if (ids.empty())
            return fail(ErrorKind::Usage,
                        fmt::format("'{}' has no rating {}", practice_.id,
                                    phase == "before" ? "before it" : "after it"));
        if (ids.size() > 1)
            return fail(ErrorKind::Usage,
                        fmt::format("'{}' has several ratings: {}", practice_.id, join(ids, ", ")),
                        fmt::format("'--rate {}={}' names one", ids.front(), number));
        return add(*only, phase, number);
    }

    Status add_named(std::string_view typed) {
        const std::size_t equals = typed.find('=');
        const std::string_view id = trim(typed.substr(0, equals));
        const auto rating =
            std::find_if(practice_.ratings.begin(), practice_.ratings.end(),
                         [&](const PracticeRating& known) { return known.id == id; });
        if (rating == practice_.ratings.end()) {
            std::vector<std::string> ids;
            for (const PracticeRating& known : practice_.ratings)
                ids.push_back(known.id);
            return fail(ErrorKind::Usage,
                        fmt::format("'{}' has no rating '{}'", practice_.id, make_visible(id)),
                        ids.empty() ? "it has none at all" : "one of: " + join(ids, ", "));
        }
        if (equals == std::string_view::npos) return wrong(*rating);
        const std::string_view numbers = trim(typed.substr(equals + 1));
        // The dash behind the first character parts two numbers; in front it is a sign.
        const std::size_t dash = numbers.find('-', 1);
        const auto first = parse_integer(trim(numbers.substr(0, dash)));
        if (!first) return wrong(*rating);
        if (dash == std::string_view::npos)
            return add(*rating, rating->is_after() && !rating->is_before() ? "after" : "before",
                       *first);
        const auto second = parse_integer(trim(numbers.substr(dash + 1)));
        if (!second || !rating->is_before() || !rating->is_after()) return wrong(*rating);
        ATTUNE_CHECK(add(*rating, "before", *first));
        return add(*rating, "after", *second);
    }

    [[nodiscard]] std::vector<PracticeRatingGiven> take() && { return std::move(given_); }

  private:
    static tl::unexpected<Error> wrong(const PracticeRating& rating) {
        const bool pair = rating.is_before() && rating.is_after();
        return fail(ErrorKind::Usage,
                    fmt::format("'--rate {}' takes {} from {} to {}", rating.id,
                                pair ? "one or two whole numbers" : "a whole number", rating.low,
                                rating.high),
                    fmt::format("for example --rate {}={}{}", rating.id, rating.high,
                                pair ? fmt::format("-{}", rating.low) : std::string()));
    }

    Status add(const PracticeRating& rating, std::string_view phase, long long number) {
        if (number < rating.low || number > rating.high) {
            return fail(ErrorKind::Usage,
                        fmt::format("{} is not on the scale of '{}'", number, rating.id),
                        fmt::format("a whole number from {}", ends_of(rating)));
        }
        for (const PracticeRatingGiven& other : given_) {
            if (other.key == rating.id && other.phase == phase)
                return fail(ErrorKind::Usage,
                            fmt::format("two numbers for '{}' {}", rating.id, phase));
        }
        given_.push_back(
            {rating.id, std::string(phase), static_cast<int>(number), rating.low, rating.high});
        return {};
    }

    const Practice& practice_;
    std::vector<PracticeRatingGiven> given_;
};

/// Ratings, and behind them a line of the person's own.
class PracticeStops final : public Stops {
  public:
    PracticeStops(Context& context, std::vector<const PracticeRating*> ratings,
                  std::string_view phase, bool text)
        : screen_(context.screen()), ratings_(std::move(ratings)), phase_(phase), text_(text) {
        numbers_.resize(ratings_.size());
    }

    [[nodiscard]] std::size_t count() const override { return ratings_.size() + (text_ ? 1 : 0); }
    [[nodiscard]] bool is_asked(std::size_t /*stop*/) override { return true; }

    [[nodiscard]] std::string question(std::size_t stop, bool /*again*/) override {
        if (stop == ratings_.size())
            return safe(wrapped("Anything to keep about it? (Enter skips) > "));
        const PracticeRating& rating = *ratings_[stop];
        return safe(wrapped(fmt::format("{} {} > ", Screen::visible(rating.ask), ends_of(rating))));
    }

    [[nodiscard]] std::string explanation(std::size_t stop) override {
        return safe(wrapped(stop == ratings_.size()
                                ? "A line of your own, kept as it stands."
                                : "A whole number; how it is, not how it was meant to be.") +
                    "\n" + wrapped("Enter skips, b goes back, q leaves.") + "\n");
    }

    [[nodiscard]] Heard take(std::size_t stop, std::string_view typed) override {
        if (typed.empty()) return {};
        if (stop == ratings_.size()) {
            words_ = std::string(typed);
            return {};
        }
        const PracticeRating& rating = *ratings_[stop];
        const auto number = parse_integer(typed);
        if (!number || *number < rating.low || *number > rating.high) {
            return {false, safe(fmt::format("a whole number from {} to {}; Enter skips\n",
                                            rating.low, rating.high))};
        }
        numbers_[stop] = static_cast<int>(*number);
        return {};
    }

    /// Keeps what stood on the line that Ctrl-C ended.
    void take_unfinished(std::size_t stop, std::string_view typed) {
        if (!typed.empty()) static_cast<void>(take(stop, typed));
    }

    [[nodiscard]] PracticeReplies replies() const {
        PracticeReplies out;
        for (std::size_t i = 0; i < ratings_.size(); ++i) {
            if (!numbers_[i]) continue;
            out.ratings.push_back({ratings_[i]->id, std::string(phase_), *numbers_[i],
                                   ratings_[i]->low, ratings_[i]->high});
        }
        out.text = words_;
        return out;
    }

  private:
    [[nodiscard]] std::string wrapped(std::string_view text) const {
        return join(wrap(text, screen_.width()), "\n") + (text.ends_with(' ') ? " " : "");
    }
    [[nodiscard]] std::string safe(std::string text) const {
        return screen_.ascii() ? to_ascii(text) : text;
    }

    Screen& screen_;
    std::vector<const PracticeRating*> ratings_;
    std::string_view phase_;
    bool text_;
    std::vector<std::optional<int>> numbers_;
    std::string words_;
};

}  // namespace

Result<std::vector<PracticeRatingGiven>> read_ratings(const Practice& practice,
                                                      const RatingFlags& flags) {
    RatingReader reader(practice);
    if (flags.before) ATTUNE_CHECK(reader.add_only("before", *flags.before));
    if (flags.after) ATTUNE_CHECK(reader.add_only("after", *flags.after));
    for (const std::string& typed : flags.named)
        ATTUNE_CHECK(reader.add_named(typed));
    return std::move(reader).take();
}

PracticeReplies ask_about_practice(Context& context, const Practice& practice,
                                   std::string_view phase,
                                   const std::vector<PracticeRatingGiven>& given, bool text) {
    std::vector<const PracticeRating*> open;
    for (const PracticeRating& rating : practice.ratings) {
        const bool there =
            std::any_of(given.begin(), given.end(), [&](const PracticeRatingGiven& one) {
                return one.key == rating.id && one.phase == phase;
            });
        if (is_asked_at(rating, phase) && !there) open.push_back(&rating);
    }
    if (!context.screen().flush()) return {.ratings = {}, .text = {}, .finished = true};
    PracticeStops stops(context, std::move(open), phase, text);
    const Walked walked = walk(context, stops);
    if (walked.stop && walked.interrupted) stops.take_unfinished(*walked.stop, walked.unfinished);
    PracticeReplies replies = stops.replies();
    replies.finished = walked.finished;
    replies.interrupted = walked.interrupted;
    return replies;
}

}  // namespace attune::cli
