#include <algorithm>

#include "attune/definition/form.hpp"
#include "fuzz/property.hpp"

// Every mistake has a place inside the file, and a form comes out exactly when nothing is an error.
ATTUNE_FUZZ(form) {
    using attune::fuzz::expect;
    const auto text = attune::fuzz::as_text(data, size);
    const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
    const auto checked = attune::definition::read_form(text, "input.toml");
    expect(checked.value.has_value() == !attune::definition::has_errors(checked.problems),
           "a value comes with no errors");
    for (const auto& problem : checked.problems) {
        expect(!problem.message.empty(), "a problem has a message");
        expect(problem.at.line >= 0 && problem.at.line <= lines, "a problem lies inside the file");
    }
    if (!checked.value) return;
    // Any answers do for the questions and the sentence.
    attune::definition::FormAnswers answers;
    for (const auto& item : checked.value->items)
        answers.emplace_back(item.id, item.options.empty() ? "3" : item.options.front().slug);
    for (std::size_t i = 0; i < checked.value->items.size(); ++i) {
        static_cast<void>(attune::definition::is_shown(*checked.value, i, answers));
        const auto& item = checked.value->items[i];
        for (const auto& option : item.options) {
            expect(item.option_slug(option.slug) == option.slug, "a slug is its own option");
        }
    }
    static_cast<void>(attune::definition::built_sentence(*checked.value, answers));
    static_cast<void>(attune::definition::remarks_on(*checked.value, text));
}
