#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/civil_day.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/zone.hpp"

/// ISO 8601 as attune reads and writes it, and the day an instant belongs to.
namespace attune::journal {

/// The hour at which a day starts unless configured: what happens at 01:30 belongs to the day
/// before.
inline constexpr std::chrono::minutes kDayStart = std::chrono::hours(4);

struct IsoTime {
    CivilDay day;
    /// Time of day; nothing when only a day was given.
    std::optional<std::chrono::seconds> clock;
    /// Nothing when the text has none. "Z" is 0 with `zulu` set.
    std::optional<std::chrono::minutes> offset;
    bool zulu = false;

    [[nodiscard]] std::chrono::local_seconds local() const {
        return std::chrono::local_seconds(day.days().time_since_epoch() +
                                          clock.value_or(std::chrono::seconds{}));
    }
};

/// Reads a whole ISO 8601 day (2026-03-01, 20260301, 2026-W09-7, 2026-060), alone or with 'T', 't'
/// or one blank and a time (21:40, 21:40:15, 21:40:15.250 of which the fraction is dropped, 2140,
/// 214015), that with 'Z' or an offset
/// (+01:00, +0100, +01). Nothing for anything else, also for impossible days and times; 24:00 is
/// none.
[[nodiscard]] std::optional<IsoTime> parse_iso_time(std::string_view text);

/// The day of a date alone: the first four forms above.
[[nodiscard]] std::optional<CivilDay> parse_iso_day(std::string_view text);

/// "2026-03-01T21:40:00+01:00": the local time of a moment with its offset.
[[nodiscard]] std::string iso_time(const Moment& moment);

/// "+01:00", "-03:30", "+00:00".
[[nodiscard]] std::string iso_offset(std::chrono::minutes offset);

/// The day that a local time belongs to when days start at `day_start` (0 to 12 hours after
/// midnight).
[[nodiscard]] CivilDay local_day_of(std::chrono::local_seconds local,
                                    std::chrono::minutes day_start = kDayStart);

/// An instant known to the minute, as the clocks of `zone` show it.
[[nodiscard]] Moment moment_at(std::chrono::sys_seconds utc, const Zone& zone,
                               std::chrono::minutes day_start = kDayStart);

/// "minute", "morning", "afternoon", "evening", "night", "day", and back.
[[nodiscard]] std::string_view precision_name(Precision precision);
[[nodiscard]] std::optional<Precision> parse_precision(std::string_view name);

}  // namespace attune::journal
