#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attune/base/error.hpp"
#include "attune/quiz/score_run.hpp"

/// What `attune quiz score` prints. Numbers are written with as many digits as it takes to read the
/// same number back.
namespace attune::cli {

/// How a file was scored, as far as the scores alone do not tell.
struct ScoreSetting {
    std::string file;
    std::string norm;  ///< id of the norm asked for, or empty
    std::uint64_t set_aside = 0;
    std::vector<Error> first_set_aside;  ///< at most ten
};

/// The header line of the scores as CSV, and one line per respondent appended to `out`. Per scale:
/// score, answered, blank, out_of_range, not_a_value, prorated (0 or 1), and the rule: items of the
/// scale and how many answers a score needs.
[[nodiscard]] std::string score_csv_header(const quiz::ScoreRun& run, const ScoreSetting& setting);
void append_score_csv(std::string& out, const quiz::ScoreRun& run, const ScoreSetting& setting);

/// One respondent as one line of JSON, without a line end.
void append_score_json(std::string& out, const quiz::ScoreRun& run, const ScoreSetting& setting);

/// The members of the JSON document before its respondents: `"schema": 1, "questionnaire": …`
/// without braces.
[[nodiscard]] std::string score_json_head(const quiz::ScoreRun& run, const ScoreSetting& setting);
/// `{"respondents": n, …}`
[[nodiscard]] std::string summary_json(const quiz::ScoreRun& run, const quiz::Summary& summary,
                                       const ScoreSetting& setting);
/// One line per scale and one per item below it.
[[nodiscard]] std::string summary_csv(const quiz::ScoreRun& run, const quiz::Summary& summary);
[[nodiscard]] std::string summary_text(const quiz::ScoreRun& run, const quiz::Summary& summary,
                                       const ScoreSetting& setting);

}  // namespace attune::cli
