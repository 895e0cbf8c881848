#include <doctest/doctest.h>
#include <fmt/format.h>

#include "attune/journal/when.hpp"
#include "journal/when_support.hpp"

namespace attune::journal {

namespace {

// Sunday, the last day of ISO week 9.
Now sunday() {
    return now_at("Europe/Berlin", "2026-03-01T22:10:00+01:00");
}

std::string shown(const Result<DayRange>& range) {
    if (!range) return "! " + range.error().message + " | " + range.error().hint;
    return fmt::format("{}..{}", range->first ? range->first->iso() : "", range->last.iso());
}

void check(const Now& now, std::initializer_list<Row> rows) {
    for (const Row& row : rows) {
        const std::string found = shown(parse_period(row.text, now));
        CHECK_MESSAGE(matches(found, row.expected),
                      fmt::format("'{}' is {}, expected {}", row.text, found, row.expected));
    }
}

}  // namespace

TEST_CASE("a day is a period of one day") {
    check(sunday(), {{"today", "2026-03-01..2026-03-01"},
                     {"yesterday", "2026-02-28..2026-02-28"},
                     {"sunday", "2026-03-01..2026-03-01"},
                     {"monday", "2026-02-23..2026-02-23"},
                     {"last sunday", "2026-02-22..2026-02-22"},
                     {"on friday", "2026-02-27..2026-02-27"},
                     {"2026-02-14", "2026-02-14..2026-02-14"},
                     {"20260214", "2026-02-14..2026-02-14"},
                     {"2026-060", "2026-03-01..2026-03-01"},
                     {"2026-W09-7", "2026-03-01..2026-03-01"},
                     {"1 mar", "2026-03-01..2026-03-01"},
                     {"march 2nd", "2025-03-02..2025-03-02"},
                     {"1 march 2025", "2025-03-01..2025-03-01"},
                     {"3 days ago", "2026-02-26..2026-02-26"},
                     {"a week ago", "2026-02-22..2026-02-22"},
                     {"23rd", "2026-02-23..2026-02-23"},
                     {"tomorrow", "2026-03-02..2026-03-02"},
                     {"2030-01-01", "2030-01-01..2030-01-01"}});
}

TEST_CASE("calendar periods are whole, also when they are not over") {
    check(sunday(),
          {{"this week", "2026-02-23..2026-03-01"},    {"last week", "2026-02-16..2026-02-22"},
           {"this month", "2026-03-01..2026-03-31"},   {"last month", "2026-02-01..2026-02-28"},
           {"this quarter", "2026-01-01..2026-03-31"}, {"last quarter", "2025-10-01..2025-12-31"},
           {"this year", "2026-01-01..2026-12-31"},    {"last year", "2025-01-01..2025-12-31"},
           {"march", "2026-03-01..2026-03-31"},        {"March", "2026-03-01..2026-03-31"},
           {"feb", "2026-02-01..2026-02-28"},          {"april", "2025-04-01..2025-04-30"},
           {"feb 2024", "2024-02-01..2024-02-29"},     {"march 2025", "2025-03-01..2025-03-31"},
           {"2026-02", "2026-02-01..2026-02-28"},      {"2026", "2026-01-01..2026-12-31"},
           {"q1", "2026-01-01..2026-03-31"},           {"Q2", "2025-04-01..2025-06-30"},
           {"q4 2025", "2025-10-01..2025-12-31"},      {"2026-q1", "2026-01-01..2026-03-31"},
           {"2026-W09", "2026-02-23..2026-03-01"},     {"2020-w53", "2020-12-28..2021-01-03"},
           {"2026-W01", "2025-12-29..2026-01-04"}});
}

TEST_CASE("trailing periods end today") {
    check(sunday(), {{"30d", "2026-01-31..2026-03-01"},
                     {"1d", "2026-03-01..2026-03-01"},
                     {"7d", "2026-02-23..2026-03-01"},
                     {"7 days", "2026-02-23..2026-03-01"},
                     {"4w", "2026-02-02..2026-03-01"},
                     {"past 4 weeks", "2026-02-02..2026-03-01"},
                     {"last 4 weeks", "2026-02-02..2026-03-01"},
                     {"last 30 days", "2026-01-31..2026-03-01"},
                     {"past 30 days", "2026-01-31..2026-03-01"},
                     {"past week", "2026-02-23..2026-03-01"},
                     {"past month", "2026-02-02..2026-03-01"},
                     {"3 months", "2025-12-02..2026-03-01"},
                     {"past 3 months", "2025-12-02..2026-03-01"},
                     {"1y", "2025-03-02..2026-03-01"},
                     {"2 years", "2024-03-02..2026-03-01"}});
    // The month before 31 March has no 31st.
    check(now_at("UTC", "2026-03-31T12:00:00Z"), {{"past month", "2026-03-01..2026-03-31"}});
}

TEST_CASE("ranges have two ends or one") {
    check(sunday(), {{"since 1 feb", "2026-02-01..2026-03-01"},
                     {"since monday", "2026-02-23..2026-03-01"},
                     {"since march", "2026-03-01..2026-03-31"},
                     {"since 2025", "2025-01-01..2026-03-01"},
                     {"until yesterday", "..2026-02-28"},
                     {"until feb", "..2026-02-28"},
                     {"1 feb..1 mar", "2026-02-01..2026-03-01"},
                     {"1 feb .. 1 mar", "2026-02-01..2026-03-01"},
                     {"2026-02-01..2026-02-14", "2026-02-01..2026-02-14"},
                     {"2026-02-01..", "2026-02-01..2026-03-01"},
                     {"..2026-02-14", "..2026-02-14"},
                     {"jan..feb", "2026-01-01..2026-02-28"},
                     {"1 feb to 14 feb", "2026-02-01..2026-02-14"},
                     {"from 1 feb to 14 feb", "2026-02-01..2026-02-14"},
                     {"from 1 feb", "2026-02-01..2026-03-01"},
                     {"last week..today", "2026-02-16..2026-03-01"},
                     {"monday..yesterday", "2026-02-23..2026-02-28"},
                     {"1 nov..1 feb", "2025-11-01..2026-02-01"},
                     {"feb..apr", "2025-02-01..2025-04-30"}});
}

TEST_CASE("what is no period is refused with two suggestions") {
    check(sunday(), {{"", "!'last 30 days'"},
                     {"..", "!no day or period I know"},
                     {"soon", "!no day or period I know"},
                     {"12h", "!no day or period I know"},
                     {"3m", "!no day or period I know"},
                     {"0d", "!no day or period I know"},
                     {"99999d", "!no day or period I know"},
                     {"q5", "!no day or period I know"},
                     {"2026-13", "!no day or period I know"},
                     {"2026-W60", "!no day or period I know"},
                     {"2025-W53", "!no day or period I know"},
                     {"9999", "!no day or period I know"},
                     {"lasst week", "!try 'last week'"},
                     {"febuary", "!try 'february'"},
                     {"30 feb", "!there is no 30 Feb"},
                     {"03/04/2026", "!can be 3 Apr or 4 Mar"},
                     {"2026-02-14..2026-02-01", "!ends before it starts"},
                     {"21:40", "!no day or period I know"},
                     {"yesterday 21:40", "!no day or period I know"},
                     {"to", "!no day or period I know"},
                     {"1 feb to", "!no day or period I know"}});
}

TEST_CASE("weeks can start on Sunday") {
    Now now = sunday();
    now.week_start = 6;
    check(now, {{"this week", "2026-03-01..2026-03-07"}, {"last week", "2026-02-22..2026-02-28"}});
    now = now_at("Europe/Berlin", "2026-02-28T12:00:00+01:00");
    now.week_start = 6;
    check(now, {{"this week", "2026-02-22..2026-02-28"}, {"2026-W09", "2026-02-23..2026-03-01"}});
}

TEST_CASE("before the day starts, this week is still the one that ends") {
    check(now_at("Europe/Berlin", "2026-03-02T01:30:00+01:00"),
          {{"this week", "2026-02-23..2026-03-01"}, {"today", "2026-03-01..2026-03-01"}});
}

TEST_CASE("one day is one day") {
    const auto day = parse_day("sunday", sunday());
    REQUIRE(day);
    CHECK(day->iso() == "2026-03-01");
    CHECK_FALSE(parse_day("this week", sunday()));
    CHECK_FALSE(parse_day("until today", sunday()));
}

}  // namespace attune::journal
