#include "attune/base/civil_day.hpp"

#include <array>

#include <fmt/format.h>

namespace attune {

namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"Mon", "Tue", "Wed", "Thu",
                                                       "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<CivilDay> CivilDay::make(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (year < 1 || year > 9999 || !date.ok()) return std::nullopt;
    return CivilDay(std::chrono::sys_days(date));
}

std::optional<CivilDay> CivilDay::parse_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    return make(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

int CivilDay::weekday() const {
    return static_cast<int>(std::chrono::weekday(days_).iso_encoding()) - 1;
}

CivilDay CivilDay::monday() const {
    return *this - weekday();
}

std::string CivilDay::iso() const {
    const auto date = ymd();
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string_view CivilDay::weekday_name() const {
    return kWeekdays[static_cast<std::size_t>(weekday())];
}

std::string_view CivilDay::month_name() const {
    return kMonths[static_cast<unsigned>(ymd().month()) - 1];
}

CivilDay::IsoWeek CivilDay::iso_week() const {
    // The week belongs to the year of its Thursday.
    const CivilDay thursday = monday() + 3;
    const int year = static_cast<int>(thursday.ymd().year());
    const CivilDay january_first(std::chrono::sys_days(std::chrono::year_month_day{
        std::chrono::year(year), std::chrono::January, std::chrono::day(1)}));
    return {year, (thursday - january_first) / 7 + 1};
}

std::optional<CivilDay> CivilDay::from_iso_week(int year, int week) {
    const auto january_fourth = make(year, 1, 4);
    if (!january_fourth || week < 1 || week > 53) return std::nullopt;
    const CivilDay monday = january_fourth->monday() + 7 * (week - 1);
    const IsoWeek check = monday.iso_week();
    if (check.year != year || check.week != week) return std::nullopt;
    return monday;
}

}  // namespace attune
