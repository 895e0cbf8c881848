#include "cli/report_period.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

constexpr int kWeekDays = 7;
constexpr std::array<std::string_view, 6> kOtherReports = {"month",   "quarter", "year",
                                                           "program", "profile", "calibration"};

CivilDay week_start(CivilDay day, const journal::Now& now) {
    return day - (day.weekday() - now.week_start + kWeekDays) % kWeekDays;
}

}  // namespace

Result<ReportWeek> choose_week(std::vector<std::string> words, const journal::Now& now) {
    if (words.size() == 1 && std::find(kOtherReports.begin(), kOtherReports.end(), words.front()) !=
                                 kOtherReports.end()) {
        return fail(ErrorKind::Usage, fmt::format("there is no report '{}'", words.front()),
                    "'attune report week' covers one week");
    }
    if (!words.empty() && words.front() == "week") words.erase(words.begin());
    if (words.empty()) return ReportWeek{week_start(now.today(), now)};

    const std::string typed = join(words, " ");
    ATTUNE_TRY(const journal::DayRange range, journal::parse_period(typed, now));
    const int days = range.first ? range.last - *range.first + 1 : 0;
    if (days < 1 || days > kWeekDays) {
        return fail(ErrorKind::Usage, fmt::format("'{}' is no single week", make_visible(typed)),
                    "for example 'attune report last week' or 'attune report week 2026-W09'");
    }
    const CivilDay first = days == kWeekDays ? *range.first : week_start(*range.first, now);
    if (first > now.today()) {
        return fail(ErrorKind::Usage,
                    fmt::format("the week of '{}' has not begun", make_visible(typed)));
    }
    return ReportWeek{first};
}

}  // namespace attune::cli
