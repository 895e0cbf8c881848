#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace attune {

/// A day of the proleptic Gregorian calendar, without zone. Arithmetic in whole days.
class CivilDay {
  public:
    constexpr CivilDay() = default;
    constexpr explicit CivilDay(std::chrono::sys_days days) : days_(days) {}
    /// The day of a year, month (1-12) and day of month; nothing when there is no such day.
    [[nodiscard]] static std::optional<CivilDay> make(int year, unsigned month, unsigned day);
    /// Reads exactly YYYY-MM-DD.
    [[nodiscard]] static std::optional<CivilDay> parse_iso(std::string_view text);

    [[nodiscard]] constexpr std::chrono::sys_days days() const { return days_; }
    [[nodiscard]] std::chrono::year_month_day ymd() const { return days_; }
    /// 0 is Monday, 6 is Sunday.
    [[nodiscard]] int weekday() const;
    /// The Monday on or before this day.
    [[nodiscard]] CivilDay monday() const;
    /// YYYY-MM-DD.
    [[nodiscard]] std::string iso() const;
    /// English three-letter names: "Mon", "Mar".
    [[nodiscard]] std::string_view weekday_name() const;
    [[nodiscard]] std::string_view month_name() const;
    /// ISO 8601 week, for example {2026, 9}: weeks start on Monday, week 1 holds the first
    /// Thursday.
    struct IsoWeek {
        int year;
        int week;
    };
    [[nodiscard]] IsoWeek iso_week() const;
    /// The Monday of an ISO week; nothing when that year has no such week.
    [[nodiscard]] static std::optional<CivilDay> from_iso_week(int year, int week);

    friend constexpr auto operator<=>(CivilDay a, CivilDay b) { return a.days_ <=> b.days_; }
    friend constexpr bool operator==(CivilDay a, CivilDay b) { return a.days_ == b.days_; }
    friend constexpr CivilDay operator+(CivilDay day, int count) {
        return CivilDay(day.days_ + std::chrono::days(count));
    }
    friend constexpr CivilDay operator-(CivilDay day, int count) { return day + -count; }
    /// Days from b to a.
    friend constexpr int operator-(CivilDay a, CivilDay b) {
        return static_cast<int>((a.days_ - b.days_).count());
    }

  private:
    std::chrono::sys_days days_{};
};

}  // namespace attune
