#include "journal/zone_rules.hpp"

#include <filesystem>
#include <random>

#include <date/tz.h>
#include <doctest/doctest.h>

#include "attune/journal/zone.hpp"

namespace attune::journal {

namespace {

std::int64_t seconds_of(int year, unsigned month, unsigned day) {
    const std::chrono::sys_days days(std::chrono::year(year) / std::chrono::month(month) /
                                     std::chrono::day(day));
    return days.time_since_epoch().count() * 86400;
}

/// Minutes as attune keeps them.
std::chrono::minutes expected_offset(const date::time_zone& zone, std::chrono::sys_seconds utc) {
    return std::chrono::floor<std::chrono::minutes>(zone.get_info(utc).offset);
}

/// A zone file with one type and no changes.
Bytes small_file(std::string_view footer) {
    ByteWriter file;
    for (int block = 0; block < 2; ++block) {
        file.raw(as_bytes("TZif2"));
        for (int i = 0; i < 15 + 4 * 4; ++i)
            file.u8(0);
        file.raw(Bytes{0, 0, 0, 1, 0, 0, 0, 4});  // one type, four letters
        file.raw(Bytes{0, 0, 0x0E, 0x10, 0, 0});  // an hour ahead
        file.raw(as_bytes(std::string_view("CET\0", 4)));
    }
    file.raw(as_bytes("\n"));
    file.raw(as_bytes(footer));
    file.raw(as_bytes("\n"));
    return std::move(file).take();
}

}  // namespace

TEST_CASE("every zone of this machine has the offsets that the date library finds") {
    std::size_t zones = 0;
    for (const date::time_zone& known : date::get_tzdb().zones) {
        // Names without a region are links and oddities; the folder of zones with leap seconds is
        // another clock.
        if (known.name().find('/') == std::string::npos || known.name().starts_with("right/"))
            continue;
        CAPTURE(known.name());
        const auto zone = Zone::find(known.name());
        REQUIRE(zone);
        ++zones;
        // Both sides of every change from 1950 to 2037; behind the last
        // listed change the library has no rules.
        date::sys_info info =
            known.get_info(std::chrono::sys_seconds(std::chrono::seconds(seconds_of(1950, 1, 1))));
        while (info.end < std::chrono::sys_seconds(std::chrono::seconds(seconds_of(2037, 1, 1)))) {
            for (const int delta : {-1, 0, 1}) {
                const auto utc = info.end + std::chrono::seconds(delta);
                REQUIRE(zone->offset_at(utc) == expected_offset(known, utc));
            }
            info = known.get_info(info.end);
        }
    }
    CHECK(zones > 300);
}

TEST_CASE("local times are read as the date library reads them") {
    std::mt19937_64 random(5);
    for (const char* name :
         {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
          "America/Santiago", "Africa/Casablanca", "Asia/Kathmandu", "Europe/Dublin",
          "America/Nuuk", "Asia/Tehran", "Pacific/Chatham", "America/Sao_Paulo"}) {
        CAPTURE(std::string(name));
        const auto zone = Zone::find(name);
        REQUIRE(zone);
        const date::time_zone* known = date::locate_zone(name);
        const auto check = [&](std::chrono::seconds local) {
            const date::local_info info = known->get_info(date::local_seconds(local));
            const LocalReading reading = zone->read(std::chrono::local_seconds(local));
            CAPTURE(local.count());
            if (info.result == date::local_info::nonexistent) {
                REQUIRE(reading.kind == LocalReading::Kind::Never);
                REQUIRE(reading.first == info.second.begin);
            } else if (info.result == date::local_info::ambiguous) {
                REQUIRE(reading.kind == LocalReading::Kind::Twice);
                REQUIRE(reading.first == std::chrono::sys_seconds(local - info.first.offset));
                REQUIRE(reading.second == std::chrono::sys_seconds(local - info.second.offset));
            } else {
                REQUIRE(reading.kind == LocalReading::Kind::Once);
                REQUIRE(reading.first == std::chrono::sys_seconds(local - info.first.offset));
            }
        };
        for (int i = 0; i < 1500; ++i)
            check(std::chrono::seconds(random() % 2114380800U));
        // Around every change, where the surprises are.
        date::sys_info info = known->get_info(std::chrono::sys_seconds{});
        while (info.end < std::chrono::sys_seconds(std::chrono::seconds(seconds_of(2037, 1, 1)))) {
            for (const int minutes :
                 {-121, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61, 120}) {
                check(info.end.time_since_epoch() + info.offset + std::chrono::minutes(minutes));
            }
            info = known->get_info(info.end);
        }
    }
}

TEST_CASE("the rules go on behind the last change that the file lists") {
    const auto berlin = Zone::find("Europe/Berlin");
    REQUIRE(berlin);
    for (const int year : {2038, 2049, 2100, 2400}) {
        CAPTURE(year);
        CHECK(
            berlin
                ->offset_at(std::chrono::sys_seconds(std::chrono::seconds(seconds_of(year, 7, 1))))
                .count() == 120);
        CHECK(
            berlin
                ->offset_at(std::chrono::sys_seconds(std::chrono::seconds(seconds_of(year, 12, 1))))
                .count() == 60);
    }
}

TEST_CASE("year rules of every form are read") {
    const auto plain = parse_year_rule("<+0530>-5:30");
    REQUIRE(plain);
    CHECK(plain->offset_at(0) == 19800);
    const auto berlin = parse_year_rule("CET-1CEST,M3.5.0,M10.5.0/3");
    REQUIRE(berlin);
    CHECK(berlin->offset_at(seconds_of(2026, 3, 29) + 3599) == 3600);
    CHECK(berlin->offset_at(seconds_of(2026, 3, 29) + 3600) == 7200);
    CHECK(berlin->offset_at(seconds_of(2026, 10, 25) + 3599) == 7200);
    CHECK(berlin->offset_at(seconds_of(2026, 10, 25) + 3600) == 3600);
    // Days by number: J60 is 1 March in every year, 59 is 29 February in leap years.
    const auto numbered = parse_year_rule("AAA0BBB,J60/0,59/0");
    REQUIRE(numbered);
    CHECK(numbered->to_summer.local_seconds(2024) == seconds_of(2024, 3, 1));
    CHECK(numbered->to_summer.local_seconds(2025) == seconds_of(2025, 3, 1));
    CHECK(numbered->to_standard.local_seconds(2024) == seconds_of(2024, 2, 29));
    for (const char* wrong :
         {"", "CET", "C-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
          "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J5",
          "CET-1CEST,M3.5.0,M10.5.0/3x", "<CET-1", "CET-999"}) {
        CAPTURE(std::string(wrong));
        CHECK_FALSE(parse_year_rule(wrong));
    }
}

TEST_CASE("a damaged zone file is refused and never read past its end") {
    const Bytes good = small_file("CET-1CEST,M3.5.0,M10.5.0/3");
    REQUIRE(ZoneRules::parse(good));
    CHECK(ZoneRules::parse(good)->offset_at(seconds_of(2026, 7, 1)) == 7200);
    CHECK(ZoneRules::parse(small_file(""))->offset_at(seconds_of(2026, 7, 1)) == 3600);
    CHECK_FALSE(ZoneRules::parse(small_file("nonsense")));
    for (std::size_t size = 0; size < good.size() - 30; ++size) {
        CHECK_FALSE(ZoneRules::parse(ByteView(good).first(size)));
    }
    std::mt19937 random(11);
    for (int round = 0; round < 20000; ++round) {
        Bytes bad = good;
        for (int i = 0; i < 3; ++i)
            bad[random() % bad.size()] = static_cast<std::uint8_t>(random() % 256);
        if (const auto rules = ZoneRules::parse(bad))
            CHECK(std::abs(rules->offset_at(0)) < 8 * 86400);
    }
}

}  // namespace attune::journal
