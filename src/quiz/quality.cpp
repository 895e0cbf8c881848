#include "attune/quiz/quality.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "attune/quiz/score.hpp"
#include "attune/stats/reliability.hpp"
#include "attune/stats/summary.hpp"

namespace attune::quiz {

using definition::KeyedItem;
using definition::Questionnaire;
using definition::ResponseSet;
using definition::Scale;

namespace {

constexpr std::size_t kManyAnswers = 10;
constexpr double kSmallSpread = 0.1;
constexpr double kFastSeconds = 2;
constexpr double kWeakAgreement = 0.30;
constexpr std::size_t kHalvesItems = 4;

std::size_t longest_run(const Answers& answers, const std::vector<std::size_t>& order) {
    std::size_t longest = 0;
    std::size_t run = 0;
    std::optional<double> last;
    for (const std::size_t item : order) {
        const Answer& answer = answers[item];
        // Hidden items were never on the screen; a blank ends a run.
        if (answer.state == AnswerState::Hidden) continue;
        if (answer.state != AnswerState::Value) {
            last.reset();
            continue;
        }
        run = last && *last == answer.value ? run + 1 : 1;
        last = answer.value;
        longest = std::max(longest, run);
    }
    return longest;
}

std::optional<double> correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const double mean_a = *stats::mean(a);
    const double mean_b = *stats::mean(b);
    double both = 0;
    double squares_a = 0;
    double squares_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - mean_a) * (b[i] - mean_b);
        squares_a += (a[i] - mean_a) * (a[i] - mean_a);
        squares_b += (b[i] - mean_b) * (b[i] - mean_b);
    }
    if (squares_a <= 0 || squares_b <= 0) return std::nullopt;
    return both / std::sqrt(squares_a * squares_b);
}

std::optional<double> even_odd(const Questionnaire& questionnaire, const Answers& answers) {
    std::vector<double> odd_means;
    std::vector<double> even_means;
    for (const Scale& scale : questionnaire.scales) {
        std::vector<double> halves[2];
        std::size_t place = 0;
        for (const KeyedItem& keyed : scale.items) {
            const Answer& answer = answers[keyed.item];
            if (answer.state != AnswerState::Value) continue;
            const ResponseSet& response =
                questionnaire.response_of(questionnaire.items[keyed.item]);
            if (response.low >= response.high) continue;
            const double value = keyed_value(questionnaire, keyed, answer.value);
            halves[place++ % 2].push_back((value - response.low) / (response.high - response.low));
        }
        if (place < kHalvesItems) continue;
        odd_means.push_back(*stats::mean(halves[0]));
        even_means.push_back(*stats::mean(halves[1]));
    }
    if (odd_means.size() < kEvenOddScales) return std::nullopt;
    const auto r = correlation(odd_means, even_means);
    if (!r) return std::nullopt;
    return *r <= -0.5 ? -1 : std::max(-1.0, 2 * *r / (1 + *r));
}

}  // namespace

Quality quality_of(const Questionnaire& questionnaire, const Answers& answers,
                   const Seconds& seconds, const std::vector<std::size_t>& order) {
    Quality out;
    std::vector<std::size_t> asked = order;
    if (asked.empty()) {
        asked.resize(answers.size());
        std::iota(asked.begin(), asked.end(), std::size_t{0});
    }
    out.longest_run = longest_run(answers, asked);
    stats::RunningMoments given;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i].state != AnswerState::Value) continue;
        ++out.answered;
        const ResponseSet& response = questionnaire.response_of(questionnaire.items[i]);
        if (response.low < response.high)
            given.add((answers[i].value - response.low) / (response.high - response.low));
    }
    out.spread = given.standard_deviation();
    stats::RunningMoments timed;
    for (const auto& one : seconds) {
        if (one) timed.add(*one);
    }
    out.seconds_per_item = timed.mean();
    out.even_odd = even_odd(questionnaire, answers);
    return out;
}

std::vector<std::string> quality_notes(const Quality& quality) {
    std::vector<std::string> notes;
    const bool many = quality.answered >= kManyAnswers;
    if (many && 2 * quality.longest_run >= quality.answered) {
        notes.push_back(fmt::format("the same answer {} times in a row", quality.longest_run));
    }
    if (many && quality.spread && *quality.spread < kSmallSpread) {
        notes.push_back(fmt::format("the answers lie close together (spread {:.0f} % of the scale)",
                                    100 * *quality.spread));
    }
    if (quality.seconds_per_item && *quality.seconds_per_item < kFastSeconds) {
        notes.push_back(fmt::format("{:.1f} seconds an item, where two are usual at least",
                                    *quality.seconds_per_item));
    }
    if (quality.even_odd && *quality.even_odd < kWeakAgreement) {
        notes.push_back(fmt::format("odd and even items agree little across scales ({:.2f})",
                                    *quality.even_odd));
    }
    return notes;
}

}  // namespace attune::quiz
