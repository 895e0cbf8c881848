#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/quiz/interpret.hpp"
#include "attune/report/taking.hpp"

/// How scores, their intervals and their changes are said.
namespace attune::report {

/// "4.3", and never "-0.0".
[[nodiscard]] std::string shown(double value);
/// "+0.8", "-0.8", "0.0".
[[nodiscard]] std::string shown_signed(double value);
/// The same with as many decimals, up to 4, as it takes to see that it is not zero: the end of an
/// interval that leaves zero out must not look as if it held it.
[[nodiscard]] std::string shown_beside_zero(double value);

/// "5.1 on 1 to 7, likely between 4.4 and 5.8", or why there is no score.
[[nodiscard]] std::string score_words(const Taking& taking, std::size_t scale,
                                      const std::string& norm);

/// The row of one scale: its score and interval with `text` as its words.
[[nodiscard]] ScoreRow score_row(const Taking& taking, std::size_t scale, const std::string& norm,
                                 std::string label, std::string text);

/// "-0.8, likely between -1.4 and -0.3: likely lower"; "the same answers" where not one differs.
/// Empty when there is no change to speak of. By the key that both were read with.
struct ChangeWords {
    std::string text;
    std::string method;  ///< "how much your answers agreed", or the figures used
};
[[nodiscard]] std::optional<ChangeWords> change_words(const definition::Questionnaire& key,
                                                      std::size_t scale, const Taking& before,
                                                      const Taking& now, const std::string& norm);

/// The same as numbers, SINCE of 'help formats'; null when there is no change to speak of.
[[nodiscard]] Machine change_machine(const definition::Questionnaire& key, std::size_t scale,
                                     const Taking& before, const Taking& now);

/// The newest taking of a series on one scale of today's key: score and interval, and on lines of
/// their own how it differs from the one before and, with `since_first`, from the first, or that
/// the change cannot be judged.
[[nodiscard]] std::string newest_words(const Series& series, std::size_t scale, bool since_first);

/// Where the intervals of a taking come from, each way once.
[[nodiscard]] std::vector<std::string> interval_ways(const Taking& taking, const std::string& norm);

/// The map of the first rule that has a place for the newest of `takings` (oldest first). Nothing
/// when the key has no rule with two axes, or the newest has no scores for them. `path`: one
/// person's takings over time; otherwise side by side.
[[nodiscard]] std::optional<PlaceMap> place_map(const definition::Questionnaire& key,
                                                const std::vector<const Taking*>& takings,
                                                const TakingOptions& options, bool path);

/// The scores of a series over time, one chart for the scales of each range; none for a single
/// taking. A change is marked only where a cited error of measurement judges it.
[[nodiscard]] std::vector<ScoreHistory> score_histories(const Series& series,
                                                        const TakingOptions& options);

}  // namespace attune::report
