#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "cli/choice_list.hpp"
#include "cli/context.hpp"

/// A row of questions on the terminal, all of them optional, and what a person said to them. The
/// keys are those of walk.hpp; beside them Enter skips or keeps what was said before, `-` alone
/// takes it away, and in a list `/word` shows the words with it and `/` all of them.
namespace attune::cli {

/// How a question is answered.
enum class Answering {
    Text,     ///< a line of the person's own, or several when they are pasted
    Scale,    ///< a number between two ends that have words
    Number,   ///< a number, between ends where there are any
    YesNo,    ///< 1 and 0
    Date,     ///< text that `check` understands and writes anew
    One,      ///< a word of a list
    Several,  ///< words of a list; with `ratings` each gets its numbers
};

/// A whole number that is asked for each picked word.
struct Rating {
    std::string what;  ///< "before"; empty where the word alone says it
    int low = 0;
    int high = 10;
    std::string low_word;
    std::string high_word;
};

/// A picked word and its numbers, as many as the question has ratings.
struct Pick {
    std::string word;
    std::vector<std::optional<int>> numbers = {};

    friend bool operator==(const Pick&, const Pick&) = default;
};

/// What was said to one question; all empty when it was skipped.
struct Reply {
    std::string text;              ///< Text, Date
    std::optional<double> number;  ///< Scale, Number, YesNo
    std::vector<Pick> picks;       ///< One, Several

    [[nodiscard]] bool empty() const { return text.empty() && !number && picks.empty(); }
};

/// By the id of the question; skipped ones are missing.
using Replies = std::map<std::string, Reply, std::less<>>;

struct Question {
    std::string id;
    std::string text;         ///< "what set it off?"
    std::string explanation;  ///< what `?` shows before the keys
    Answering answering = Answering::Text;
    std::optional<double> low = {};  ///< Scale, Number
    std::optional<double> high = {};
    std::string low_word = {};
    std::string high_word = {};
    bool whole = true;  ///< Scale, Number: no fractions
    std::vector<Choice> choices = {};
    std::vector<Rating> ratings = {};
    bool own_words = true;   ///< words that are not in the list are taken too
    bool own_names = false;  ///< they stay as they were typed; otherwise they become slugs
    /// Questions that stand together count as one: "3 of 9" for both. Empty: on its own.
    std::string group = {};
    bool required = false;  ///< Enter alone is no answer
    bool counted = true;
    bool extra = false;     ///< counted for itself, behind the others: "more, 1 of 3"
    bool recalled = false;  ///< what was said stays in sight of the questions behind
    /// Whether it is asked, from what was said so far; always when there is none.
    std::function<bool(const Replies&)> when = {};
    /// Fills in what depends on what was said, each time the question is reached.
    std::function<void(Question&, const Replies&)> prepare = {};
    /// Text, Date: the text to keep, or why it cannot be.
    std::function<Result<std::string>(const std::string&)> check = {};
    /// A line to show once the question is answered.
    std::function<std::string(const Reply&)> remark = {};
};

struct Interviewed {
    Replies replies;
    bool finished = false;     ///< false: left before the end; what was said is in `replies`
    bool interrupted = false;  ///< Ctrl-C, or the terminal is gone
    std::string unfinished;    ///< a line broken off by Ctrl-C that is no answer yet
};

/// Asks the questions; `earlier` replies are what Enter keeps, `intro` stands before the first.
/// Usage naming `flags` ("give the
/// answers as flags: ...") when no questions may be asked here.
[[nodiscard]] Result<Interviewed> interview(Context& context, std::vector<Question> questions,
                                            Replies earlier, std::string_view flags,
                                            std::string_view intro = {});

}  // namespace attune::cli
