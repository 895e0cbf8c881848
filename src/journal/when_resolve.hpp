#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/journal/when.hpp"
#include "journal/date_words.hpp"

/// From what was said to days and instants; shared by when.cpp and period.cpp.
namespace attune::journal {

/// The first local hour of a part of the day.
[[nodiscard]] std::chrono::hours part_start(Precision part);

/// The calendar day of a DaySaid seen from `today`; nothing when there is no such day. Past: the
/// most recent one, today included. Plan: the next one, today included.
[[nodiscard]] std::optional<CivilDay> day_from(const DaySaid& said, CivilDay today,
                                               Direction direction, int week_start);

/// "30 Feb" and the like, for messages.
[[nodiscard]] std::string impossible_day(const DaySaid& said);

/// The readings of 03/04/2026 and 3.4.2026. `days` are those that exist, `order` picks one of them.
struct NumericDate {
    std::optional<CivilDay> day_month;
    std::optional<CivilDay> month_day;
};
[[nodiscard]] std::optional<NumericDate> numeric_date(std::string_view word);

/// The day of a numeric date under `order`, or the refusal that shows both readings.
[[nodiscard]] Result<CivilDay> read_numeric_date(std::string_view word, const NumericDate& date,
                                                 DateOrder order);

/// The text for a message: visible and short.
[[nodiscard]] std::string quoted(std::string_view text);

/// The words with every unknown one replaced by the nearest known, when that changes anything.
[[nodiscard]] std::optional<std::string> mended(std::string_view text);

}  // namespace attune::journal
