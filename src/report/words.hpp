#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/stats/interval.hpp"

/// The recurring words of reports, so that one thing is always said in one way.
namespace attune::report {

/// "late-reply" as "late reply", or the label it has.
[[nodiscard]] std::string label_of(const std::string& slug,
                                   const std::map<std::string, std::string>& labels);

/// "Tuesday", "Tuesday and Thursday", "Tuesday, Thursday and Friday".
[[nodiscard]] std::string listing(const std::vector<std::string>& names);

/// "39 %" for 0.389, halves away from zero.
[[nodiscard]] std::string percent(double share);

/// "likely between 20 % and 61 %".
[[nodiscard]] std::string likely_between(const stats::Interval& shares);

/// "-15", "+11", "0" for differences of shares, in percentage points.
[[nodiscard]] std::string points(double difference);
/// The same with its unit: "-15 points", "+1 point".
[[nodiscard]] std::string points_words(double difference);

/// The ends of a range of differences, as `points`: "between -37 and +11". An end that is not zero
/// but would be rounded to it keeps a decimal where the range does not hold zero: "between +0.3 and
/// +22", for the words behind it say that it does not.
[[nodiscard]] std::string between_points(const stats::Interval& differences);

/// How much further moments settled than similar ones, in points from 0 to 10: "vs similar moments
/// without: 0.6 points more (n=63), likely between +0.4 and +0.8".
[[nodiscard]] std::string matched_effect_words(double effect, std::size_t sets,
                                               const stats::Interval& interval);

/// "Thursday".
[[nodiscard]] std::string_view long_weekday(CivilDay day);

/// "Mon 2 Mar".
[[nodiscard]] std::string short_date(CivilDay day);

/// "Mon 2 Mar"; with its year when that is not the year of `beside`.
[[nodiscard]] std::string date_beside(CivilDay day, CivilDay beside);

/// The first line of a text, cut to so many cells; "..." stands for the rest.
[[nodiscard]] std::string shortened(const std::string& text, int cells);

/// "Mon 2 Mar - Sun 8 Mar 2026"; the year of the first day too when it is another one.
[[nodiscard]] std::string period_label(CivilDay first, CivilDay last);

}  // namespace attune::report
