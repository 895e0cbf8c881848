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
                                const Answers& answers, std::uint64_t seed) {
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
        if (const auto figures = cited_figures(questionnaire, index)) {
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
    for (int i = 0; i < kPlaceResamples; ++i) {
        for (std::size_t axis = 0; axis < axes.size(); ++axis) {
            point[axis] = draw(axes[axis], by_error, random, sample);
        }
        const std::vector<double> weights = region_weights(rule, point);
        for (std::size_t region = 0; region < totals.size(); ++region)
            totals[region] += weights[region];
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

std::vector<std::string> draw_place(const Questionnaire& questionnaire, const Place& place,
                                    const std::vector<std::vector<double>>& earlier, int columns) {
    const Scale& right = questionnaire.scales[place.rule->axes[0]];
    const Scale& up = questionnaire.scales[place.rule->axes[1]];
    const auto width = static_cast<std::size_t>(std::clamp(columns, 30, 60) - 4);
    constexpr std::size_t kHeight = 9;
    std::vector<std::string> grid(kHeight, std::string(width, ' '));
    const auto cell = [](double score, const Scale& scale, std::size_t cells) {
        const double part = (score - scale.low) / (scale.high - scale.low);
        return static_cast<std::size_t>(
            std::lround(std::clamp(part, 0.0, 1.0) * static_cast<double>(cells - 1)));
    };
    const auto put = [&](const std::vector<double>& scores, char mark) {
        grid[kHeight - 1 - cell(scores[1], up, kHeight)][cell(scores[0], right, width)] = mark;
    };
    if (place.rule->splits.size() >= 2) {
        const std::size_t x = cell(place.rule->splits[0], right, width);
        const std::size_t y = kHeight - 1 - cell(place.rule->splits[1], up, kHeight);
        for (std::size_t row = 0; row < kHeight; ++row)
            grid[row][x] = '|';
        std::fill(grid[y].begin(), grid[y].end(), '-');
        grid[y][x] = '+';
    }
    for (const auto& scores : earlier)
        put(scores, 'o');
    put(place.scores, 'x');
    std::vector<std::string> lines;
    const std::string border = "+" + std::string(width, '-') + "+";
    lines.push_back(fmt::format("{} {}", up.title, shortest_number(up.high)));
    lines.push_back(border);
    for (const std::string& row : grid)
        lines.push_back("|" + row + "|");
    lines.push_back(border);
    const std::string end = fmt::format("{} {}", right.title, shortest_number(right.high));
    const std::string start =
        fmt::format("{} / {}", shortest_number(right.low), shortest_number(up.low));
    lines.push_back(start + pad_left(end, static_cast<int>(border.size()) - column_width(start)));
    return lines;
}

}  // namespace attune::quiz
