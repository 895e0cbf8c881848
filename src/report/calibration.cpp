#include "attune/report/calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/calibration.hpp"
#include "attune/stats/distributions.hpp"
#include "attune/stats/rates.hpp"
#include "attune/stats/summary.hpp"
#include "report/calibration_figures.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

/// Open experiments listed by name; the others are only counted.
constexpr std::size_t kOpenListed = 8;
/// Beyond this a fit of predictions is as unlikely by luck as one report in twenty.
constexpr double kUnlikely = 1.96;

std::string_view outcome_words(CameTrue came_true) {
    switch (came_true) {
        case CameTrue::Open:
            return "left open";
        case CameTrue::No:
            return "did not come true";
        case CameTrue::Partly:
            return "partly came true";
        case CameTrue::Yes:
            return "came true";
        case CameTrue::Unclear:
            return "hard to say";
    }
    return "";
}

std::string signed_points(double value) {
    const std::string text = fmt::format("{:+.1f}", value);
    return text == "+0.0" || text == "-0.0" ? "0.0" : text;
}

std::string words_of(const Experiment& one) {
    return one.prediction.empty() ? std::string("(no words)") : one.prediction;
}

class Builder {
  public:
    Builder(const CalibrationData& data, bool explain)
        : data_(data), explain_(explain), figures_(compute_calibration(data)) {}

    Document build() {
        document_.kind = "calibration";
        document_.title = "Attune calibration";
        document_.period = period();
        if (data_.experiments.empty()) {
            add_first_run();
        } else {
            add_coverage();
            if (figures_.closed() < static_cast<long>(stats::kBrierMin)) {
                suppress("share", stats::kBrierMin, figures_.closed());
                add_list();
            } else {
                add_share();
            }
            add_fit();
            if (plot_) add_plot();
            add_distress();
            add_open();
            if (explain_) add_explanation();
            add_limits();
        }
        fill_calibration_machine(data_, figures_, document_.machine);
        return std::move(document_);
    }

  private:
    std::string period() const {
        std::string text = "all experiments";
        if (!data_.about.empty()) text += " with " + data_.about;
        if (data_.experiments.empty()) return text;
        const CivilDay first = data_.experiments.front().day;
        return text + ", " + period_label(first, std::max(first, data_.today));
    }

    Section& section(std::string id, std::string heading = {}) {
        document_.sections.push_back({.id = std::move(id), .heading = std::move(heading)});
        return document_.sections.back();
    }

    void suppress(const char* name, std::size_t needed, long present) {
        document_.suppressed.push_back(
            {name, fmt::format("{} closed experiments needed, {} present", needed, present)});
    }

    void add_first_run() {
        section("coverage")
            .blocks.emplace_back(KeyValue{"Data", "no experiments yet" + left_out()});
        Section& outlook = section("outlook");
        outlook.blocks.emplace_back(Note{"An experiment begins with a prediction:"});
        outlook.blocks.emplace_back(
            Command{"attune note experiment \"If I ask, they will sigh\" --probability 80"});
    }

    std::string left_out() const {
        if (data_.about.empty() || data_.left_out == 0) return {};
        return fmt::format("\n{} without {} left out.",
                           counted(data_.left_out, "experiment", "experiments"), data_.about);
    }

    void add_coverage() {
        section("coverage")
            .blocks.emplace_back(KeyValue{
                "Data", fmt::format("{}: {} closed, {} left open{}",
                                    counted(data_.experiments.size(), "experiment", "experiments"),
                                    figures_.closed(), figures_.open, left_out())});
    }

    void add_list() {
        Section& listed = section("listed");
        listed.blocks.emplace_back(Note{
            fmt::format("Too few closed experiments for a share ({} needed). What came of them:",
                        stats::kBrierMin)});
        Table table{.title = "Closed experiments",
                    .columns = {{.name = "Day", .gap = 2},
                                {.name = "Expected", .align = Column::Align::Right, .gap = 2},
                                {.name = "What came of it", .gap = 2},
                                {.name = "Prediction"}},
                    .rows = {}};
        for (const Experiment& one : data_.experiments) {
            if (one.came_true == CameTrue::Open) continue;
            table.rows.push_back({{short_date(one.day),
                                   one.probability ? percent(*one.probability) : std::string("-"),
                                   std::string(outcome_words(one.came_true)), words_of(one)}});
        }
        if (table.rows.empty()) {
            listed.blocks.back() = Note{"Nothing is closed yet, so there is nothing to compare."};
        } else {
            listed.blocks.emplace_back(std::move(table));
        }
    }

    void add_share() {
        Section& share = section("came_true", "What came true of what was feared");
        const stats::Count& count = figures_.came_true;
        std::string text = fmt::format("{} of {}", count.hits, count.of);
        if (count.of >= static_cast<long>(stats::kBrierMin)) {
            const auto interval = stats::wilson_interval(stats::rate_of(count));
            text += fmt::format(" ({})", percent(count.share()));
            if (interval) text += ", " + likely_between(*interval);
        } else {
            suppress("share", stats::kBrierMin, count.of);
            text += ", too few for a percentage (5 needed)";
        }
        text += fmt::format("\n{} still open: what is not closed may differ.", figures_.open);
        share.blocks.emplace_back(KeyValue{"Came true", text});
        if (figures_.partly + figures_.unclear == 0) return;
        std::vector<std::string> parts;
        if (figures_.partly > 0) parts.push_back(fmt::format("partly {}", figures_.partly));
        if (figures_.unclear > 0) parts.push_back(fmt::format("hard to say {}", figures_.unclear));
        std::string beside = join(parts, ", ");
        if (figures_.partly > 0) {
            beside += fmt::format("\nWith every 'partly' as come true: {} of {}.",
                                  count.hits + figures_.partly, count.of + figures_.partly);
        }
        share.blocks.emplace_back(KeyValue{"Not counted", beside});
    }

    void add_fit() {
        const auto brier = stats::brier_score(figures_.predictions);
        const auto n = static_cast<long>(figures_.predictions.size());
        if (!brier) {
            suppress("brier", stats::kBrierMin, n);
            suppress("calibration_z", stats::kCalibrationZMin, n);
            suppress("murphy_parts", stats::kMurphyMin, n);
            return;
        }
        Section& fit = section("fit", "How sure you were, and what came true");
        double predicted = 0;
        for (const stats::Prediction& one : figures_.predictions)
            predicted += one.probability / static_cast<double>(n);
        const stats::Count count = counted_predictions();
        fit.blocks.emplace_back(
            Note{.text = fmt::format("You expected trouble at {} on average; it came true in {} of "
                                     "{}.",
                                     percent(predicted), count.hits, count.of),
                 .place = Note::Place::Under});
        add_table(fit);
        std::string text = fmt::format("{:.2f}; always saying {} would have scored {:.2f}",
                                       brier->score, percent(count.share()), brier->reference);
        text += "\n0 is perfect, and lower is better.";
        fit.blocks.emplace_back(KeyValue{"Brier", text});
        add_z(fit, n);
        add_parts(fit, n);
        if (figures_.without_probability > 0) {
            fit.blocks.emplace_back(
                Note{.text = fmt::format("{} closed without a probability: not in this part.",
                                         figures_.without_probability),
                     .place = Note::Place::Under});
        }
    }

    stats::Count counted_predictions() const {
        stats::Count count;
        for (const stats::Prediction& one : figures_.predictions) {
            ++count.of;
            count.hits += one.came_true ? 1 : 0;
        }
        return count;
    }

    void add_table(Section& fit) {
        const auto rows = stats::calibration_table(figures_.predictions);
        Table table{.title = "Predictions and what came true",
                    .columns = {{.name = "Said", .gap = 2, .width_min = 9},
                                {.name = "Mean", .align = Column::Align::Right, .gap = 2},
                                {.name = "Came true", .align = Column::Align::Right, .gap = 2},
                                {.name = "95 % interval"}},
                    .rows = {}};
        CalibrationPlot plot;
        plot.title = "Predicted against come true";
        plot.description =
            "What was expected, to the right, against the share that came true, upwards. On the "
            "diagonal both agree; below it things went better than expected.";
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const stats::CalibrationRow& row = rows[i];
            if (row.came_true.of == 0) {
                table.rows.push_back({{kCalibrationRows[i], "-", "-", "nothing was said here"}});
                continue;
            }
            CalibrationBin bin{.label = kCalibrationRows[i],
                               .predicted = row.predicted,
                               .count = row.came_true.of};
            std::string range = fmt::format("too few for a range ({} needed)", stats::kBrierMin);
            if (row.came_true.of >= static_cast<long>(stats::kBrierMin)) {
                bin.came_true = row.came_true.share();
                if (const auto interval = stats::jeffreys_interval(row.came_true)) {
                    bin.interval = *interval;
                    range = likely_between(*interval);
                }
            }
            table.rows.push_back(
                {{kCalibrationRows[i], percent(row.predicted),
                  fmt::format("{} of {}", row.came_true.hits, row.came_true.of), range}});
            plot.bins.push_back(std::move(bin));
        }
        plot.twin = table;
        fit.blocks.emplace_back(std::move(table));
        plot_ = std::move(plot);
    }

    void add_plot() {
        Section& chart = section("calibration_plot", plot_->title);
        chart.reach = Section::Reach::PageOnly;
        chart.blocks.emplace_back(*plot_);
    }

    void add_z(Section& fit, long n) {
        if (n < static_cast<long>(stats::kCalibrationZMin)) {
            suppress("calibration_z", stats::kCalibrationZMin, n);
            return;
        }
        const auto z = stats::spiegelhalter_z(figures_.predictions);
        if (!z) {
            document_.suppressed.push_back({"calibration_z", "every prediction is 0, 50 or 100 %"});
            return;
        }
        const char* verdict = *z > kUnlikely ? "surer than what came true allows"
                              : *z < -kUnlikely
                                  ? "less sure than what came true allows"
                                  : "fits what came true; any difference could be luck";
        fit.blocks.emplace_back(KeyValue{"Fit", fmt::format("Z {:+.2f}: {}", *z, verdict)});
    }

    void add_parts(Section& fit, long n) {
        const auto parts = stats::murphy_parts(figures_.predictions);
        if (!parts) {
            suppress("murphy_parts", stats::kMurphyMin, n);
            return;
        }
        fit.blocks.emplace_back(KeyValue{
            "Parts", fmt::format("{:.2f} off the mark - {:.2f} telling apart + {:.2f} that nobody "
                                 "could know",
                                 parts->reliability, parts->resolution, parts->uncertainty)});
    }

    void add_distress() {
        if (figures_.surprise.empty()) return;
        Section& hard = section("distress", "How hard it was (0 to 10)");
        const auto paired = paired_mean(figures_.surprise);
        if (!paired) {
            document_.suppressed.push_back(
                {"distress", fmt::format("{} pairs needed, {} present", stats::kPairsMin,
                                         figures_.surprise.size())});
            Table table{.title = "Expected and real", .columns = {{.name = "Pair"}}, .rows = {}};
            for (std::size_t i = 0; i < figures_.real.size(); ++i) {
                table.rows.push_back(
                    {{fmt::format("expected {}, was {}", shortest_number(figures_.expected[i]),
                                  shortest_number(figures_.real[i]))}});
            }
            hard.blocks.emplace_back(std::move(table));
            hard.blocks.emplace_back(Note{
                .text = fmt::format("Too few for a mean difference ({} needed).", stats::kPairsMin),
                .place = Note::Place::Under});
            return;
        }
        const std::string mean_expected =
            fmt::format("{:.1f}", stats::mean(figures_.expected).value_or(0));
        const std::string mean_real = fmt::format("{:.1f}", stats::mean(figures_.real).value_or(0));
        hard.blocks.emplace_back(KeyValue{
            "Distress", fmt::format("expected {}, was {} on average ({})", mean_expected, mean_real,
                                    counted(figures_.surprise.size(), "pair", "pairs"))});
        std::string difference = signed_points(paired->mean) + " every time";
        if (paired->interval) {
            difference = fmt::format("{}, likely between {} and {}{}", signed_points(paired->mean),
                                     signed_points(paired->interval->low),
                                     signed_points(paired->interval->high),
                                     paired->interval->contains(0) ? ": could be luck" : "");
        }
        hard.blocks.emplace_back(KeyValue{"Difference", difference});
    }

    void add_open() {
        if (figures_.open == 0) return;
        Section& open = section("open", "Left open");
        Table table{.title = "Left open",
                    .columns = {{.name = "Id", .gap = 2},
                                {.name = "Day", .gap = 2},
                                {.name = "Expected", .align = Column::Align::Right, .gap = 2},
                                {.name = "Prediction"}},
                    .rows = {}};
        std::size_t more = 0;
        for (auto one = data_.experiments.rbegin(); one != data_.experiments.rend(); ++one) {
            if (one->came_true != CameTrue::Open) continue;
            if (table.rows.size() == kOpenListed) {
                ++more;
                continue;
            }
            table.rows.push_back({{one->short_id, short_date(one->day),
                                   one->probability ? percent(*one->probability) : std::string("-"),
                                   words_of(*one)}});
        }
        open.blocks.emplace_back(std::move(table));
        if (more > 0) {
            open.blocks.emplace_back(
                Note{.text = fmt::format("and {} older", more), .place = Note::Place::Under});
        }
    }

    void add_explanation() {
        Section& how = section("explanation", "How these numbers are made");
        const auto say = [&](const char* label, const char* text) {
            how.blocks.emplace_back(KeyValue{label, text});
        };
        say("Came true",
            "Outcomes 'yes' out of 'yes' and 'no', with Wilson's 95 % interval, from 5 on. "
            "'Partly' and 'hard to say' stand beside it. Of several outcomes the newest counts.");
        say("Table",
            "Three rows by what was said; each range is Jeffreys' 95 % interval, from 5 "
            "closed experiments in the row on.");
        say("Brier",
            "The mean squared distance between what was said and what came true, from 5 "
            "on. Beside it the score of somebody who always says the share that came "
            "true.");
        say("Fit",
            "Spiegelhalter's Z, from 20 on: beyond 1.96 either way the predictions do not "
            "fit. Murphy's parts of the Brier score, from 30 on.");
        say("Distress",
            "Real minus expected of the same experiment, mean with Student's 95 % "
            "interval, from 5 pairs on.");
    }

    void add_limits() {
        section("limits").blocks.emplace_back(
            Note{"What this cannot say: what the open ones would show. Steps that went badly are "
                 "closed less gladly, and that makes any share look better. Details: attune report "
                 "calibration --explain"});
    }

    const CalibrationData& data_;
    bool explain_;
    CalibrationFigures figures_;
    Document document_;
    std::optional<CalibrationPlot> plot_;  ///< stands behind the words it is made of
};

}  // namespace

Document build_calibration(const CalibrationData& data, bool explain) {
    return Builder(data, explain).build();
}

}  // namespace attune::report
