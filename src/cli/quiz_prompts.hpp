#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/quiz/quality.hpp"
#include "attune/quiz/unscored.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// What is known before the first question.
struct AskPlan {
    quiz::Answers answers;           ///< of a draft that goes on; empty or one per item
    quiz::UnscoredAnswers unscored;  ///< the same
    quiz::Seconds seconds;           ///< the same
    std::vector<std::size_t> order;  ///< all items, as they are asked
    std::string about;               ///< whom it is about, or empty
    std::string note;                ///< a line in front of the questions, or empty
};

/// How far a person came.
struct Asked {
    quiz::Answers answers;
    quiz::UnscoredAnswers unscored = {};  ///< empty when there are none
    quiz::Seconds seconds = {};           ///< on each item; empty when nothing was timed
    bool finished = false;     ///< false: left with q or Ctrl-C; what was answered is in `answers`
    bool interrupted = false;  ///< Ctrl-C or the end of the terminal
};

/// The order in which a file wants its items asked: its own, or, with `random_order`, shuffled by
/// the seed. Items that others depend on, and those that depend on others, keep their places.
[[nodiscard]] std::vector<std::size_t> order_of_asking(
    const definition::Questionnaire& questionnaire, std::optional<std::uint32_t> seed);

/// Asks every item of a questionnaire on the terminal, one at a time and with the keys of walk.hpp;
/// Enter skips or keeps the answer given before. At the end an answer can be changed before Enter
/// saves. Items whose condition does not hold are passed over. Words that
/// Ctrl-C ended count as an answer to their text item. Only answers that are numbers are timed.
/// Without its wording an item is named by its place in the printed order, and nothing is
/// timed. A draft goes on at its first item without an answer.
[[nodiscard]] Result<Asked> ask_items(Context& context,
                                      const definition::Questionnaire& questionnaire, AskPlan plan);

}  // namespace attune::cli
