#include "attune/journal/when.hpp"

#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "journal/when_support.hpp"

namespace attune::journal {

namespace {

// Sunday evening in Berlin.
Now sunday() {
    return now_at("Europe/Berlin", "2026-03-01T22:10:30+01:00");
}
// The same night, past midnight: by the day start it is still Sunday.
Now small_hours() {
    return now_at("Europe/Berlin", "2026-03-02T01:30:00+01:00");
}
// A Wednesday noon.
Now wednesday() {
    return now_at("Europe/Berlin", "2026-07-15T12:00:00+02:00");
}

void check(const Now& now, Direction direction, std::initializer_list<Row> rows) {
    for (const Row& row : rows) {
        const std::string found = shown(parse_when(row.text, now, direction));
        CHECK_MESSAGE(matches(found, row.expected),
                      fmt::format("'{}' is {}, expected {}", row.text, found, row.expected));
    }
}

}  // namespace

TEST_CASE("ISO days and times") {
    check(sunday(), Direction::Past,
          {{"2026-03-01", "2026-03-01 day"},
           {"2026-02-28", "2026-02-28 day"},
           {"20260228", "2026-02-28 day"},
           {"2025-12-31", "2025-12-31 day"},
           {"2024-02-29", "2024-02-29 day"},
           {"2026-W09-7", "2026-03-01 day"},
           {"2026-w09-1", "2026-02-23 day"},
           {"2020-W53-5", "2021-01-01 day"},
           {"2026-W01-1", "2025-12-29 day"},
           {"2026-060", "2026-03-01 day"},
           {"2026-001", "2026-01-01 day"},
           {"2024-366", "2024-12-31 day"},
           {"2026-03-01T21:40", "2026-03-01 21:40"},
           {"2026-03-01t21:40", "2026-03-01 21:40"},
           {"2026-03-01 21:40", "2026-03-01 21:40"},
           {"  2026-03-01   21:40 ", "2026-03-01 21:40"},
           {"2026-03-01 21:40:15", "2026-03-01 21:40:15"},
           {"2026-03-01T21:40:15.250", "2026-03-01 21:40:15"},
           {"20260301T2140", "2026-03-01 21:40"},
           {"20260301T214015", "2026-03-01 21:40:15"},
           {"2026-03-01T20:40Z", "2026-03-01 21:40"},
           {"2026-03-01T20:40:00Z", "2026-03-01 21:40"},
           {"2026-03-01T21:40+01:00", "2026-03-01 21:40"},
           {"2026-03-01 21:40+0100", "2026-03-01 21:40"},
           {"2026-03-01T15:40-05:00", "2026-03-01 15:40"},
           {"2026-03-02T02:10+05:30", "2026-03-02 02:10 of 2026-03-01"},
           {"2026-03-01T21:40+01", "2026-03-01 21:40"},
           {"2026-03-01 01:30", "2026-03-01 01:30 of 2026-02-28"},
           {"2026-03-01 03:59", "2026-03-01 03:59 of 2026-02-28"},
           {"2026-03-01 04:00", "2026-03-01 04:00"},
           {"2026-W09-7 21:40", "2026-03-01 21:40"},
           {"2026-060 21:40", "2026-03-01 21:40"},
           {"2026-03-01 9pm", "2026-03-01 21:00"},
           {"2026-03-01 evening", "2026-03-01 evening"},
           {"2026-02-28 2140", "2026-02-28 21:40"},
           {"9pm 2026-02-28", "2026-02-28 21:00"},
           {"1900-01-01", "1900-01-01 day"},
           {"2026-02-30", "!no date or time I know"},
           {"2026-13-01", "!no date or time I know"},
           {"2025-02-29", "!no date or time I know"},
           {"2025-366", "!no date or time I know"},
           {"2026-000", "!no date or time I know"},
           {"2026-W54-1", "!no date or time I know"},
           {"2025-W53-1", "!no date or time I know"},
           {"2026-W09-8", "!no date or time I know"},
           {"2026-W09", "!no date or time I know"},
           {"2026-03", "!no date or time I know"},
           {"2026-3-1", "!no date or time I know"},
           {"2026/03/01", "!no date or time I know"},
           {"2026-03-01T25:00", "!no date or time I know"},
           {"2026-03-01T24:00", "!no date or time I know"},
           {"2026-03-01T21:60", "!no date or time I know"},
           {"2026-03-01T21:40+99:00", "!no date or time I know"},
           {"2026-03-01T21:40 Europe/Berlin", "!no date or time I know"},
           {"2026-03-01T9:40x", "!no date or time I know"},
           {"1899-12-31", "!before 1900"},
           {"0001-01-01", "!before 1900"}});
}

TEST_CASE("words for days and parts of the day") {
    check(sunday(), Direction::Past,
          {{"now", "2026-03-01 22:10:30"},
           {"NOW", "2026-03-01 22:10:30"},
           {"today", "2026-03-01 day"},
           {"Today", "2026-03-01 day"},
           {"yesterday", "2026-02-28 day"},
           {"day before yesterday", "2026-02-27 day"},
           {"the day before yesterday", "2026-02-27 day"},
           {"tonight", "2026-03-01 night"},
           {"last night", "2026-02-28 night"},
           {"this morning", "2026-03-01 morning"},
           {"this afternoon", "2026-03-01 afternoon"},
           {"this evening", "2026-03-01 evening"},
           {"morning", "2026-03-01 morning"},
           {"evening", "2026-03-01 evening"},
           {"night", "2026-03-01 night"},
           {"in the morning", "2026-03-01 morning"},
           {"yesterday morning", "2026-02-28 morning"},
           {"yesterday afternoon", "2026-02-28 afternoon"},
           {"yesterday evening", "2026-02-28 evening"},
           {"yesterday night", "2026-02-28 night"},
           {"yesterday in the evening", "2026-02-28 evening"},
           {"evening yesterday", "2026-02-28 evening"},
           {"day before yesterday evening", "2026-02-27 evening"},
           {"noon", "2026-03-01 12:00"},
           {"midnight", "2026-03-01 00:00 of 2026-02-28"},
           {"yesterday noon", "2026-02-28 12:00"},
           {"noon yesterday", "2026-02-28 12:00"},
           {"monday noon", "2026-02-23 12:00"},
           {"last night midnight", "2026-03-01 00:00 of 2026-02-28"},
           {"last night 01:30", "2026-03-01 01:30 of 2026-02-28"},
           {"last night 1:30", "2026-03-01 01:30 of 2026-02-28"},
           {"last night at 1am", "2026-03-01 01:00 of 2026-02-28"},
           {"last night 23:00", "2026-02-28 23:00"},
           {"last night 11", "2026-02-28 23:00"},
           {"last night at 9", "2026-02-28 21:00"},
           {"last night 10:00", "2026-02-28 22:00"},
           {"this morning at 9", "2026-03-01 09:00"},
           {"this morning 9:40", "2026-03-01 09:40"},
           {"9 in the morning", "2026-03-01 09:00"},
           {"this evening at 9", "2026-03-01 21:00"},
           {"this evening 9:40", "2026-03-01 21:40"},
           {"this afternoon at 3", "2026-03-01 15:00"},
           {"yesterday afternoon 3", "2026-02-28 15:00"},
           {"tonight 21:40", "2026-03-01 21:40"},
           {"tonight at 9", "2026-03-01 21:00"},
           {"evening 9:40", "2026-03-01 21:40"},
           {"today morning", "2026-03-01 morning"},
           {"yesterday midnight", "!start or the end"},
           {"today midnight", "!start or the end"},
           {"tonight 23:00", "!still to come"},
           {"tomorrow", "!still to come"},
           {"tomorrow 9am", "!still to come"},
           {"next monday", "!still to come"},
           {"last night 5", "!not a clear time"},
           {"last night 13:00", "!not a clear time"},
           {"this morning 21:40", "!not a clear time"},
           {"yestarday", "!yesterday"},
           {"yesteday 21:40", "!yesterday 21:40"},
           {"", "!yesterday 21:40"},
           {"   ", "!no date or time I know"},
           {"soon", "!no date or time I know"},
           {"the other day", "!no date or time I know"},
           {"last", "!no date or time I know"},
           {"this", "!no date or time I know"},
           {"week", "!no date or time I know"},
           {"last week", "!no date or time I know"},
           {"last month", "!no date or time I know"},
           {"yesterday yesterday", "!no date or time I know"},
           {"yesterday at", "!no date or time I know"},
           {"yesterday He left", "!no date or time I know"}});
}

TEST_CASE("lengths of time back from now") {
    check(sunday(), Direction::Past,
          {{"10m ago", "2026-03-01 22:00:30"},
           {"10 m ago", "2026-03-01 22:00:30"},
           {"10min ago", "2026-03-01 22:00:30"},
           {"10 min ago", "2026-03-01 22:00:30"},
           {"10 mins ago", "2026-03-01 22:00:30"},
           {"10 minutes ago", "2026-03-01 22:00:30"},
           {"a minute ago", "2026-03-01 22:09:30"},
           {"2h ago", "2026-03-01 20:10:30"},
           {"2 hours ago", "2026-03-01 20:10:30"},
           {"2 hrs ago", "2026-03-01 20:10:30"},
           {"1h30 ago", "2026-03-01 20:40:30"},
           {"1h30m ago", "2026-03-01 20:40:30"},
           {"1 h 30 min ago", "2026-03-01 20:40:30"},
           {"1 hour and 30 minutes ago", "2026-03-01 20:40:30"},
           {"1.5h ago", "2026-03-01 20:40:30"},
           {"an hour ago", "2026-03-01 21:10:30"},
           {"an hour and a half ago", "2026-03-01 20:40:30"},
           {"half an hour ago", "2026-03-01 21:40:30"},
           {"half hour ago", "2026-03-01 21:40:30"},
           {"Half An Hour Ago", "2026-03-01 21:40:30"},
           {"24h ago", "2026-02-28 22:10:30"},
           {"1 day 2 hours ago", "2026-02-28 20:10:30"},
           {"0m ago", "2026-03-01 22:10:30"},
           {"3 days ago", "2026-02-26 day"},
           {"3d ago", "2026-02-26 day"},
           {"a day ago", "2026-02-28 day"},
           {"1 day ago", "2026-02-28 day"},
           {"2 weeks ago", "2026-02-15 day"},
           {"2w ago", "2026-02-15 day"},
           {"a week ago", "2026-02-22 day"},
           {"3 days ago 21:40", "2026-02-26 21:40"},
           {"3 days ago at 9pm", "2026-02-26 21:00"},
           {"a week ago evening", "2026-02-22 evening"},
           {"-2h", "2026-03-01 20:10:30"},
           {"-10m", "2026-03-01 22:00:30"},
           {"-1h30", "2026-03-01 20:40:30"},
           {"-3d", "2026-02-26 day"},
           {"-1w", "2026-02-22 day"},
           {"- 2h", "2026-03-01 20:10:30"},
           {"in 2 days", "!still to come"},
           {"in 10 minutes", "!still to come"},
           {"2h", "!no date or time I know"},
           {"+2h", "!no date or time I know"},
           {"2 months ago", "!no date or time I know"},
           {"a few minutes ago", "!no date or time I know"},
           {"1.5 days ago", "!no date or time I know"},
           {"9999999m ago", "!no date or time I know"},
           {"999999 weeks ago", "!no date or time I know"},
           {"200 years ago", "!no date or time I know"},
           {"60000 days ago", "!before 1900"},
           {"ago", "!no date or time I know"},
           {"-", "!no date or time I know"}});
}

TEST_CASE("weekdays are the most recent ones") {
    check(sunday(), Direction::Past,
          {{"mon", "2026-02-23 day"},
           {"monday", "2026-02-23 day"},
           {"Monday", "2026-02-23 day"},
           {"tue", "2026-02-24 day"},
           {"tues", "2026-02-24 day"},
           {"wed", "2026-02-25 day"},
           {"thu", "2026-02-26 day"},
           {"thurs", "2026-02-26 day"},
           {"saturday", "2026-02-28 day"},
           {"on friday", "2026-02-27 day"},
           {"last friday", "2026-02-27 day"},
           {"last sunday", "2026-02-22 day"},
           {"this friday", "2026-02-27 day"},
           {"friday 21:40", "2026-02-27 21:40"},
           {"friday at 21:40", "2026-02-27 21:40"},
           {"fri 9pm", "2026-02-27 21:00"},
           {"fri 9 pm", "2026-02-27 21:00"},
           {"9pm fri", "2026-02-27 21:00"},
           {"21:40 on friday", "2026-02-27 21:40"},
           {"friday evening", "2026-02-27 evening"},
           {"friday night", "2026-02-27 night"},
           {"friday night 1am", "2026-02-28 01:00 of 2026-02-27"},
           {"friday, 21:40", "2026-02-27 21:40"},
           {"friday 01:30", "2026-02-27 01:30 of 2026-02-26"},
           {"last friday 2140", "2026-02-27 21:40"},
           {"sunday 21:40", "2026-03-01 21:40"},
           {"sunday 23:00", "2026-02-22 23:00"},
           {"sunday evening", "2026-03-01 evening"},
           {"sunday 00:30", "2026-03-01 00:30 of 2026-02-28"},
           {"last sunday 21:40", "2026-02-22 21:40"},
           {"sunday", "!today is Sun itself"},
           {"sun", "!last sun"},
           {"friday 9", "!'09:00' or '21:00'"},
           {"frday", "!friday"},
           {"friday friday", "!no date or time I know"},
           {"friday 25:00", "!no date or time I know"}});
}

TEST_CASE("days of a month without a year are the most recent ones") {
    check(sunday(), Direction::Past,
          {{"1 mar", "2026-03-01 day"},
           {"mar 1", "2026-03-01 day"},
           {"1 march", "2026-03-01 day"},
           {"march 1st", "2026-03-01 day"},
           {"1st march", "2026-03-01 day"},
           {"1st of march", "2026-03-01 day"},
           {"the 1st of march", "2026-03-01 day"},
           {"on march 1st", "2026-03-01 day"},
           {"1. mar", "2026-03-01 day"},
           {"2 mar", "2025-03-02 day"},
           {"28 feb", "2026-02-28 day"},
           {"29 feb", "2024-02-29 day"},
           {"31 dec", "2025-12-31 day"},
           {"sept 3", "2025-09-03 day"},
           {"1 march 2025", "2025-03-01 day"},
           {"march 1 2025", "2025-03-01 day"},
           {"march 1, 2025", "2025-03-01 day"},
           {"1 mar 2025 21:40", "2025-03-01 21:40"},
           {"1 mar 21:40", "2026-03-01 21:40"},
           {"1 mar at 9pm", "2026-03-01 21:00"},
           {"21:40 1 mar", "2026-03-01 21:40"},
           {"mar 1 evening", "2026-03-01 evening"},
           {"1st", "2026-03-01 day"},
           {"2nd", "2026-02-02 day"},
           {"23rd", "2026-02-23 day"},
           {"the 23rd", "2026-02-23 day"},
           {"31st", "2026-01-31 day"},
           {"30th 21:40", "2026-01-30 21:40"},
           {"11th", "2026-02-11 day"},
           {"1 mar 23:00", "!still to come"},
           {"2 mar 2026", "!still to come"},
           {"1 march 2030", "!still to come"},
           {"1 mar 1850", "!before 1900"},
           {"30 feb", "!there is no 30 Feb"},
           {"31 apr", "!there is no 31 Apr"},
           {"31st november", "!there is no 31 Nov"},
           {"29 feb 2025", "!there is no 29 Feb 2025"},
           {"32 mar", "!no date or time I know"},
           {"0 mar", "!no date or time I know"},
           {"1nd", "!no date or time I know"},
           {"11st", "!no date or time I know"},
           {"march", "!no date or time I know"},
           {"march 2025", "!no date or time I know"},
           {"1 mar 25", "!no date or time I know"}});
}

TEST_CASE("clocks are the most recent ones") {
    check(sunday(), Direction::Past,
          {{"21:40", "2026-03-01 21:40"},
           {"at 21:40", "2026-03-01 21:40"},
           {"9:40", "2026-03-01 09:40"},
           {"09:40", "2026-03-01 09:40"},
           {"21:40:15", "2026-03-01 21:40:15"},
           {"9pm", "2026-03-01 21:00"},
           {"9 pm", "2026-03-01 21:00"},
           {"9PM", "2026-03-01 21:00"},
           {"9 p.m.", "2026-03-01 21:00"},
           {"9am", "2026-03-01 09:00"},
           {"9:40 pm", "2026-03-01 21:40"},
           {"9:40pm", "2026-03-01 21:40"},
           {"9.40pm", "2026-03-01 21:40"},
           {"9.40 pm", "2026-03-01 21:40"},
           {"12am", "2026-03-01 00:00 of 2026-02-28"},
           {"12pm", "2026-03-01 12:00"},
           {"12:30am", "2026-03-01 00:30 of 2026-02-28"},
           {"2140", "2026-03-01 21:40"},
           {"0130", "2026-03-01 01:30 of 2026-02-28"},
           {"2026", "2026-03-01 20:26"},
           {"00:00", "2026-03-01 00:00 of 2026-02-28"},
           {"22:10", "2026-03-01 22:10"},
           {"22:11", "2026-02-28 22:11"},
           {"23:59", "2026-02-28 23:59"},
           {"11pm", "2026-02-28 23:00"},
           {"yesterday 21:40", "2026-02-28 21:40"},
           {"yesterday, 21:40", "2026-02-28 21:40"},
           {"yesterday at 9pm", "2026-02-28 21:00"},
           {"yesterday 2140", "2026-02-28 21:40"},
           {"21:40 yesterday", "2026-02-28 21:40"},
           {"yesterday 01:30", "2026-02-28 01:30 of 2026-02-27"},
           {"today 01:30", "2026-03-01 01:30 of 2026-02-28"},
           {"today 21:40", "2026-03-01 21:40"},
           {"today 23:00", "!still to come"},
           {"9", "!'09:00' or '21:00'"},
           {"09", "!'09:00' or '21:00'"},
           {"12", "!'00:00' or '12:00'"},
           {"21", "!'21:00'"},
           {"yesterday 9", "!'09:00' or '21:00'"},
           {"yesterday at 9", "!not a clear time"},
           {"940", "!no date or time I know"},
           {"2460", "!no date or time I know"},
           {"24:00", "!no date or time I know"},
           {"21:4", "!no date or time I know"},
           {"21.40", "!no date or time I know"},
           {"21h40", "!no date or time I know"},
           {"13pm", "!no date or time I know"},
           {"0am", "!no date or time I know"},
           {"9:40:99", "!no date or time I know"},
           {"half past nine", "!no date or time I know"},
           {"21:40 21:41", "!no date or time I know"},
           {"@1772397600", "2026-03-01 21:40"},
           {"@0", "1970-01-01 01:00 of 1969-12-31"},
           {"@1772397600.5", "!seconds since 1970"},
           {"@", "!seconds since 1970"},
           {"@-5", "!seconds since 1970"},
           {"@99999999999999", "!seconds since 1970"},
           {"@1900000000", "!still to come"}});
}

TEST_CASE("a numeric date needs a configured order") {
    Now now = sunday();
    check(now, Direction::Past,
          {{"03/04/2026", "!can be 3 Apr or 4 Mar"},
           {"03/04/2025 21:40", "!'2025-04-03' or '2025-03-04'"},
           {"3.4.2025", "!can be 3 Apr or 4 Mar"},
           {"25/12/2025", "!write '2025-12-25'"},
           {"12/25/2025", "!write '2025-12-25'"},
           {"31/02/2025", "!there is no day"},
           {"3/4", "!no date or time I know"},
           {"3/4/25", "!no date or time I know"}});
    now.date_order = DateOrder::DayMonth;
    check(now, Direction::Past,
          {{"03/04/2025", "2025-04-03 day"},
           {"3.4.2025 21:40", "2025-04-03 21:40"},
           {"25/12/2025", "2025-12-25 day"},
           {"12/25/2025", "!write '2025-12-25'"}});
    now.date_order = DateOrder::MonthDay;
    check(now, Direction::Past,
          {{"03/04/2025", "2025-03-04 day"}, {"12/25/2025", "2025-12-25 day"}});
}

TEST_CASE("before the day starts it is still yesterday") {
    check(small_hours(), Direction::Past,
          {{"now", "2026-03-02 01:30 of 2026-03-01"},
           {"today", "2026-03-01 day"},
           {"yesterday", "2026-02-28 day"},
           {"sat", "2026-02-28 day"},
           {"tonight", "2026-03-01 night"},
           {"tonight 23:00", "2026-03-01 23:00"},
           {"tonight 1am", "2026-03-02 01:00 of 2026-03-01"},
           {"this evening", "2026-03-01 evening"},
           {"today 21:40", "2026-03-01 21:40"},
           {"yesterday 21:40", "2026-02-28 21:40"},
           {"today 00:30", "2026-03-02 00:30 of 2026-03-01"},
           {"21:40", "2026-03-01 21:40"},
           {"01:00", "2026-03-02 01:00 of 2026-03-01"},
           {"02:00", "2026-03-01 02:00 of 2026-02-28"},
           {"midnight", "2026-03-02 00:00 of 2026-03-01"},
           {"monday", "2026-02-23 day"},
           {"sunday 21:40", "2026-03-01 21:40"},
           {"2h ago", "2026-03-01 23:30"},
           {"3 days ago", "2026-02-26 day"},
           {"last night", "!can be two nights"},
           {"last night 23:00", "!'tonight 23:00' or 'yesterday 23:00'"}});
}

TEST_CASE("the day can start at another hour") {
    Now now = small_hours();
    now.day_start = std::chrono::minutes(0);
    check(now, Direction::Past,
          {{"today", "2026-03-02 day"},
           {"01:00", "2026-03-02 01:00"},
           {"yesterday", "2026-03-01 day"}});
    now.day_start = std::chrono::hours(6);
    check(now, Direction::Past,
          {{"today", "2026-03-01 day"}, {"2026-02-28 05:30", "2026-02-28 05:30 of 2026-02-27"}});
}

TEST_CASE("a part of the day that has not begun is still to come") {
    check(wednesday(), Direction::Past,
          {{"this morning", "2026-07-15 morning"},
           {"this afternoon", "2026-07-15 afternoon"},
           {"this evening", "!still to come"},
           {"tonight", "!still to come"},
           {"evening", "2026-07-14 evening"},
           {"night", "2026-07-14 night"},
           {"wednesday morning", "2026-07-15 morning"},
           {"wednesday evening", "2026-07-08 evening"},
           {"noon", "2026-07-15 12:00"},
           {"wed noon", "2026-07-15 12:00"},
           {"1:00 pm", "2026-07-14 13:00"}});
}

TEST_CASE("today alone is never later than now") {
    const Now morning = now_at("Europe/Berlin", "2026-07-15T09:00:00+02:00");
    const auto today = parse_when("today", morning, Direction::Past);
    REQUIRE(today);
    CHECK(today->utc == morning.utc);
    CHECK(today->precision == Precision::Day);
    const auto yesterday = parse_when("yesterday", morning, Direction::Past);
    REQUIRE(yesterday);
    CHECK(iso_time(*yesterday) == "2026-07-14T12:00:00+02:00");
}

TEST_CASE("rough times stand at the start of their span") {
    const auto evening = parse_when("yesterday evening", sunday(), Direction::Past);
    REQUIRE(evening);
    CHECK(iso_time(*evening) == "2026-02-28T17:00:00+01:00");
    const auto night = parse_when("last night", sunday(), Direction::Past);
    REQUIRE(night);
    CHECK(iso_time(*night) == "2026-02-28T22:00:00+01:00");
    CHECK(night->local_day.iso() == "2026-02-28");
}

TEST_CASE("plans look forward") {
    check(wednesday(), Direction::Plan,
          {{"tomorrow", "2026-07-16 day"},
           {"tomorrow 9am", "2026-07-16 09:00"},
           {"tomorrow morning", "2026-07-16 morning"},
           {"in 2 days", "2026-07-17 day"},
           {"in 2 hours", "2026-07-15 14:00"},
           {"in an hour", "2026-07-15 13:00"},
           {"in 2 weeks", "2026-07-29 day"},
           {"friday", "2026-07-17 day"},
           {"friday 21:40", "2026-07-17 21:40"},
           {"next friday", "2026-07-17 day"},
           {"next wednesday", "2026-07-22 day"},
           {"wednesday", "2026-07-22 day"},
           {"wednesday 18:00", "2026-07-15 18:00"},
           {"wednesday 9am", "2026-07-22 09:00"},
           {"18:00", "2026-07-15 18:00"},
           {"9am", "2026-07-16 09:00"},
           {"tonight", "2026-07-15 evening"},
           {"evening", "2026-07-15 evening"},
           {"morning", "2026-07-16 morning"},
           {"1 mar", "2027-03-01 day"},
           {"20 jul", "2026-07-20 day"},
           {"29 feb", "2028-02-29 day"},
           {"20th", "2026-07-20 day"},
           {"14th", "2026-08-14 day"},
           {"2026-12-24", "2026-12-24 day"},
           {"today", "2026-07-15 day"},
           {"yesterday", "!is over"},
           {"2h ago", "!is over"},
           {"last friday", "!is over"},
           {"2026-07-15 11:59", "!is over"}});
}

TEST_CASE("every refusal says what was not understood and offers two ways") {
    for (const char* text : {"soon", "9", "tomorrow", "03/04/2026", "30 feb", "sunday",
                             "yesterday midnight", "2026-W09", "last night 5", "@x", "yestarday"}) {
        CAPTURE(text);
        const auto moment = parse_when(text, sunday(), Direction::Past);
        REQUIRE_FALSE(moment);
        CHECK(moment.error().kind == ErrorKind::Usage);
        CHECK(std::count(moment.error().hint.begin(), moment.error().hint.end(), '\'') >= 4);
    }
}

TEST_CASE("a refused text is shown short and visible") {
    const auto moment =
        parse_when(std::string("\x1b[31m") + std::string(200, 'x'), sunday(), Direction::Past);
    REQUIRE_FALSE(moment);
    CHECK(moment.error().message.find('\x1b') == std::string::npos);
    CHECK(moment.error().message.size() < 100);
}

TEST_CASE("a moment is described with weekday, and year when it is another") {
    const Now now = sunday();
    const auto described = [&now](const char* text) {
        const auto moment = parse_when(text, now, Direction::Past);
        return moment ? describe_moment(*moment, now.today()) : moment.error().message;
    };
    CHECK(described("21:40") == "Sun 1 Mar 21:40");
    CHECK(described("evening") == "Sun 1 Mar, evening");
    CHECK(described("yesterday") == "Sat 28 Feb");
    CHECK(described("2025-12-24 18:00") == "Wed 24 Dec 2025 18:00");
    CHECK(described("2025-12-24 evening") == "Wed 24 Dec 2025, evening");
    CHECK(described("last night 01:30") == "Sun 1 Mar 01:30");
}

}  // namespace attune::journal
