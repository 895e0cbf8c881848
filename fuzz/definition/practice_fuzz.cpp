#include <algorithm>

#include "attune/definition/practice.hpp"
#include "fuzz/property.hpp"

// Every mistake has a place inside the file, and a practice comes out exactly when nothing is an
// error.
ATTUNE_FUZZ(practice) {
    using attune::fuzz::expect;
    const auto text = attune::fuzz::as_text(data, size);
    const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
    const auto checked = attune::definition::read_practice(text, "input.toml");
    expect(checked.value.has_value() == !attune::definition::has_errors(checked.problems),
           "a value comes with no errors");
    for (const auto& problem : checked.problems) {
        expect(!problem.message.empty(), "a problem has a message");
        expect(problem.at.line >= 0 && problem.at.line <= lines, "a problem lies inside the file");
    }
    if (!checked.value) return;
    using attune::definition::Milliseconds;
    const auto& practice = *checked.value;
    for (const Milliseconds wanted : {practice.length(), Milliseconds(90'000)}) {
        Milliseconds sum{};
        const auto lengths = attune::definition::stretched_steps(practice, wanted);
        expect(lengths.size() == practice.steps.size(), "every step has a length");
        for (const Milliseconds length : lengths) {
            expect(length >= Milliseconds(0), "no step takes less than nothing");
            sum += length;
        }
        const auto off = sum < wanted ? wanted - sum : sum - wanted;
        expect(off <= Milliseconds(practice.steps.size()), "the steps take the time there is");
    }
}
