#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/stats/interval.hpp"

/// Answers in, scores out. Pure: nothing here knows of a person, a time or a file.
///
/// 1. Reversal is low + high - x of the item's response, never of the answers seen.
/// 2. A missing answer is never a number: it lowers the count of the scale or leaves it without a
/// score.
/// 3. A hidden item leaves the denominator; a blank one does not.
namespace attune::quiz {

struct ScaleScore {
    std::optional<double> score;
    bool prorated = false;  ///< some answers were missing and the rule allows it
    std::size_t asked = 0;  ///< items of the scale that were not hidden
    std::size_t answered = 0;
    std::size_t blank = 0;
    std::size_t out_of_range = 0;
    std::size_t not_a_value = 0;

    [[nodiscard]] std::size_t invalid() const { return out_of_range + not_a_value; }
};

/// Scores of one taking: one element per scale and per composite of the questionnaire.
struct Scored {
    std::vector<ScaleScore> scales;
    std::vector<std::optional<double>> composites;
};

/// The keyed value of an answer: reversed when the key says so.
[[nodiscard]] double keyed_value(const definition::Questionnaire& questionnaire,
                                 const definition::KeyedItem& keyed, double value);

/// Puts `score` and `prorated` in by the scale's min_answered and when_missing rules, from the
/// counts that are there and the sum of the keyed values of the answered items.
void finish_score(const definition::Scale& scale, double total, ScaleScore& score);

/// The score of one scale.
[[nodiscard]] ScaleScore score_scale(const definition::Questionnaire& questionnaire,
                                     const definition::Scale& scale, const Answers& answers);

/// A composite from the scale scores; nothing when one of its scales has no score.
[[nodiscard]] std::optional<double> score_composite(const definition::Questionnaire& questionnaire,
                                                    const definition::Composite& composite,
                                                    const Answers& answers,
                                                    const std::vector<ScaleScore>& scales);

[[nodiscard]] Scored score_answers(const definition::Questionnaire& questionnaire,
                                   const Answers& answers);

/// The keyed values of the answered items of a scale.
[[nodiscard]] std::vector<double> keyed_values(const definition::Questionnaire& questionnaire,
                                               const definition::Scale& scale,
                                               const Answers& answers);

/// The score that these keyed values would give if they were all the answers: their mean or sum for
/// `asked` items, and the transform. `values` is not empty.
[[nodiscard]] double score_of_values(const definition::Scale& scale,
                                     const std::vector<double>& values, std::size_t asked);

}  // namespace attune::quiz
