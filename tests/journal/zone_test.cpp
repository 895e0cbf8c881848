#include "attune/journal/zone.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "attune/journal/when.hpp"
#include "journal/when_support.hpp"

namespace attune::journal {

namespace {

/// ISO time with offset, or the refusal.
std::string exact(const char* text, const Now& now) {
    const auto moment = parse_when(text, now, Direction::Past);
    return moment ? iso_time(*moment) : shown(moment);
}

void check(const Now& now, std::initializer_list<Row> rows) {
    for (const Row& row : rows) {
        const std::string found = exact(row.text, now);
        CHECK_MESSAGE(matches(found, row.expected),
                      fmt::format("'{}' in {} is {}, expected {}", row.text, now.zone.name(), found,
                                  row.expected));
    }
}

}  // namespace

TEST_CASE("a zone that nobody knows is an error, also with odd bytes") {
    for (const char* name :
         {"Mars/Olympus", "", "berlin", "CET-1CEST", "../../etc/passwd", "\x1b[2J"}) {
        CAPTURE(std::string(name));
        const auto zone = Zone::find(name);
        REQUIRE_FALSE(zone);
        CHECK(zone.error().kind == ErrorKind::Usage);
        CHECK(zone.error().message.find('\x1b') == std::string::npos);
    }
}

TEST_CASE("the spellings of TZ name the same zone") {
    for (const char* name :
         {"Europe/Berlin", ":Europe/Berlin", "/usr/share/zoneinfo/Europe/Berlin"}) {
        const auto zone = Zone::find(name);
        REQUIRE(zone);
        CHECK(zone->name() == "Europe/Berlin");
        CHECK(zone->offset_at(std::chrono::sys_seconds(std::chrono::seconds(1772397600))).count() ==
              60);
    }
    for (const char* name : {"UTC", "Etc/UTC", "GMT"}) {
        const auto zone = Zone::find(name);
        REQUIRE(zone);
        CHECK(zone->offset_at({}).count() == 0);
    }
    CHECK(Zone::fixed(std::chrono::minutes(-210)).name() == "-03:30");
}

TEST_CASE("skipped and repeated hours in Berlin") {
    check(now_at("Europe/Berlin", "2026-12-01T12:00:00+01:00"),
          {{"2026-03-29 01:59", "2026-03-29T01:59:00+01:00"},
           {"2026-03-29 02:00", "!'2026-03-29 01:59' and '2026-03-29 03:00'"},
           {"2026-03-29 02:30", "!the clocks of Europe/Berlin skipped 2026-03-29 02:30"},
           {"2026-03-29 02:59", "!'2026-03-29 03:00'"},
           {"2026-03-29 03:00", "2026-03-29T03:00:00+02:00"},
           {"2026-03-29 02:30+01:00", "2026-03-29T02:30:00+01:00"},
           {"29 mar 2:30am", "!skipped"},
           {"2026-10-25 01:59", "2026-10-25T01:59:00+02:00"},
           {"2026-10-25 02:00", "2026-10-25T02:00:00+02:00"},
           {"2026-10-25 02:30", "2026-10-25T02:30:00+02:00"},
           {"2026-10-25 02:30+01:00", "2026-10-25T02:30:00+01:00"},
           {"2026-10-25 03:00", "2026-10-25T03:00:00+01:00"},
           {"2026-10-25 evening", "2026-10-25T17:00:00+01:00"},
           {"2026-03-29", "2026-03-29T12:00:00+02:00"}});
}

TEST_CASE("the second pass of a repeated hour is reached by relative times") {
    // 02:30 for the second time in that night.
    const Now now = now_at("Europe/Berlin", "2026-10-25T02:30:00+01:00");
    check(now, {{"now", "2026-10-25T02:30:00+01:00"},
                {"10m ago", "2026-10-25T02:20:00+01:00"},
                {"1h ago", "2026-10-25T02:30:00+02:00"},
                {"2h ago", "2026-10-25T01:30:00+02:00"},
                {"02:15", "2026-10-25T02:15:00+02:00"}});
}

TEST_CASE("skipped and repeated hours in New York") {
    check(now_at("America/New_York", "2026-12-01T12:00:00-05:00"),
          {{"2026-03-08 01:59", "2026-03-08T01:59:00-05:00"},
           {"2026-03-08 02:00", "!'2026-03-08 01:59' and '2026-03-08 03:00'"},
           {"8 mar 2:30am", "!skipped"},
           {"2026-03-08 03:00", "2026-03-08T03:00:00-04:00"},
           {"2026-11-01 01:30", "2026-11-01T01:30:00-04:00"},
           {"2026-11-01 01:30-05:00", "2026-11-01T01:30:00-05:00"},
           {"2026-11-01 02:00", "2026-11-01T02:00:00-05:00"},
           {"2026-07-04T12:00Z", "2026-07-04T08:00:00-04:00"},
           {"@1772397600", "2026-03-01T15:40:00-05:00"},
           {"1 nov evening", "2026-11-01T17:00:00-05:00"}});
}

TEST_CASE("half an hour is skipped and repeated on Lord Howe Island") {
    check(now_at("Australia/Lord_Howe", "2026-12-01T12:00:00+11:00"),
          {{"2026-10-04 01:59", "2026-10-04T01:59:00+10:30"},
           {"2026-10-04 02:00", "!'2026-10-04 01:59' and '2026-10-04 02:30'"},
           {"2026-10-04 02:29", "!skipped"},
           {"2026-10-04 02:30", "2026-10-04T02:30:00+11:00"},
           {"2026-04-05 01:29", "2026-04-05T01:29:00+11:00"},
           {"2026-04-05 01:30", "2026-04-05T01:30:00+11:00"},
           {"2026-04-05 01:59", "2026-04-05T01:59:00+11:00"},
           {"2026-04-05 01:45+10:30", "2026-04-05T01:45:00+10:30"},
           {"2026-04-05 02:00", "2026-04-05T02:00:00+10:30"},
           {"@1772397600", "2026-03-02T07:40:00+11:00"}});
}

TEST_CASE("a zone far ahead of UTC has its own today") {
    const Now now = now_at("Australia/Lord_Howe", "2026-03-02T07:40:00+11:00");
    CHECK(now.today().iso() == "2026-03-02");
    check(now, {{"yesterday 21:40", "2026-03-01T21:40:00+11:00"},
                {"monday 07:00", "2026-03-02T07:00:00+11:00"}});
}

TEST_CASE("a day that midnight itself skipped has its neighbour on the day before") {
    // In Santiago the clocks went from 24:00 to 01:00 on 6 September 2026.
    const Now now = now_at("America/Santiago", "2026-12-01T12:00:00-03:00");
    CHECK(matches(exact("2026-09-06 00:30", now), "!'2026-09-05 23:59' and '2026-09-06 01:00'"));
}

}  // namespace attune::journal
