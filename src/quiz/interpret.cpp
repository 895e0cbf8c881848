#include "attune/quiz/interpret.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/stats/distributions.hpp"
#include "attune/stats/reliability.hpp"

namespace attune::quiz {

using definition::Metric;
using definition::Norm;
using definition::Questionnaire;
using definition::Reliability;
using definition::Scale;
using stats::Interval;

namespace {

/// Takings this far apart are judged by the stability over time rather than by the agreement of
/// items.
constexpr int kWeeksApartDays = 14;
constexpr double kUsualZ = 1.96;

std::string_view kind_name(Reliability::Kind kind) {
    switch (kind) {
        case Reliability::Kind::Alpha:
            return "alpha";
        case Reliability::Kind::Omega:
            return "omega";
        case Reliability::Kind::Retest:
            return "retest";
    }
    return "reliability";
}

/// "SD 0.69 (adults in the United States, not verified) and retest 0.81 (28 days)"
std::string name_figures(const Figures& figures) {
    const Norm& norm = *figures.norm;
    const Reliability& reliability = *figures.reliability;
    std::string out = fmt::format("SD {} ({}{}) and {} {}", shortest_number(norm.sd),
                                  norm.population, norm.verified ? "" : ", not verified",
                                  kind_name(reliability.kind), shortest_number(reliability.value));
    if (reliability.interval_days) out += fmt::format(" ({} days)", *reliability.interval_days);
    return out;
}

/// mean +- t s / sqrt(k); one value has no spread and gives nothing.
std::optional<Interval> t_interval(const std::vector<double>& values) {
    if (values.size() < 2) return std::nullopt;
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    const double half =
        stats::student_t_quantile(0.975, count - 1) * std::sqrt(squares / (count - 1) / count);
    return Interval{mean - half, mean + half};
}

/// From points of an item to points of the score.
double points_per_item_point(const Scale& scale, std::size_t asked) {
    return scale.factor * (scale.metric == Metric::Mean ? 1 : static_cast<double>(asked));
}

}  // namespace

std::string_view method_name(Method method) {
    return method == Method::MeasurementError ? "measurement-error" : "item-agreement";
}

std::optional<Figures> cited_figures(const Questionnaire& questionnaire, std::size_t scale,
                                     int days_apart, const std::string& norm_id) {
    Figures figures;
    std::size_t norms = 0;
    for (const Norm& norm : questionnaire.norms) {
        if (norm.scale != scale || (!norm_id.empty() && norm.id != norm_id)) continue;
        figures.norm = &norm;
        ++norms;
    }
    if (norms != 1) return std::nullopt;
    using Kind = Reliability::Kind;
    const std::vector<Kind> preference =
        days_apart >= kWeeksApartDays ? std::vector<Kind>{Kind::Retest, Kind::Alpha, Kind::Omega}
                                      : std::vector<Kind>{Kind::Alpha, Kind::Omega, Kind::Retest};
    for (const Kind kind : preference) {
        for (const Reliability& reliability : questionnaire.reliabilities) {
            if (reliability.scale != scale || reliability.kind != kind) continue;
            if (!figures.reliability || reliability.value < figures.reliability->value) {
                figures.reliability = &reliability;
            }
        }
        if (figures.reliability) return figures;
    }
    return std::nullopt;
}

std::optional<ScoreInterval> interval_of(const Questionnaire& questionnaire,
                                         std::size_t scale_index, const Answers& answers,
                                         const ScaleScore& score, const std::string& norm_id) {
    if (!score.score) return std::nullopt;
    const Scale& scale = questionnaire.scales[scale_index];
    ScoreInterval out;
    if (const auto figures = cited_figures(questionnaire, scale_index, 0, norm_id)) {
        const double half = kUsualZ * stats::standard_error_of_measurement(
                                          figures->norm->sd, figures->reliability->value);
        out = {{*score.score - half, *score.score + half},
               Method::MeasurementError,
               name_figures(*figures)};
    } else {
        const auto items = t_interval(keyed_values(questionnaire, scale, answers));
        if (!items) return std::nullopt;
        const double points = points_per_item_point(scale, score.asked);
        out = {{items->low * points, items->high * points},
               Method::Agreement,
               "how much your answers agreed"};
    }
    out.range.low = std::clamp(out.range.low, scale.low, scale.high);
    out.range.high = std::clamp(out.range.high, scale.low, scale.high);
    return out;
}

std::optional<Change> change_of(const Questionnaire& questionnaire, std::size_t scale_index,
                                const Answers& before, const Answers& now, int days_apart,
                                const std::string& norm_id) {
    const Scale& scale = questionnaire.scales[scale_index];
    const ScaleScore first = score_scale(questionnaire, scale, before);
    const ScaleScore second = score_scale(questionnaire, scale, now);
    if (!first.score || !second.score) return std::nullopt;
    Change change;
    change.difference = *second.score - *first.score;
    if (const auto figures = cited_figures(questionnaire, scale_index, days_apart, norm_id)) {
        const double half =
            kUsualZ * figures->norm->sd * std::sqrt(2 * (1 - figures->reliability->value));
        change.method = Method::MeasurementError;
        change.likely = {change.difference - half, change.difference + half};
        change.index = stats::reliable_change_index(change.difference, figures->norm->sd,
                                                    figures->reliability->value);
        change.stands_out = std::fabs(*change.index) > kUsualZ;
        change.words = "reliable change, from " + name_figures(*figures);
        return change;
    }
    std::vector<double> differences;
    for (const definition::KeyedItem& keyed : scale.items) {
        const Answer& a = before[keyed.item];
        const Answer& b = now[keyed.item];
        if (a.state != AnswerState::Value || b.state != AnswerState::Value) continue;
        differences.push_back(keyed_value(questionnaire, keyed, b.value) -
                              keyed_value(questionnaire, keyed, a.value));
    }
    const auto items = t_interval(differences);
    if (!items) return std::nullopt;
    const double points = points_per_item_point(scale, second.asked);
    change.likely = {items->low * points, items->high * points};
    // Estimate and interval speak of the same items: scores over different items may differ
    // although no answer did.
    change.difference = (change.likely.low + change.likely.high) / 2;
    change.stands_out = !change.likely.contains(0);
    change.words = "how much your answers agreed";
    return change;
}

double share_below(const Norm& norm, double score) {
    double z = (score - norm.mean) / norm.sd;
    if (!norm.lookup.empty()) {
        const auto above =
            std::lower_bound(norm.lookup.begin(), norm.lookup.end(), score,
                             [](const auto& entry, double raw) { return entry.first < raw; });
        double t = 0;
        if (above == norm.lookup.begin()) {
            t = above->second;
        } else if (above == norm.lookup.end()) {
            t = norm.lookup.back().second;
        } else {
            const auto below = above - 1;
            const double part = (score - below->first) / (above->first - below->first);
            t = below->second + part * (above->second - below->second);
        }
        z = (t - 50) / 10;
    }
    return stats::normal_cdf(z);
}

}  // namespace attune::quiz
