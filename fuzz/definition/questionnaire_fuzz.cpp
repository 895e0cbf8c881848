#include <algorithm>

#include "attune/definition/questionnaire.hpp"
#include "fuzz/property.hpp"

// Every mistake has a place inside the file, and a questionnaire comes out exactly when nothing is
// an error.
ATTUNE_FUZZ(questionnaire) {
    using attune::fuzz::expect;
    const auto text = attune::fuzz::as_text(data, size);
    const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
    const auto checked = attune::definition::load_questionnaire(text, "input.toml");
    expect(checked.value.has_value() == !attune::definition::has_errors(checked.problems),
           "a value comes with no errors");
    for (const auto& problem : checked.problems) {
        expect(!problem.message.empty(), "a problem has a message");
        expect(problem.at.line >= 0 && problem.at.line <= lines, "a problem lies inside the file");
    }
}
