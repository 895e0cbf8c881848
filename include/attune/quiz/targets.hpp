#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/score.hpp"

namespace attune::quiz {

/// A score over several people.
struct TargetMean {
    std::optional<double> score;  ///< nothing when nobody has one
    std::size_t people = 0;       ///< whose scores it is the mean of
};

/// The global scores of a questionnaire that is repeated over relationships: one element per scale,
/// each the unweighted mean of the scores with each person. `people` holds one taking per person;
/// who is missing, and who has no score on a scale, leaves that scale's mean to the others.
[[nodiscard]] std::vector<TargetMean> mean_of_targets(
    const definition::Questionnaire& questionnaire, const std::vector<Scored>& people);

}  // namespace attune::quiz
