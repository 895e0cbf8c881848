#pragma once

#include <optional>
#include <string>

#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/quiz/score.hpp"
#include "attune/stats/interval.hpp"

/// What one score, and a change between two, can and cannot say.
namespace attune::quiz {

/// How an interval or a verdict was reached.
enum class Method {
    MeasurementError,  ///< from a cited SD and reliability
    Agreement,         ///< from how much the person's own item answers agree
};

/// "measurement-error", "item-agreement": stable words for JSON.
[[nodiscard]] std::string_view method_name(Method method);

struct ScoreInterval {
    stats::Interval range;  ///< 95 %, cut at the ends of the scale
    Method method = Method::Agreement;
    std::string words;  ///< "how much your answers agreed", or the figures used
};

/// The cited figures that judge a scale.
struct Figures {
    const definition::Norm* norm = nullptr;
    const definition::Reliability* reliability = nullptr;
};

/// Which figures a scale's file cites. `norm_id` chooses a norm; without it the only one counts,
/// and of several none, because nobody guesses which people the person belongs to. Of the
/// reliabilities of the preferred kind (retest for takings two weeks apart or more, otherwise
/// alpha, then omega) the lowest counts. Nothing when an SD or a reliability is missing.
[[nodiscard]] std::optional<Figures> cited_figures(const definition::Questionnaire& questionnaire,
                                                   std::size_t scale, int days_apart = 0,
                                                   const std::string& norm_id = {});

/// The interval of a score: plus or minus 1.96 sd sqrt(1 - r) with cited figures, otherwise mean +-
/// t(k-1) s / sqrt(k) over the k answered keyed items. Nothing without a score, and with fewer than
/// two answered items and no figures. Source: statistics.md 2.15; Jacobson & Truax 1991.
[[nodiscard]] std::optional<ScoreInterval> interval_of(
    const definition::Questionnaire& questionnaire, std::size_t scale, const Answers& answers,
    const ScaleScore& score, const std::string& norm_id = {});

struct Change {
    double difference = 0;   ///< now minus before; by Agreement, of the items answered both times
    stats::Interval likely;  ///< 95 %
    std::optional<double> index;  ///< reliable change index; nothing with Method::Agreement
    Method method = Method::Agreement;
    bool stands_out = false;  ///< 0 is outside `likely`
    std::string words;        ///< how it was judged, with the figures named
};

/// The change of one scale between two takings with the same key, `days_apart` days apart. With
/// cited figures the reliable change; otherwise a t interval over the differences of the items
/// answered both times, for which two items are needed. Nothing when either taking has no score.
[[nodiscard]] std::optional<Change> change_of(const definition::Questionnaire& questionnaire,
                                              std::size_t scale, const Answers& before,
                                              const Answers& now, int days_apart,
                                              const std::string& norm_id = {});

/// The share of a norm's population below a score, from its lookup table of T scores or, without
/// one, its mean and SD, taking scores as normal. In (0, 1).
[[nodiscard]] double share_below(const definition::Norm& norm, double score);

}  // namespace attune::quiz
