#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/stats/calibration.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/rates.hpp"
#include "report/steps_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr const char* kRowNames[] = {"0-33 %", "34-66 %", "67-100 %"};

struct Figures {
    std::vector<stats::Prediction> predictions;  ///< outcomes yes or no with a probability
    stats::Count came_true;                      ///< outcomes yes or no
    long partly = 0;
    long unclear = 0;
    long expected_n = 0;
    double expected = 0;  ///< sum of probabilities of all closed ones that have one
};

Figures compute(const Steps& steps) {
    Figures figures;
    for (const Experiment& one : steps.closed) {
        if (one.probability) {
            ++figures.expected_n;
            figures.expected += *one.probability;
        }
        figures.partly += one.came_true == CameTrue::Partly ? 1 : 0;
        figures.unclear += one.came_true == CameTrue::Unclear ? 1 : 0;
        if (one.came_true != CameTrue::Yes && one.came_true != CameTrue::No) continue;
        const bool yes = one.came_true == CameTrue::Yes;
        ++figures.came_true.of;
        figures.came_true.hits += yes ? 1 : 0;
        if (one.probability) figures.predictions.push_back({*one.probability, yes});
    }
    return figures;
}

bool enough(long n) {
    return n >= stats::kRateEntriesMin;
}

std::string closed_words(const Steps& steps, const Figures& figures) {
    std::string text = fmt::format("{} closed, {} still open.", steps.closed.size(), steps.open);
    if (steps.closed.empty()) return text;
    const stats::Count& count = figures.came_true;
    std::string came = fmt::format("it came true in {} of {}", count.hits, count.of);
    if (enough(count.of)) came += fmt::format(" ({})", percent(count.share()));
    if (figures.partly > 0) came += fmt::format("; partly {}", figures.partly);
    if (figures.unclear > 0) came += fmt::format("; hard to say {}", figures.unclear);
    if (figures.expected_n == 0) {
        came.front() = 'I';
        return text + " " + came + ".";
    }
    const double mean = figures.expected / static_cast<double>(figures.expected_n);
    return text + fmt::format(" You expected trouble at {} on average{}; {}.", percent(mean),
                              figures.expected_n < static_cast<long>(steps.closed.size())
                                  ? fmt::format(" (said in {})", figures.expected_n)
                                  : std::string(),
                              came);
}

Table calibration_rows(const std::vector<stats::Prediction>& predictions) {
    Table table{.title = "What was said and what came true",
                .columns = {{.name = "Said", .gap = 2},
                            {.name = "On average", .align = Column::Align::Right, .gap = 2},
                            {.name = "Came true", .align = Column::Align::Right, .gap = 2},
                            {.name = "Range"}},
                .rows = {}};
    const auto rows = stats::calibration_table(predictions);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const stats::Count& count = rows[i].came_true;
        if (count.of == 0) {
            table.rows.push_back({{kRowNames[i], "-", "-", "nothing was said here"}});
            continue;
        }
        const auto interval = stats::jeffreys_interval(count);
        table.rows.push_back(
            {{kRowNames[i], percent(rows[i].predicted),
              fmt::format("{} of {}", count.hits, count.of),
              enough(count.of) && interval
                  ? likely_between(*interval)
                  : fmt::format("too few for a range ({} needed)", stats::kRateEntriesMin)}});
    }
    return table;
}

Machine interval_machine(const stats::Interval& interval, const char* method) {
    return Machine::members()
        .set("low", interval.low)
        .set("high", interval.high)
        .set("level", stats::kUsualLevel)
        .set("method", method);
}

Machine rows_machine(const std::vector<stats::Prediction>& predictions) {
    Machine list = Machine::list();
    const auto rows = stats::calibration_table(predictions);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const stats::Count& count = rows[i].came_true;
        const auto interval = stats::jeffreys_interval(count);
        list.push(Machine::members()
                      .set("said", kRowNames[i])
                      .set("n", count.of)
                      .set("hits", count.hits)
                      .set("predicted", count.of > 0 ? Machine(rows[i].predicted) : Machine())
                      .set("interval", enough(count.of) && interval
                                           ? interval_machine(*interval, "jeffreys")
                                           : Machine()));
    }
    return list;
}

}  // namespace

Part predictions_part(const Steps& steps, bool table) {
    Part part;
    const Figures figures = compute(steps);
    const auto n = static_cast<long>(figures.predictions.size());
    Machine machine = Machine::members();
    machine.set("closed", static_cast<long>(steps.closed.size()))
        .set("open", steps.open)
        .set("came_true",
             Machine::members().set("hits", figures.came_true.hits).set("n", figures.came_true.of))
        .set("partly", figures.partly)
        .set("unclear", figures.unclear)
        .set("expected_mean",
             figures.expected_n > 0
                 ? Machine(figures.expected / static_cast<double>(figures.expected_n))
                 : Machine());
    const auto brier = stats::brier_score(figures.predictions);
    machine.set("brier", brier ? Machine::members()
                                     .set("n", n)
                                     .set("score", brier->score)
                                     .set("reference", brier->reference)
                                     .set("skill", brier->skill)
                               : Machine());
    const auto z = stats::spiegelhalter_z(figures.predictions);
    const bool show_z = table && z && n >= static_cast<long>(stats::kCalibrationZMin);
    if (table) {
        machine.set("rows", rows_machine(figures.predictions));
        machine.set("spiegelhalter_z", show_z ? Machine(*z) : Machine());
    }
    part.members.emplace_back("predictions", std::move(machine));
    if (steps.closed.empty() && steps.open == 0) return part;

    Section section{
        .id = "predictions", .heading = "Predictions closed", .aside = {}, .blocks = {}};
    section.blocks.emplace_back(
        Note{.text = closed_words(steps, figures), .place = Note::Place::Under});
    if (brier) {
        section.blocks.emplace_back(Note{
            .text = fmt::format("Brier {:.2f}; always saying {} would have scored {:.2f}.",
                                brier->score,
                                percent(static_cast<double>(std::count_if(
                                            figures.predictions.begin(), figures.predictions.end(),
                                            [](const auto& one) { return one.came_true; })) /
                                        static_cast<double>(n)),
                                brier->reference),
            .place = Note::Place::Under});
    } else if (!steps.closed.empty()) {
        part.suppressed.push_back({"brier", fmt::format("{} closed predictions needed, {} present",
                                                        stats::kBrierMin, n)});
    }
    if (table && brier) section.blocks.emplace_back(calibration_rows(figures.predictions));
    if (show_z) {
        section.blocks.emplace_back(KeyValue{
            "Fit",
            fmt::format("Z {:+.2f}: {}", *z,
                        *z > 1.96    ? "surer than what came true allows"
                        : *z < -1.96 ? "less sure than what came true allows"
                                     : "fits what came true; any difference could be luck")});
    } else if (table && !steps.closed.empty()) {
        part.suppressed.push_back(
            {"calibration_z",
             fmt::format("{} closed predictions needed, {} present", stats::kCalibrationZMin, n)});
    }
    part.explained.push_back(
        {"Predicted",
         "Experiments whose outcome was noted in these days. Came true counts yes and no; partly "
         "and hard to say stand beside it. The Brier score is the mean squared distance between "
         "what was said and what came true, 0 at best, from 5 on. Open ones stand beside it, "
         "because what is not closed may differ."});
    part.sections.push_back(std::move(section));
    return part;
}

}  // namespace attune::report
