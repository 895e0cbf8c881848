// Every cell of a table of answers is counted as one thing, a row that is refused counts for
// nothing, and every score lies within its scale.

#include <cmath>

#include "attune/definition/embedded.hpp"
#include "attune/quiz/score_run.hpp"
#include "fuzz/property.hpp"

using namespace attune;
using fuzz::expect;

namespace {

constexpr const char* kQuestionnaire = R"(id = "fuzz"
title = "Three"
version = "1"
[response]
values = [1, 2, 3, 4, 5]
labels = ["no", "", "", "", "yes"]
higher_means = "yes"
[[item]]
id = "a"
text = "It rains."
[[item]]
id = "b"
text = "It is dry."
[[item]]
id = "c"
text = "It is windy."
[[scale]]
id = "wet"
score = "mean"
items = ["a", "-b", "c"]
min_answered = 2
)";

const definition::Questionnaire& questionnaire() {
    static const definition::Questionnaire made = [] {
        auto checked = definition::load_questionnaire(kQuestionnaire, "fuzz.toml");
        expect(checked.value.has_value(),
               checked.problems.empty() ? "a questionnaire" : checked.problems[0].message.c_str());
        return *checked.value;
    }();
    return made;
}

}  // namespace

ATTUNE_FUZZ(score_csv) {
    fuzz::Choices choices(data, size);
    const std::uint8_t kind = choices.byte();
    CsvReader reader(bytes_of(choices.rest()), "input.csv");
    CsvRow row;
    const auto first = reader.next(row);
    if (!first || !*first) return;
    quiz::ScoreRunOptions options;
    if (kind & 1U) options.id_column = "id";
    if (kind & 2U) options.missing = {"-9", "x"};
    auto run = quiz::ScoreRun::open(questionnaire(), row, "input.csv", options);
    if (!run) {
        expect(!run.error().message.empty(), "a refusal says why");
        return;
    }
    while (true) {
        const auto more = reader.next(row);
        if (!more) {
            run->pass_over();
            continue;
        }
        if (!*more) break;
        const auto before = run->respondents();
        const auto added = run->add(row);
        expect(run->respondents() == before + (added ? 1 : 0), "a refused row counts for nothing");
        if (!added) continue;
        for (const auto& score : run->scored().scales) {
            expect(!score.score ||
                       (std::isfinite(*score.score) && *score.score >= 1 && *score.score <= 5),
                   "a score lies within its scale");
        }
    }
    const quiz::Summary summary = run->summary();
    for (const auto& scale : summary.scales) {
        expect(scale.scored + scale.unscored == summary.respondents, "everybody is counted once");
        expect(!scale.alpha || *scale.alpha <= 1.0 + 1e-9, "alpha is at most 1");
        for (const auto& item : scale.items) {
            const auto& cells = item.cells;
            expect(cells.answered + cells.blank + cells.out_of_range + cells.not_a_value ==
                       summary.respondents,
                   "every cell is one thing");
        }
    }
}
