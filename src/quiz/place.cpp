#include "attune/quiz/place.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/quiz/interpret.hpp"
#include "attune/quiz/score.hpp"
#include "attune/stats/distributions.hpp"
#include "attune/stats/random.hpp"
#include "attune/stats/reliability.hpp"

namespace attune::quiz {

using definition::Classification;
using definition::Questionnaire;
using definition::Scale;

namespace {

/// Above this share one region alone is named first.
constexpr double kLeaning = 0.60;
/// Sums of short decimals land on a border with a rounding error.
constexpr double kBorder = 1e-9;
/// Square root of the 0.95 quantile of chi-square with two degrees of freedom, -2 ln 0.05.
const double kRegionHalfAxis = std::sqrt(-2 * std::log(0.05));
/// Steps in which a line between two regions is followed across the map.
constexpr int kBorderSteps = 240;

int tenths(double share) {
    return static_cast<int>(std::lround(share * 10));
}

/// One axis, ready to be drawn from.
struct Axis {
    const Scale* scale = nullptr;
    std::vector<double> values;  ///< keyed answers
    std::size_t asked = 0;
    double score = 0;
    std::optional<double> error;  ///< standard error of measurement
};

double draw(const Axis& axis, bool by_error, stats::Random& random, std::vector<double>& sample) {
    if (by_error) {
        // unit() is below 1 and a multiple of 2^-53; half a step more keeps it off 0.
        const double normal = stats::normal_quantile(random.unit() + 0x1p-54);
        return std::clamp(axis.score + *axis.error * normal, axis.scale->low, axis.scale->high);
    }
    sample.clear();
    for (std::size_t i = 0; i < axis.values.size(); ++i) {
        sample.push_back(axis.values[random.index(axis.values.size())]);
    }
    return score_of_values(*axis.scale, sample, axis.asked);
}

/// The part of the line between two regions of a linear rule on which no third one is larger.
std::vector<Spot> line_between(const Classification& rule, std::pair<std::size_t, std::size_t> pair,
                               const Scale& right, const Scale& up) {
    const Classification::Region& a = rule.regions[pair.first];
    const Classification::Region& b = rule.regions[pair.second];
    const double x_weight = a.weights[0] - b.weights[0];
    const double y_weight = a.weights[1] - b.weights[1];
    const double constant = a.constant - b.constant;
    if (x_weight == 0 && y_weight == 0) return {};
    // Followed along the axis that it crosses less steeply.
    const bool along_x = std::fabs(y_weight) >= std::fabs(x_weight);
    const Scale& walked = along_x ? right : up;
    std::vector<Spot> line;
    for (int step = 0; step <= kBorderSteps; ++step) {
        const double at = walked.low + (walked.high - walked.low) * step / kBorderSteps;
        const double other = along_x ? -(x_weight * at + constant) / y_weight
                                     : -(y_weight * at + constant) / x_weight;
        const Spot spot = along_x ? Spot{at, other} : Spot{other, at};
        const bool inside =
            spot.x >= right.low && spot.x <= right.high && spot.y >= up.low && spot.y <= up.high;
        if (inside && region_weights(rule, {spot.x, spot.y})[pair.first] > 0) line.push_back(spot);
    }
    return line;
}

}  // namespace

std::vector<double> region_weights(const Classification& rule, const std::vector<double>& scores) {
    std::vector<double> weights(rule.regions.size(), 0);
    if (rule.rule == Classification::Rule::Linear) {
        double best = -std::numeric_limits<double>::infinity();
        std::vector<double> values;
        for (const Classification::Region& region : rule.regions) {
            double value = region.constant;
            for (std::size_t axis = 0; axis < scores.size(); ++axis)
                value += region.weights[axis] * scores[axis];
            values.push_back(value);
            best = std::max(best, value);
        }
        double ties = 0;
        for (const double value : values)
            ties += value >= best - kBorder ? 1 : 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] >= best - kBorder) weights[i] = 1 / ties;
        }
        return weights;
    }
    for (std::size_t i = 0; i < rule.regions.size(); ++i) {
        double weight = 1;
        for (std::size_t axis = 0; axis < scores.size(); ++axis) {
            const double over = scores[axis] - rule.splits[axis];
            if (std::fabs(over) <= kBorder) {
                weight /= 2;
            } else if ((over > 0) != rule.regions[i].high[axis]) {
                weight = 0;
            }
        }
        weights[i] = weight;
    }
    return weights;
}

std::optional<Place> find_place(const Questionnaire& questionnaire, const Classification& rule,
                                const Answers& answers, std::uint64_t seed,
                                const std::string& norm_id) {
    Place place;
    place.rule = &rule;
    std::vector<Axis> axes;
    bool by_error = true;
    for (const std::size_t index : rule.axes) {
        const Scale& scale = questionnaire.scales[index];
        const ScaleScore score = score_scale(questionnaire, scale, answers);
        if (!score.score) return std::nullopt;
        Axis axis{
            &scale, keyed_values(questionnaire, scale, answers), score.asked, *score.score, {}};
        if (const auto figures = cited_figures(questionnaire, index, 0, norm_id)) {
            axis.error = stats::standard_error_of_measurement(figures->norm->sd,
                                                              figures->reliability->value);
        }
        by_error = by_error && axis.error;
        place.scores.push_back(axis.score);
        axes.push_back(std::move(axis));
    }
    stats::Random random(seed);
    std::vector<double> totals(rule.regions.size(), 0);
    std::vector<double> point(axes.size());
    std::vector<double> sample;
    std::vector<stats::RunningMoments> moments(axes.size());
    for (int i = 0; i < kPlaceResamples; ++i) {
        for (std::size_t axis = 0; axis < axes.size(); ++axis) {
            point[axis] = draw(axes[axis], by_error, random, sample);
            moments[axis].add(point[axis]);
        }
        const std::vector<double> weights = region_weights(rule, point);
        for (std::size_t region = 0; region < totals.size(); ++region)
            totals[region] += weights[region];
    }
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        // Draws by the error of measurement are cut at the ends of the scale; the error is not.
        place.spread.push_back(by_error ? *axes[axis].error : *moments[axis].standard_deviation());
    }
    for (std::size_t region = 0; region < totals.size(); ++region) {
        place.regions.push_back({region, totals[region] / kPlaceResamples});
    }
    std::stable_sort(place.regions.begin(), place.regions.end(),
                     [](const RegionShare& a, const RegionShare& b) { return a.share > b.share; });
    return place;
}

std::uint64_t place_seed(const Answers& answers) {
    std::string bytes;
    for (const Answer& answer : answers) {
        bytes +=
            answer.state == AnswerState::Value ? shortest_number(answer.value) : std::string("-");
        bytes += ' ';
    }
    return stats::seed_from(bytes.data(), bytes.size());
}

std::string place_sentence(const Place& place, std::string_view about) {
    const auto part = [&](const RegionShare& entry) {
        return fmt::format("{}, about {} in 10", place.rule->regions[entry.region].name,
                           tenths(entry.share));
    };
    const bool leaning = place.regions.front().share > kLeaning;
    std::string out = "Where this lies: ";
    std::size_t said = 0;
    if (leaning) {
        out += "leaning to the " + part(place.regions[0]);
        said = 1;
    } else {
        out += fmt::format("between the {}, and the {}", part(place.regions[0]),
                           part(place.regions[1]));
        said = 2;
    }
    for (std::size_t i = said; i < place.regions.size(); ++i) {
        if (tenths(place.regions[i].share) > 0) out += "; " + part(place.regions[i]);
    }
    out += ". A place on a map, today";
    if (!about.empty()) out += fmt::format(", with {}", make_visible(about));
    out += fmt::format("; it moves ({}).", place.rule->rule_in_words());
    return out;
}

std::vector<double> error_region(const Place& place) {
    std::vector<double> half = place.spread;
    for (double& one : half)
        one *= kRegionHalfAxis;
    return half;
}

std::vector<std::vector<Spot>> region_borders(const Questionnaire& questionnaire,
                                              const Classification& rule) {
    const Scale& right = questionnaire.scales[rule.axes[0]];
    const Scale& up = questionnaire.scales[rule.axes[1]];
    if (rule.rule != Classification::Rule::Linear) {
        return {{{rule.splits[0], up.low}, {rule.splits[0], up.high}},
                {{right.low, rule.splits[1]}, {right.high, rule.splits[1]}}};
    }
    std::vector<std::vector<Spot>> borders;
    for (std::size_t i = 0; i < rule.regions.size(); ++i) {
        for (std::size_t j = i + 1; j < rule.regions.size(); ++j) {
            std::vector<Spot> line = line_between(rule, {i, j}, right, up);
            if (line.size() > 1) borders.push_back(std::move(line));
        }
    }
    return borders;
}

std::size_t corner_region(const Questionnaire& questionnaire, const Classification& rule,
                          bool right, bool top) {
    const Scale& x = questionnaire.scales[rule.axes[0]];
    const Scale& y = questionnaire.scales[rule.axes[1]];
    const auto weights = region_weights(rule, {right ? x.high : x.low, top ? y.high : y.low});
    return static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) -
                                    weights.begin());
}

}  // namespace attune::quiz
