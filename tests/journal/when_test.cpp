#include "attune/journal/when.hpp"

#include <algorithm>
#include <set>
#include <span>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "journal/when_support.hpp"
#include "journal/when_tables.hpp"

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

// A Monday evening, a leap day and a day of week 53.
Now monday() {
    return now_at("Europe/Berlin", "2026-03-02T21:45:00+01:00");
}
Now leap_day() {
    return now_at("Europe/Berlin", "2024-02-29T21:00:00+01:00");
}
Now week_53() {
    return now_at("Europe/Berlin", "2021-01-03T21:00:00+01:00");
}
Now day_before_month() {
    Now now = sunday();
    now.date_order = DateOrder::DayMonth;
    return now;
}
Now month_before_day() {
    Now now = sunday();
    now.date_order = DateOrder::MonthDay;
    return now;
}
Now days_from_midnight() {
    Now now = small_hours();
    now.day_start = std::chrono::minutes(0);
    return now;
}
Now days_from_six() {
    Now now = small_hours();
    now.day_start = std::chrono::hours(6);
    return now;
}
Now weeks_from_sunday() {
    Now now = wednesday();
    now.week_start = 6;
    return now;
}

constexpr Row kNoOrder[] = {
    {"03/04/2026", "!can be 3 Apr or 4 Mar"}, {"03/04/2025 21:40", "!'2025-04-03' or '2025-03-04'"},
    {"3.4.2025", "!can be 3 Apr or 4 Mar"},   {"25/12/2025", "!write '2025-12-25'"},
    {"12/25/2025", "!write '2025-12-25'"},    {"31/02/2025", "!there is no day"},
    {"3/4", "!no date or time I know"},       {"3/4/25", "!no date or time I know"}};
constexpr Row kDayMonth[] = {
    {"03/04/2025", "2025-04-03 day"},   {"3.4.2025 21:40", "2025-04-03 21:40"},
    {"25/12/2025", "2025-12-25 day"},   {"29/02/2024", "2024-02-29 day"},
    {"29/02/2025", "!there is no day"}, {"12/25/2025", "!write '2025-12-25'"}};
constexpr Row kMonthDay[] = {{"03/04/2025", "2025-03-04 day"},
                             {"12/25/2025", "2025-12-25 day"},
                             {"02/29/2024", "2024-02-29 day"},
                             {"25/12/2025", "!write '2025-12-25'"}};
constexpr Row kFromMidnight[] = {{"today", "2026-03-02 day"},
                                 {"01:00", "2026-03-02 01:00"},
                                 {"yesterday", "2026-03-01 day"},
                                 {"last night 23:00", "2026-03-01 23:00"},
                                 {"monday 00:30", "2026-03-02 00:30"}};
constexpr Row kFromSix[] = {{"today", "2026-03-01 day"},
                            {"2026-02-28 05:30", "2026-02-28 05:30 of 2026-02-27"},
                            {"2026-02-28 05:59", "2026-02-28 05:59 of 2026-02-27"},
                            {"2026-02-28 06:00", "2026-02-28 06:00"}};
constexpr Row kWeeksFromSunday[] = {{"sunday", "2026-07-12 day"},
                                    {"this sunday", "2026-07-12 day"},
                                    {"this monday", "2026-07-13 day"},
                                    {"this saturday", "!still to come"},
                                    {"last saturday", "2026-07-11 day"}};
// A bare weekday is today only with a time that has passed.
constexpr Row kMonday[] = {
    {"monday", "!today is Mon itself"},       {"mon", "!last mon"},
    {"on monday", "!today is Mon itself"},    {"monday 21:40", "2026-03-02 21:40"},
    {"monday 21:45", "2026-03-02 21:45"},     {"monday 21:46", "2026-02-23 21:46"},
    {"monday evening", "2026-03-02 evening"}, {"last monday", "2026-02-23 day"},
    {"monday 9", "!'09:00' or '21:00'"}};
constexpr Row kLeapDay[] = {{"today", "2024-02-29 day"},
                            {"29 feb", "2024-02-29 day"},
                            {"29th", "2024-02-29 day"},
                            {"yesterday", "2024-02-28 day"},
                            {"2024-060", "2024-02-29 day"},
                            {"2024-W09-4", "2024-02-29 day"},
                            {"1 mar", "2023-03-01 day"},
                            {"29 feb 2023", "!there is no 29 Feb 2023"},
                            {"29 feb 2020", "2020-02-29 day"},
                            {"29 feb 1900", "!there is no 29 Feb 1900"},
                            {"29 feb 2000", "2000-02-29 day"},
                            {"2023-02-29", "!no date or time I know"},
                            {"2023-366", "!no date or time I know"},
                            {"52 weeks ago", "2023-03-02 day"}};
constexpr Row kWeek53[] = {{"2020-W53-1", "2020-12-28 day"},
                           {"2020-W53-4", "2020-12-31 day"},
                           {"2020-W53-7", "2021-01-03 day"},
                           {"2015-W53-7", "2016-01-03 day"},
                           {"2019-W53-1", "!no date or time I know"},
                           {"2020-W53-8", "!no date or time I know"},
                           {"2020-W53-0", "!no date or time I know"},
                           {"2020-W53-7 20:59", "2021-01-03 20:59"},
                           {"2021-W00-1", "!no date or time I know"},
                           {"31 dec", "2020-12-31 day"},
                           {"2020-366", "2020-12-31 day"}};
// Everything that is refused on purpose, in the words of people.
constexpr Row kRefused[] = {{"2026-02-31", "!no date or time I know"},
                            {"31 june 2025", "!there is no 31 Jun 2025"},
                            {"30 february", "!there is no 30 Feb"},
                            {"in 1h30", "!still to come"},
                            {"tomorrow 21:40", "!still to come"},
                            {"next week", "!no date or time I know"},
                            {"this week", "!no date or time I know"},
                            {"past 4 weeks", "!no date or time I know"},
                            {"q1", "!no date or time I know"},
                            {"since 1 feb", "!no date or time I know"},
                            {"1 feb..1 mar", "!no date or time I know"},
                            {"last 30 days", "!no date or time I know"},
                            {"30d", "!no date or time I know"},
                            {"christmas", "!no date or time I know"},
                            {"a while ago", "!no date or time I know"},
                            {"21:40 uhr", "!no date or time I know"},
                            {"gestern", "!no date or time I know"},
                            {"monday: he said", "!no date or time I know"},
                            {"2026-03-01; rm", "!no date or time I know"}};

struct Table {
    const char* name;
    Now (*now)();
    Direction direction;
    std::span<const Row> rows;
};

const Table kTables[] = {
    {"ISO days and times", sunday, Direction::Past, kIso},
    {"words for days and parts of the day", sunday, Direction::Past, kWords},
    {"lengths of time back from now", sunday, Direction::Past, kLengths},
    {"weekdays are the most recent ones", sunday, Direction::Past, kWeekdays},
    {"days of a month without a year are the most recent ones", sunday, Direction::Past,
     kMonthDays},
    {"clocks are the most recent ones", sunday, Direction::Past, kClocks},
    {"before the day starts it is still yesterday", small_hours, Direction::Past, kSmallHours},
    {"a part of the day that has not begun is still to come", wednesday, Direction::Past,
     kNotBegun},
    {"plans look forward", wednesday, Direction::Plan, kPlans},
    {"a numeric date needs a configured order", sunday, Direction::Past, kNoOrder},
    {"a configured order, day first", day_before_month, Direction::Past, kDayMonth},
    {"a configured order, month first", month_before_day, Direction::Past, kMonthDay},
    {"days that start at midnight", days_from_midnight, Direction::Past, kFromMidnight},
    {"days that start at six", days_from_six, Direction::Past, kFromSix},
    {"weeks that start on Sunday", weeks_from_sunday, Direction::Past, kWeeksFromSunday},
    {"monday on a Monday", monday, Direction::Past, kMonday},
    {"a leap day", leap_day, Direction::Past, kLeapDay},
    {"week 53", week_53, Direction::Past, kWeek53},
    {"no date at all", sunday, Direction::Past, kRefused},
};

}  // namespace

TEST_CASE("any blank around a date is no part of it") {
    for (const char* text : {"2026\v", "\fmon\v\n", " yesterday \t"}) {
        CAPTURE(text);
        CHECK(is_date_form(text));
    }
}

TEST_CASE("every form of the tables means what stands beside it") {
    for (const Table& table : kTables) {
        for (const Row& row : table.rows) {
            const std::string found = shown(parse_when(row.text, table.now(), table.direction));
            CHECK_MESSAGE(matches(found, row.expected),
                          fmt::format("{}: '{}' is {}, expected {}", table.name, row.text, found,
                                      row.expected));
        }
    }
}

TEST_CASE("the tables hold 400 different forms and more, 140 of them refused") {
    std::set<std::string_view> forms;
    std::set<std::string_view> refused;
    for (const Table& table : kTables) {
        for (const Row& row : table.rows) {
            forms.insert(row.text);
            if (row.expected[0] == '!') refused.insert(row.text);
        }
    }
    CAPTURE(forms.size());
    CAPTURE(refused.size());
    CHECK(forms.size() >= 400);
    CHECK(refused.size() >= 140);
}

TEST_CASE("every group of forms that was promised is in the tables") {
    std::set<std::string_view> forms;
    for (const Table& table : kTables) {
        for (const Row& row : table.rows)
            forms.insert(row.text);
    }
    for (const char* form : {"2026-03-01",
                             "2026-03-01T21:40",
                             "2026-03-01 21:40",
                             "20260301",
                             "2026-W09",
                             "2026-W09-7",
                             "2026-060",
                             "2026-03-01T20:40Z",
                             "2026-03-01T21:40+01:00",
                             "now",
                             "today",
                             "yesterday",
                             "day before yesterday",
                             "tonight",
                             "last night",
                             "this morning",
                             "noon",
                             "midnight",
                             "10m ago",
                             "10 min ago",
                             "2h ago",
                             "1h30 ago",
                             "an hour ago",
                             "half an hour ago",
                             "3 days ago",
                             "2 weeks ago",
                             "-2h",
                             "in 2 days",
                             "mon",
                             "monday",
                             "last friday",
                             "friday 21:40",
                             "fri 9pm",
                             "1 mar",
                             "mar 1",
                             "march 1st",
                             "1 march 2025",
                             "1st",
                             "23rd",
                             "21:40",
                             "9pm",
                             "9:40 pm",
                             "9.40pm",
                             "2140",
                             "9",
                             "morning",
                             "this afternoon",
                             "evening",
                             "night",
                             "last night 01:30",
                             "@1772397600",
                             "03/04/2026",
                             "2026-02-30"}) {
        CAPTURE(std::string(form));
        CHECK(forms.count(form) == 1);
    }
}

TEST_CASE("--on a weekday is that day itself on its day") {
    const auto day = parse_day("monday", monday());
    REQUIRE(day);
    CHECK(day->iso() == "2026-03-02");
}

TEST_CASE("the precision that was meant is kept") {
    const auto precision = [](const char* text) {
        const auto moment = parse_when(text, sunday(), Direction::Past);
        return moment ? std::string(precision_name(moment->precision)) : moment.error().message;
    };
    CHECK(precision("2026-02-28") == "day");
    CHECK(precision("monday") == "day");
    CHECK(precision("3 days ago") == "day");
    CHECK(precision("yesterday morning") == "morning");
    CHECK(precision("yesterday afternoon") == "afternoon");
    CHECK(precision("yesterday evening") == "evening");
    CHECK(precision("last night") == "night");
    CHECK(precision("last night 01:30") == "minute");
    CHECK(precision("10m ago") == "minute");
    CHECK(precision("noon") == "minute");
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
