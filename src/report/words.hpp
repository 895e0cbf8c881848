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
