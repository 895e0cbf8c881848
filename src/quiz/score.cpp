#include "attune/quiz/score.hpp"

#include <algorithm>
#include <numeric>

namespace attune::quiz {

using definition::Composite;
using definition::Item;
using definition::KeyedItem;
using definition::Metric;
using definition::Questionnaire;
using definition::ResponseSet;
using definition::Scale;
using definition::WhenMissing;

namespace {

std::optional<double> mean_of_items(const Questionnaire& questionnaire, const Composite& composite,
                                    const Answers& answers) {
    double total = 0;
    std::size_t count = 0;
    for (const Composite::Part& part : composite.parts) {
        for (const KeyedItem& keyed : questionnaire.scales[part.scale].items) {
            const Answer& answer = answers[keyed.item];
            if (answer.state != AnswerState::Value) continue;
            const KeyedItem turned{keyed.item, keyed.reversed != part.reversed};
            total += keyed_value(questionnaire, turned, answer.value);
            ++count;
        }
    }
    if (count == 0) return std::nullopt;
    return total / static_cast<double>(count);
}

}  // namespace

double keyed_value(const Questionnaire& questionnaire, const KeyedItem& keyed, double value) {
    if (!keyed.reversed) return value;
    const ResponseSet& response = questionnaire.response_of(questionnaire.items[keyed.item]);
    return response.low + response.high - value;
}

void finish_score(const Scale& scale, double total, ScaleScore& score) {
    if (score.answered == 0) return;
    const bool complete = score.answered == score.asked;
    if (!complete) {
        if (scale.when_missing == WhenMissing::Blank) return;
        if (score.answered < std::min(scale.min_answered, score.asked)) return;
        score.prorated = true;
    }
    const double mean = total / static_cast<double>(score.answered);
    // A complete sum is the sum itself, without a detour that could round it.
    const double sum = complete ? total : mean * static_cast<double>(score.asked);
    score.score = (scale.metric == Metric::Mean ? mean : sum) * scale.factor;
}

ScaleScore score_scale(const Questionnaire& questionnaire, const Scale& scale,
                       const Answers& answers) {
    ScaleScore out;
    double total = 0;
    for (const KeyedItem& keyed : scale.items) {
        const Answer& answer = answers[keyed.item];
        switch (answer.state) {
            case AnswerState::Value:
                total += keyed_value(questionnaire, keyed, answer.value);
                ++out.answered;
                break;
            case AnswerState::Blank:
                ++out.blank;
                break;
            case AnswerState::OutOfRange:
                ++out.out_of_range;
                break;
            case AnswerState::NotAValue:
                ++out.not_a_value;
                break;
            case AnswerState::Hidden:
                continue;
        }
        ++out.asked;
    }
    finish_score(scale, total, out);
    return out;
}

std::optional<double> score_composite(const Questionnaire& questionnaire,
                                      const Composite& composite, const Answers& answers,
                                      const std::vector<ScaleScore>& scales) {
    double total = 0;
    for (const Composite::Part& part : composite.parts) {
        const auto& score = scales[part.scale].score;
        if (!score) return std::nullopt;
        const Scale& scale = questionnaire.scales[part.scale];
        total += part.reversed ? scale.low + scale.high - *score : *score;
    }
    for (const std::size_t minus : composite.minus) {
        if (!scales[minus].score) return std::nullopt;
        total -= *scales[minus].score;
    }
    switch (composite.formula) {
        case Composite::Formula::MeanOfItems:
            return mean_of_items(questionnaire, composite, answers);
        case Composite::Formula::MeanOfScales:
            return total / static_cast<double>(composite.parts.size());
        case Composite::Formula::SumOfScales:
        case Composite::Formula::Difference:
            return total;
    }
    return std::nullopt;
}

Scored score_answers(const Questionnaire& questionnaire, const Answers& answers) {
    Scored out;
    for (const Scale& scale : questionnaire.scales) {
        out.scales.push_back(score_scale(questionnaire, scale, answers));
    }
    for (const Composite& composite : questionnaire.composites) {
        out.composites.push_back(score_composite(questionnaire, composite, answers, out.scales));
    }
    return out;
}

std::vector<double> keyed_values(const Questionnaire& questionnaire, const Scale& scale,
                                 const Answers& answers) {
    std::vector<double> values;
    for (const KeyedItem& keyed : scale.items) {
        const Answer& answer = answers[keyed.item];
        if (answer.state == AnswerState::Value) {
            values.push_back(keyed_value(questionnaire, keyed, answer.value));
        }
    }
    return values;
}

double score_of_values(const Scale& scale, const std::vector<double>& values, std::size_t asked) {
    const double total = std::accumulate(values.begin(), values.end(), 0.0);
    const double mean = total / static_cast<double>(values.size());
    return (scale.metric == Metric::Mean ? mean : mean * static_cast<double>(asked)) * scale.factor;
}

}  // namespace attune::quiz
