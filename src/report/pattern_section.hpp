#pragma once

#include <map>
#include <string>

#include "attune/report/patterns.hpp"
#include "report/part.hpp"

/// What a report says about the patterns of the last closed week.
namespace attune::report {

using Labels = std::map<std::string, std::string>;

/// "Patterns being watched": what stands out, what later entries said of it, what held up, and what
/// is no longer watched; member `patterns` with every question of the week; how it was looked for.
/// Without a section when nothing could be looked at.
[[nodiscard]] Part patterns_part(const Verdict& verdict, const Labels& labels);

/// "late reply + after 21:00 -> reacted more often".
[[nodiscard]] std::string pattern_words(const Pattern& pattern, double effect,
                                        const Labels& labels);

/// What the matched comparison of a coping says: "vs similar moments without: n=6, too few to
/// separate from settling down by itself". Empty when the coping was not looked at.
[[nodiscard]] std::string matched_words(const Verdict& verdict, const std::string& coping);

}  // namespace attune::report
