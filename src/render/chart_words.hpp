#pragma once

#include <string>
#include <string_view>

#include "attune/report/document.hpp"

/// What every renderer says of charts in the same way.
namespace attune::render {

/// The text of a bar, or its number with the ends of its interval: "7", "7 (4 to 11)".
[[nodiscard]] std::string bar_words(const report::Bar& bar);

/// The amount of a whole line; 0 when every amount is.
[[nodiscard]] double bars_full(const report::Bars& bars);

/// At most one decimal: 5.3, 4, 0.1; fewer than the value has, for reading beside a drawing.
[[nodiscard]] std::string brief_number(double value);

/// "39 %".
[[nodiscard]] std::string percent_words(double share);

/// "5.3 (4.6 to 6)"; without the range where there is none.
[[nodiscard]] std::string level_words(double value, const std::optional<stats::Interval>& range);

/// "44 % (19 % to 73 %)".
[[nodiscard]] std::string share_words(double share, const std::optional<stats::Interval>& range);

/// "2 Mar".
[[nodiscard]] std::string day_words(CivilDay day);

/// "7 -> 4, 9 pairs", or the words the pair has.
[[nodiscard]] std::string slope_words(const report::SlopePair& pair);

/// "lower than at first", "higher than last time", both, or nothing.
[[nodiscard]] std::string change_words(const report::HistoryPoint& point);

/// A share line as a level between 0 and 1.
[[nodiscard]] report::LevelLine as_level(const report::ShareLine& line);

}  // namespace attune::render
