#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"

/// Answers to items of type `text` and `choices`. They are kept and shown; no score, no count of
/// blanks and no note on how answers were given ever looks at them, so they stand beside Answers.
namespace attune::quiz {

/// The answer to one such item; both empty for a blank.
struct UnscoredAnswer {
    std::string words;           ///< of a text item, UTF-8
    std::vector<double> chosen;  ///< of a choices item: values of its response, ascending

    [[nodiscard]] bool is_given() const { return !words.empty() || !chosen.empty(); }

    friend bool operator==(const UnscoredAnswer&, const UnscoredAnswer&) = default;
};

/// Empty, or one per item in the order of the items.
using UnscoredAnswers = std::vector<UnscoredAnswer>;

/// True for the items whose answer is one number: all but text and choices.
[[nodiscard]] bool is_answered_by_number(const definition::Item& item);

/// What a line means as an answer to a text or choices item. `-` and white space are a blank; so
/// are, for choices, the other blanks of read_answer. Choices are values of the response with
/// blanks or commas between, each counted once; nothing when one of them is none of its values.
/// Words are taken as they are.
[[nodiscard]] std::optional<UnscoredAnswer> read_unscored(std::string_view text,
                                                          const definition::Item& item,
                                                          const definition::ResponseSet& response);

/// The words, or "1 3 4": what read_unscored reads as the same answer. Empty for a blank.
[[nodiscard]] std::string unscored_text(const UnscoredAnswer& answer);

/// A hidden item loses its answer.
void drop_hidden(const Answers& answers, UnscoredAnswers& unscored);

/// How many items have an answer of either kind.
[[nodiscard]] std::size_t count_given(const Answers& answers, const UnscoredAnswers& unscored);

/// Answers of both kinds, one per item each; `unscored` is empty when none was given.
struct TypedAnswers {
    Answers answers;
    UnscoredAnswers unscored;
};

/// Reads a whole taking from text: numbers separated by commas, blanks or line ends, in the order
/// of the items (or of `order`); or lines `ITEM = NUMBER`, in any order, which may also answer
/// items in words (`ITEM = TEXT`, to the end of the line, `#` included) and with several choices
/// (`ITEM = 1 3 4`). A list can hold one choice for a choices item and only a blank for a text
/// item. A blank answer is `-`, `NA` or nothing between two commas; a `#` starts a comment.
/// ErrorKind::BadInput with `path:line:column` for anything that is no answer and for a list of
/// another length than the items; an item that no line names is blank, and one that a short form
/// omits is passed over. Unknown order, and a plain list without one where the questionnaire has
/// rival orders: ErrorKind::Usage.
[[nodiscard]] Result<TypedAnswers> parse_answers(const definition::Questionnaire& questionnaire,
                                                 std::string_view text, const std::string& path,
                                                 const std::string& order = {});

}  // namespace attune::quiz
