#pragma once

#include <vector>

#include "attune/definition/questionnaire.hpp"

namespace attune::quiz {

/// What only scoring can tell about a loaded questionnaire, as problems with their places: every
/// [[check]] case, and cases made here: all lowest, highest and middle answers stay inside every
/// scale's range and agree with its key, and raising one answer by one step moves exactly the
/// scales that name the item, in the direction they declare. Items that no scale uses are a note.
[[nodiscard]] std::vector<definition::Problem> check_scoring(
    const definition::Questionnaire& questionnaire);

}  // namespace attune::quiz
