#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/journal/record.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/quiz/quality.hpp"
#include "attune/quiz/rescore.hpp"
#include "attune/quiz/score.hpp"
#include "attune/quiz/unscored.hpp"
#include "attune/report/document.hpp"

/// What a person sees of questionnaires: one taking, many over time, several side by side.
namespace attune::report {

/// One taking of a questionnaire.
struct Taking {
    std::string short_id;
    std::string record_id;  ///< hexadecimal
    journal::Moment at;
    std::string about;    ///< the person it was answered about, or empty
    std::string version;  ///< of the key it was taken with
    /// The key that `answers` and `scored` are of: the one it was taken with where its text is
    /// still there, otherwise today's.
    std::shared_ptr<const definition::Questionnaire> key;
    /// What today's key makes of the kept answers; only when it is another one than `key`.
    std::optional<quiz::Rescored> rescored = {};
    quiz::Answers answers;
    quiz::Scored scored;
    quiz::Answers answers_today;     ///< the same answers as today's key has them
    quiz::UnscoredAnswers unscored;  ///< to text and choices items; empty, or one per item
    quiz::Seconds seconds;
    std::vector<std::size_t> order;  ///< how the items were asked; empty: as the file has them
};

struct TakingOptions {
    std::string norm = {};    ///< id of --norm, or empty
    bool explain = false;     ///< every rule side by side, and how each number is made
    bool rescore = false;     ///< histories: what today's key makes of answers scored by another
    bool style_names = true;  ///< name the regions of the map; `explain` names them anyway
    CivilDay today = {};
};

/// The result of one taking. `earlier` are takings with the same person, newest first; the newest
/// is what it is compared with, and all are the path on the map.
[[nodiscard]] Document build_taking(const Taking& now, const std::vector<Taking>& earlier,
                                    const TakingOptions& options);

/// Takings of one questionnaire that may stand in one line, oldest first.
struct Series {
    std::shared_ptr<const definition::Questionnaire> today;  ///< today's key
    std::string about;
    std::vector<Taking> takings;
    /// The long form whose answers these are, read by a short form's key; empty for takings of the
    /// questionnaire itself.
    std::string from = {};
};

/// Scores over time, one part per series; changes are judged from one taking to the next. Series of
/// short forms stand apart and are never joined to those of the long one.
[[nodiscard]] Document build_history(const std::vector<Series>& series,
                                     const TakingOptions& options);

/// Takings of one questionnaire side by side; each is compared with the first. At least two, read
/// with today's key.
[[nodiscard]] Document build_comparison(const std::vector<Taking>& takings,
                                        const TakingOptions& options);

}  // namespace attune::report
