#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/quiz/score.hpp"

/// Scoring an old taking with today's key. The taking itself never changes: what came out then
/// stays what came out then, and the difference is what this is about.
namespace attune::quiz {

/// A taking as it was kept, by name: the questionnaire that gave these names may have changed
/// since.
struct KeptTaking {
    std::vector<std::pair<std::string, double>> answers;  ///< item id to number; a blank is absent
    std::vector<std::pair<std::string, double>> scores;   ///< scale or composite id to score
};

/// One score then and now. Nothing on a side means that no score came out there, or that the key of
/// that side has no such scale.
struct ScoreDifference {
    std::string id;
    std::string title;  ///< of today's key; the id when only the taking knows it
    std::optional<double> kept;
    std::optional<double> now;
    bool declared = true;  ///< today's key has this scale or composite

    /// True when the two sides say different things; sums of decimals differ beyond 1e-9.
    [[nodiscard]] bool differs() const;
};

struct Rescored {
    Answers answers;  ///< the kept answers as today's key reads them, hidden items hidden
    Scored scored;
    /// Every scale, then every composite of today's key in its order, then what only the taking
    /// has.
    std::vector<ScoreDifference> differences;
    std::vector<std::string> dropped;    ///< items answered then that today's key does not have
    std::vector<std::string> unfitting;  ///< items whose answer is none of today's values

    /// True when any score differs.
    [[nodiscard]] bool differs() const;
};

/// The scores that `today` gives to the answers of a kept taking, beside the scores it was given
/// then. An item that the taking does not name is blank. Nothing is imputed and nothing is an
/// error: an answer that today's response does not have counts as out of range, as it would in a
/// new taking.
[[nodiscard]] Rescored rescore(const definition::Questionnaire& today, const KeptTaking& kept);

}  // namespace attune::quiz
