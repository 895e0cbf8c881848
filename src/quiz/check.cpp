#include "attune/quiz/check.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/quiz/score.hpp"
#include "attune/quiz/unscored.hpp"

namespace attune::quiz {

using definition::Check;
using definition::Composite;
using definition::Item;
using definition::KeyedItem;
using definition::Metric;
using definition::Problem;
using definition::Questionnaire;
using definition::ResponseSet;
using definition::Scale;

namespace {

constexpr double kTolerance = 1e-9;

std::string shown(const std::optional<double>& score) {
    return score ? shortest_number(*score) : std::string("no score");
}

std::optional<double> score_named(const Questionnaire& questionnaire, const Scored& scored,
                                  const std::string& id) {
    if (const auto scale = questionnaire.find_scale(id)) return scored.scales[*scale].score;
    for (std::size_t i = 0; i < questionnaire.composites.size(); ++i) {
        if (questionnaire.composites[i].id == id) return scored.composites[i];
    }
    return std::nullopt;
}

void run_case(const Questionnaire& questionnaire, const Check& check,
              std::vector<Problem>& problems) {
    Answers answers;
    for (const auto& answer : check.answers) {
        answers.push_back(answer ? Answer{AnswerState::Value, *answer} : Answer{});
    }
    hide_unasked(questionnaire, answers);
    const Scored scored = score_answers(questionnaire, answers);
    for (const Check::Expected& expected : check.scores) {
        const auto found = score_named(questionnaire, scored, expected.score);
        const bool same = found.has_value() == expected.value.has_value() &&
                          (!found || std::fabs(*found - *expected.value) <= kTolerance);
        if (same) continue;
        problems.push_back(
            {questionnaire.path, expected.at,
             fmt::format("'{}' comes out as {}, not {}", expected.score, shown(found),
                         shown(expected.value)),
             check.name.empty() ? std::string() : "case: " + make_visible(check.name),
             Problem::Weight::Error});
    }
}

/// The step of a response that is nearest to a share of its range.
double step_at(const ResponseSet& response, double share) {
    if (response.values.empty()) return response.low + share * (response.high - response.low);
    const auto last = static_cast<double>(response.values.size() - 1);
    return response.values[static_cast<std::size_t>(std::lround(share * last))];
}

Answers answers_at(const Questionnaire& questionnaire, double share) {
    Answers answers(questionnaire.items.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const Item& item = questionnaire.items[i];
        if (is_answered_by_number(item))
            answers[i] = {AnswerState::Value, step_at(questionnaire.response_of(item), share)};
    }
    return answers;
}

/// The score of complete answers worked out from the key in another way than score_scale does it.
double expected_score(const Questionnaire& questionnaire, const Scale& scale,
                      const Answers& answers) {
    double plain = 0;
    double turned = 0;
    double ends = 0;
    for (const KeyedItem& keyed : scale.items) {
        const ResponseSet& response = questionnaire.response_of(questionnaire.items[keyed.item]);
        (keyed.reversed ? turned : plain) += answers[keyed.item].value;
        if (keyed.reversed) ends += response.low + response.high;
    }
    const double sum = plain - turned + ends;
    const double count = scale.metric == Metric::Mean ? static_cast<double>(scale.items.size()) : 1;
    return sum / count * scale.factor;
}

/// What a composite comes to for complete answers, from the keys of its scales.
double expected_composite(const Questionnaire& questionnaire, const Composite& composite,
                          const Answers& answers) {
    const bool of_items = composite.formula == Composite::Formula::MeanOfItems;
    double total = 0;
    double count = 0;
    for (const Composite::Part& part : composite.parts) {
        const Scale& scale = questionnaire.scales[part.scale];
        const double score = expected_score(questionnaire, scale, answers);
        const double turned = part.reversed ? scale.low + scale.high - score : score;
        const auto items = static_cast<double>(scale.items.size());
        // Back from the score to the sum of its items.
        const double per_item = scale.factor * (scale.metric == Metric::Mean ? 1 / items : 1);
        total += of_items ? turned / per_item : turned;
        count += of_items ? items : 1;
    }
    for (const std::size_t minus : composite.minus)
        total -= expected_score(questionnaire, questionnaire.scales[minus], answers);
    const bool mean = of_items || composite.formula == Composite::Formula::MeanOfScales;
    return mean ? total / count : total;
}

/// Says so when a score made of complete answers is not the wanted one or leaves its range.
void judge_score(const Questionnaire& questionnaire, std::string_view answered,
                 const std::string& id, std::optional<double> found, double wanted, double low,
                 double high, definition::Position at, std::vector<Problem>& problems) {
    std::string instead;
    if (!found || std::fabs(*found - wanted) > kTolerance) {
        instead = "not " + shortest_number(wanted);
    } else if (*found < low - kTolerance || *found > high + kTolerance) {
        instead = fmt::format("outside of {} to {}", shortest_number(low), shortest_number(high));
    } else {
        return;
    }
    problems.push_back(
        {questionnaire.path,
         at,
         fmt::format("with {} '{}' comes out as {}, {}", answered, id, shown(found), instead),
         {},
         Problem::Weight::Error});
}

void run_composites(const Questionnaire& questionnaire, const Answers& answers,
                    std::string_view answered, std::vector<Problem>& problems) {
    const Scored scored = score_answers(questionnaire, answers);
    for (std::size_t i = 0; i < questionnaire.composites.size(); ++i) {
        const Composite& composite = questionnaire.composites[i];
        judge_score(questionnaire, answered, composite.id, scored.composites[i],
                    expected_composite(questionnaire, composite, answers), composite.low,
                    composite.high, composite.at, problems);
    }
}

void run_level(const Questionnaire& questionnaire, double share, std::string_view name,
               std::vector<Problem>& problems) {
    const Answers answers = answers_at(questionnaire, share);
    const std::string answered = fmt::format("the {} answer everywhere", name);
    for (const Scale& scale : questionnaire.scales) {
        judge_score(questionnaire, answered, scale.id,
                    score_scale(questionnaire, scale, answers).score,
                    expected_score(questionnaire, scale, answers), scale.low, scale.high, scale.at,
                    problems);
    }
    run_composites(questionnaire, answers, answered, problems);
}

/// -1, 0 or 1: which way a scale declares to move when an item goes up.
int declared_direction(const Scale& scale, std::size_t item) {
    for (const KeyedItem& keyed : scale.items) {
        if (keyed.item == item) return keyed.reversed ? -1 : 1;
    }
    return 0;
}

void run_one_up(const Questionnaire& questionnaire, std::vector<Problem>& problems) {
    const Answers low = answers_at(questionnaire, 0);
    const Scored before = score_answers(questionnaire, low);
    for (std::size_t i = 0; i < questionnaire.items.size(); ++i) {
        const Item& item = questionnaire.items[i];
        if (!is_answered_by_number(item)) continue;
        const ResponseSet& response = questionnaire.response_of(item);
        if (response.low >= response.high) continue;
        Answers raised = low;
        raised[i].value = response.values.empty() ? response.high : response.values[1];
        const Scored after = score_answers(questionnaire, raised);
        run_composites(questionnaire, raised, fmt::format("item '{}' raised", item.id), problems);
        bool used = false;
        for (std::size_t s = 0; s < questionnaire.scales.size(); ++s) {
            const Scale& scale = questionnaire.scales[s];
            const int declared = declared_direction(scale, i);
            used = used || declared != 0;
            const double moved =
                after.scales[s].score.value_or(0) - before.scales[s].score.value_or(0);
            const int direction = moved > kTolerance ? 1 : moved < -kTolerance ? -1 : 0;
            if (direction == declared) continue;
            problems.push_back(
                {questionnaire.path,
                 item.at,
                 fmt::format("raising item '{}' does not move '{}' as its key declares", item.id,
                             scale.id),
                 {},
                 Problem::Weight::Error});
        }
        const bool on_purpose = std::find(questionnaire.unused.begin(), questionnaire.unused.end(),
                                          i) != questionnaire.unused.end();
        if (!used && !on_purpose && !questionnaire.scales.empty()) {
            problems.push_back({questionnaire.path, item.at,
                                fmt::format("no scale uses item '{}'", item.id),
                                "list it under 'unused' if that is meant", Problem::Weight::Note});
        }
    }
}

}  // namespace

std::vector<Problem> check_scoring(const Questionnaire& questionnaire) {
    std::vector<Problem> problems;
    for (const Check& check : questionnaire.checks)
        run_case(questionnaire, check, problems);
    run_level(questionnaire, 0, "lowest", problems);
    run_level(questionnaire, 0.5, "middle", problems);
    run_level(questionnaire, 1, "highest", problems);
    run_one_up(questionnaire, problems);
    definition::sort_problems(problems);
    return problems;
}

}  // namespace attune::quiz
