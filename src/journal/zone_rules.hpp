#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "attune/base/bytes.hpp"

namespace attune::journal {

/// When clocks change in a year, as the last line of a zone file tells it: "the last Sunday of
/// March at 02:00".
struct ChangeDay {
    enum class Kind {
        Weekday,      ///< `week` (1 to 5, 5 is the last) `weekday` (0 Sunday) of `month`
        LeaplessDay,  ///< `day` 1..365, 29 February never counted
        Day           ///< `day` 0..365
    };
    Kind kind = Kind::Weekday;
    int month = 0;
    int week = 0;
    int weekday = 0;
    int day = 0;
    std::int64_t clock = 7200;  ///< seconds after midnight, -167 to 167 hours

    /// Seconds since 1970 of the local time of the change in `year`, as if that were UTC.
    [[nodiscard]] std::int64_t local_seconds(int year) const;
};

/// The rule for all years behind the listed changes.
struct YearRule {
    std::int64_t standard = 0;  ///< seconds ahead of UTC
    std::optional<std::int64_t> summer;
    ChangeDay to_summer;
    ChangeDay to_standard;

    [[nodiscard]] std::int64_t offset_at(std::int64_t utc) const;
};

/// Reads "CET-1CEST,M3.5.0,M10.5.0/3" and the other forms of POSIX TZ with the extensions of RFC
/// 8536.
[[nodiscard]] std::optional<YearRule> parse_year_rule(std::string_view text);

/// The content of a compiled zone file (RFC 8536, version 2 and later).
class ZoneRules {
  public:
    /// Nothing when the bytes are no such file or contradict themselves.
    [[nodiscard]] static std::optional<ZoneRules> parse(ByteView file);

    /// Local time minus UTC, in seconds.
    [[nodiscard]] std::int64_t offset_at(std::int64_t utc) const;

  private:
    struct Change {
        std::int64_t utc;
        std::int64_t offset;  ///< from then on
    };
    std::int64_t before_ = 0;  ///< before the first change
    std::vector<Change> changes_;
    std::optional<YearRule> rule_;
};

}  // namespace attune::journal
