#include "cli/report_period.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/reports.hpp"

namespace attune::cli {

namespace {

constexpr int kWeekDays = 7;

/// Days of the calendar, first and one past the last.
struct Stretch {
    CivilDay first;
    CivilDay end;

    [[nodiscard]] int days() const { return end - first; }
};

CivilDay first_of_month(int year, int month) {
    const int index = year * 12 + month - 1;
    return *CivilDay::make(index / 12, static_cast<unsigned>(index % 12) + 1, 1);
}

Stretch months_from(int year, int month, int count) {
    return {first_of_month(year, month), first_of_month(year, month + count)};
}

/// The week, month, quarter or year that holds a day.
Stretch holding(CivilDay day, ReportSpan span, const journal::Now& now) {
    const int year = static_cast<int>(day.ymd().year());
    const int month = static_cast<int>(static_cast<unsigned>(day.ymd().month()));
    switch (span) {
        case ReportSpan::Month:
            return months_from(year, month, 1);
        case ReportSpan::Quarter:
            return months_from(year, (month - 1) / 3 * 3 + 1, 3);
        case ReportSpan::Year:
            return months_from(year, 1, 12);
        case ReportSpan::Week:
        case ReportSpan::Any:
            break;
    }
    const CivilDay first = day - (day.weekday() - now.week_start + kWeekDays) % kWeekDays;
    return {first, first + kWeekDays};
}

/// Days of the shortest and the longest period a report takes as it stands.
struct Lengths {
    int shortest = 1;
    int longest = 1;
};

Lengths lengths_of(ReportSpan span) {
    switch (span) {
        case ReportSpan::Week:
            return {kWeekDays, kWeekDays};
        case ReportSpan::Month:
            return {28, 31};
        case ReportSpan::Quarter:
            return {90, 92};
        case ReportSpan::Year:
            return {365, 366};
        case ReportSpan::Any:
            break;
    }
    return {1, 366 * 200};
}

const ReportKind* find_kind(std::string_view name) {
    const auto kinds = report_kinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const ReportKind* kind) { return kind->name == name; });
    return found == kinds.end() ? nullptr : *found;
}

tl::unexpected<Error> not_begun(const std::string& typed) {
    return fail(ErrorKind::Usage, fmt::format("'{}' has not begun", make_visible(typed)),
                "a report looks back, for example 'attune report last week'");
}

Result<ReportChoice> default_period(const ReportKind& kind, const journal::Now& now) {
    ReportChoice choice;
    choice.report = kind.name;
    if (kind.span == ReportSpan::Any) {
        choice.everything = true;
        return choice;
    }
    const Stretch stretch = holding(now.today(), kind.span, now);
    choice.first = stretch.first;
    choice.days = stretch.days();
    return choice;
}

/// The period as the report of that span takes it.
Result<ReportChoice> fitted(const ReportKind& kind, CivilDay first, int days,
                            const std::string& typed, const journal::Now& now) {
    const Lengths lengths = lengths_of(kind.span);
    if (days > lengths.longest) {
        return fail(ErrorKind::Usage,
                    fmt::format("'{}' is no single {}", make_visible(typed), kind.name),
                    fmt::format("'attune report {}' alone picks the report of that length",
                                make_visible(typed)));
    }
    ReportChoice choice;
    choice.report = kind.name;
    choice.first = first;
    choice.days = days;
    if (days < lengths.shortest) {
        const Stretch stretch = holding(first, kind.span, now);
        choice.first = stretch.first;
        choice.days = stretch.days();
    }
    return choice;
}

}  // namespace

std::string_view report_for_length(int days) {
    if (days <= kWeekDays) return "week";
    if (days <= 45) return "month";
    return days <= 135 ? "quarter" : "year";
}

Result<ReportChoice> choose_report(std::vector<std::string> words, const journal::Now& now) {
    static const std::array<std::string, 3> kSinceSession = {"since", "last", "session"};
    const ReportKind* named = words.empty() ? find_kind("week") : find_kind(words.front());
    if (named != nullptr && !words.empty()) words.erase(words.begin());
    if (words.empty()) return default_period(*named, now);
    if (std::equal(words.begin(), words.end(), kSinceSession.begin(), kSinceSession.end())) {
        ReportChoice choice;
        choice.report = named == nullptr ? "" : std::string(named->name);
        choice.since_session = true;
        return choice;
    }

    const std::string typed = join(words, " ");
    ATTUNE_TRY(const journal::DayRange range, journal::parse_period(typed, now));
    if (!range.first) {
        return fail(ErrorKind::Usage, fmt::format("'{}' has no first day", make_visible(typed)),
                    "for example 'attune report 2026-01-01..2026-02-15'");
    }
    if (*range.first > now.today()) return not_begun(typed);
    const int days = range.last - *range.first + 1;
    if (named != nullptr) return fitted(*named, *range.first, days, typed, now);
    const ReportKind& suits = *find_kind(report_for_length(days));
    if (suits.span == ReportSpan::Week) return fitted(suits, *range.first, days, typed, now);
    ReportChoice choice;
    choice.report = suits.name;
    choice.first = *range.first;
    choice.days = days;
    return choice;
}

}  // namespace attune::cli
