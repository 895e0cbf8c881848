#include "cli/report_period.hpp"

#include <doctest/doctest.h>

using namespace attune;
using cli::choose_report;
using cli::ReportChoice;

namespace {

CivilDay day(int year, unsigned month, unsigned number) {
    return *CivilDay::make(year, month, number);
}

CivilDay day(unsigned month, unsigned number) {
    return day(2026, month, number);
}

/// Wednesday 4 March 2026, noon UTC.
journal::Now noon() {
    journal::Now now;
    now.utc = day(3, 4).days() + std::chrono::hours(12);
    return now;
}

ReportChoice choice_of(std::vector<std::string> words) {
    return choose_report(std::move(words), noon()).value();
}

CivilDay first_of(std::vector<std::string> words) {
    return choice_of(std::move(words)).first;
}

ReportChoice chosen(std::string report, CivilDay first, int days) {
    ReportChoice choice;
    choice.report = std::move(report);
    choice.first = first;
    choice.days = days;
    return choice;
}

ErrorKind refusal(std::vector<std::string> words) {
    return choose_report(std::move(words), noon()).error().kind;
}

}  // namespace

TEST_CASE("no words and the word week mean the week that holds today") {
    CHECK(choice_of({}) == chosen("week", day(3, 2), 7));
    CHECK(first_of({"week"}) == day(3, 2));
    CHECK(first_of({"this", "week"}) == day(3, 2));
}

TEST_CASE("a period of seven days is taken as it stands and a shorter one finds its week") {
    CHECK(first_of({"last", "week"}) == day(2, 23));
    CHECK(first_of({"week", "2026-W09"}) == day(2, 23));
    CHECK(first_of({"last", "7", "days"}) == day(2, 26));
    CHECK(first_of({"week", "2026-02-19"}) == day(2, 16));
    CHECK(first_of({"yesterday"}) == day(3, 2));
}

TEST_CASE("weeks start on the configured day") {
    journal::Now now = noon();
    now.week_start = 6;
    CHECK(choose_report({}, now)->first == day(3, 1));
}

TEST_CASE("a named report takes its own length and finds it around a shorter period") {
    CHECK(choice_of({"month"}) == chosen("month", day(3, 1), 31));
    CHECK(choice_of({"month", "2026-02"}) == chosen("month", day(2, 1), 28));
    CHECK(choice_of({"month", "last", "month"}) == chosen("month", day(2, 1), 28));
    CHECK(choice_of({"month", "2026-02-10"}) == chosen("month", day(2, 1), 28));
    CHECK(choice_of({"month", "last", "30", "days"}) == chosen("month", day(2, 3), 30));
    CHECK(choice_of({"quarter"}) == chosen("quarter", day(1, 1), 90));
    CHECK(choice_of({"quarter", "q1"}) == chosen("quarter", day(1, 1), 90));
    CHECK(choice_of({"quarter", "2025-11-20"}) == chosen("quarter", day(2025, 10, 1), 92));
    CHECK(choice_of({"year"}) == chosen("year", day(1, 1), 365));
    CHECK(choice_of({"year", "2024"}) == chosen("year", day(2024, 1, 1), 366));
    CHECK(choice_of({"year", "last", "month"}) == chosen("year", day(1, 1), 365));
}

TEST_CASE("a period alone picks the report of its length") {
    CHECK(choice_of({"last", "month"}) == chosen("month", day(2, 1), 28));
    CHECK(choice_of({"february"}) == chosen("month", day(2, 1), 28));
    CHECK(choice_of({"past", "4", "weeks"}) == chosen("month", day(2, 5), 28));
    CHECK(choice_of({"last", "8", "days"}) == chosen("month", day(2, 25), 8));
    CHECK(choice_of({"2026-01-01..2026-02-14"}).report == "month");    // 45 days
    CHECK(choice_of({"2026-01-01..2026-02-15"}).report == "quarter");  // 46
    CHECK(choice_of({"last", "quarter"}) == chosen("quarter", day(2025, 10, 1), 92));
    CHECK(choice_of({"last", "135", "days"}).report == "quarter");
    CHECK(choice_of({"last", "136", "days"}).report == "year");
    CHECK(choice_of({"2025"}) == chosen("year", day(2025, 1, 1), 365));
}

TEST_CASE("since last session waits for the session's day, with or without a report named") {
    CHECK(choice_of({"since", "last", "session"}).since_session);
    CHECK(choice_of({"since", "last", "session"}).report.empty());
    CHECK(choice_of({"month", "since", "last", "session"}).report == "month");
    CHECK(refusal({"since", "last", "sessions"}) == ErrorKind::Usage);
}

TEST_CASE("longer periods, open ones, days to come and nonsense are refused") {
    CHECK(refusal({"week", "last", "month"}) == ErrorKind::Usage);
    CHECK(refusal({"month", "2025"}) == ErrorKind::Usage);
    CHECK(refusal({"quarter", "2025"}) == ErrorKind::Usage);
    CHECK(refusal({"year", "2024-06-01..2025-12-31"}) == ErrorKind::Usage);
    CHECK(refusal({"until", "yesterday"}) == ErrorKind::Usage);
    CHECK(refusal({"2026-W20"}) == ErrorKind::Usage);
    CHECK(refusal({"2026-03-05"}) == ErrorKind::Usage);
    CHECK(refusal({"month", "2026-04"}) == ErrorKind::Usage);
    CHECK(refusal({"wek"}) == ErrorKind::Usage);
}
