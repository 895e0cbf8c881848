#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"

namespace attune::quiz {

/// What became of one item. Blank, out of range and no value at all are three different things and
/// are counted apart; none of them is ever 0.
enum class AnswerState : std::uint8_t {
    Value,
    Blank,
    OutOfRange,  ///< a number below or above the response
    NotAValue,   ///< no number, or one between two values of the response (2.5)
    Hidden,      ///< not asked, because its show_if did not hold
};

struct Answer {
    AnswerState state = AnswerState::Blank;
    double value = 0;  ///< only with AnswerState::Value

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// One answer per item of the questionnaire, in the order of its items.
using Answers = std::vector<Answer>;

/// What a number means as an answer to a response.
[[nodiscard]] Answer judge_answer(double number, const definition::ResponseSet& response);

/// What a cell or a typed word means. Blank are: nothing but white space, "-", "NA", "N/A", "NaN",
/// "null" and "." in any case. Numbers have a point; a comma is no number.
[[nodiscard]] Answer read_answer(std::string_view text, const definition::ResponseSet& response);

/// Hides the items whose conditions do not hold, in the order of the file; a hidden item loses its
/// answer. A condition on an item that has no value does not hold.
void hide_unasked(const definition::Questionnaire& questionnaire, Answers& answers);

/// What to say when answers come by position, the questionnaire has rival orders and none was
/// named: the wrong one would give plausible scores of other items.
[[nodiscard]] std::string order_is_needed(const definition::Questionnaire& questionnaire);
/// "--order published or --order interleaved, whichever numbered the copy that was answered".
[[nodiscard]] std::string order_hint(const definition::Questionnaire& questionnaire);

/// The order that numbers are read in: the named one; nullptr, which is the order of the file,
/// without a name. ErrorKind::Usage for an unknown name, and for none where there are rival orders.
[[nodiscard]] Result<const definition::Order*> order_of_numbers(
    const definition::Questionnaire& questionnaire, const std::string& name);

}  // namespace attune::quiz
