#pragma once

#include <vector>

#include "attune/definition/questionnaire.hpp"

namespace attune::definition {

/// What is wrong between a short form and the long form it says it is derived from, as problems of
/// the short form with their places. A short form keeps the ids of the long one, so that answers to
/// the long form can be scored by it; therefore
///   - each of its items is an item of the long form, with the same text (where both have one) and
///     the same response values;
///   - a scale that has the same id in both reverses an item here if and only if it does so there;
///   - once it lists 'omit', each item of the long form is either declared or omitted.
/// The items may stand in another order, and the time frame may be another one.
[[nodiscard]] std::vector<Problem> check_derivation(const Questionnaire& short_form,
                                                    const Questionnaire& long_form);

}  // namespace attune::definition
