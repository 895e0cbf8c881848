#include "report/calibration_figures.hpp"

#include <cmath>
#include <utility>

#include "attune/stats/distributions.hpp"
#include "attune/stats/rates.hpp"
#include "attune/stats/summary.hpp"

namespace attune::report {

namespace {

const char* slug_of(CameTrue came_true) {
    switch (came_true) {
        case CameTrue::Open:
            return "open";
        case CameTrue::No:
            return "no";
        case CameTrue::Partly:
            return "partly";
        case CameTrue::Yes:
            return "yes";
        case CameTrue::Unclear:
            return "unclear";
    }
    return "";
}

}  // namespace

CalibrationFigures compute_calibration(const CalibrationData& data) {
    CalibrationFigures out;
    for (const Experiment& one : data.experiments) {
        if (one.came_true == CameTrue::Open) ++out.open;
        if (one.came_true == CameTrue::Partly) ++out.partly;
        if (one.came_true == CameTrue::Unclear) ++out.unclear;
        if (one.came_true == CameTrue::Yes || one.came_true == CameTrue::No) {
            const bool yes = one.came_true == CameTrue::Yes;
            ++out.came_true.of;
            out.came_true.hits += yes ? 1 : 0;
            if (one.probability) {
                out.predictions.push_back({*one.probability, yes});
            } else {
                ++out.without_probability;
            }
        }
        if (one.expected && one.distress) {
            out.expected.push_back(*one.expected);
            out.real.push_back(*one.distress);
            out.surprise.push_back(*one.distress - *one.expected);
        }
    }
    return out;
}

std::optional<PairedMean> paired_mean(const std::vector<double>& differences) {
    if (differences.size() < stats::kPairsMin) return std::nullopt;
    const auto n = static_cast<double>(differences.size());
    const double mean = stats::mean(differences).value_or(0);
    const double spread = stats::standard_deviation(differences).value_or(0);
    if (spread == 0) return PairedMean{mean, std::nullopt};
    const double half = stats::student_t_quantile(0.975, n - 1) * spread / std::sqrt(n);
    return PairedMean{mean, stats::Interval{mean - half, mean + half}};
}

void fill_calibration_machine(const CalibrationData& data, const CalibrationFigures& figures,
                              Machine& out) {
    std::optional<stats::Interval> share;
    if (figures.came_true.of >= static_cast<long>(stats::kBrierMin)) {
        if (const auto found = stats::wilson_interval(stats::rate_of(figures.came_true)))
            share = *found;
    }
    std::optional<double> z;
    if (figures.predictions.size() >= stats::kCalibrationZMin) {
        if (const auto found = stats::spiegelhalter_z(figures.predictions)) z = *found;
    }
    const auto murphy = stats::murphy_parts(figures.predictions);
    const auto paired = paired_mean(figures.surprise);
    const auto interval = [](const std::optional<stats::Interval>& range, const char* method) {
        if (!range) return Machine();
        Machine one = Machine::members();
        one.set("low", range->low)
            .set("high", range->high)
            .set("level", stats::kUsualLevel)
            .set("method", method);
        return one;
    };
    out.set("experiments", static_cast<long>(data.experiments.size()))
        .set("closed", figures.closed())
        .set("open", figures.open)
        .set("partly", figures.partly)
        .set("unclear", figures.unclear);
    if (!data.about.empty()) {
        out.set("about", Machine::members()
                             .set("person", data.about)
                             .set("experiments_left_out", data.left_out));
    }
    Machine came = Machine::members();
    came.set("hits", figures.came_true.hits)
        .set("n", figures.came_true.of)
        .set("interval", interval(share, "wilson"));
    out.set("came_true", std::move(came));
    const auto brier = stats::brier_score(figures.predictions);
    Machine score;
    if (brier) {
        score = Machine::members();
        score.set("n", static_cast<long>(figures.predictions.size()))
            .set("score", brier->score)
            .set("reference", brier->reference)
            .set("skill", brier->skill);
        Machine rows = Machine::list();
        const auto table = stats::calibration_table(figures.predictions);
        for (std::size_t i = 0; i < table.size(); ++i) {
            const stats::Count& count = table[i].came_true;
            std::optional<stats::Interval> range;
            if (count.of >= static_cast<long>(stats::kBrierMin)) {
                if (const auto found = stats::jeffreys_interval(count)) range = *found;
            }
            Machine row = Machine::members();
            row.set("said", kCalibrationRows[i])
                .set("n", count.of)
                .set("hits", count.hits)
                .set("predicted", count.of > 0 ? Machine(table[i].predicted) : Machine())
                .set("interval", interval(range, "jeffreys"));
            rows.push(std::move(row));
        }
        score.set("rows", std::move(rows));
    }
    out.set("brier", std::move(score)).set("spiegelhalter_z", z);
    Machine parts;
    if (murphy) {
        parts = Machine::members();
        parts.set("reliability", murphy->reliability)
            .set("resolution", murphy->resolution)
            .set("uncertainty", murphy->uncertainty);
    }
    out.set("murphy_parts", std::move(parts));
    Machine distress = Machine::members();
    distress.set("pairs", static_cast<long>(figures.surprise.size()))
        .set("difference", paired ? Machine(paired->mean) : Machine())
        .set("interval", interval(paired ? paired->interval : std::nullopt, "student t, paired"));
    out.set("distress", std::move(distress));
    Machine list = Machine::list();
    for (const Experiment& one : data.experiments) {
        Machine item = Machine::members();
        item.set("id", one.short_id)
            .set("day", one.day.iso())
            .set("prediction", one.prediction)
            .set("probability", one.probability)
            .set("came_true", slug_of(one.came_true))
            .set("expected_distress", one.expected)
            .set("distress", one.distress);
        list.push(std::move(item));
    }
    out.set("list", std::move(list));
}

}  // namespace attune::report
