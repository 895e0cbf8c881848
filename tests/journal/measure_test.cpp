#include "attune/journal/measure.hpp"

#include <doctest/doctest.h>

using namespace attune;           // NOLINT(google-build-using-namespace)
using namespace attune::journal;  // NOLINT(google-build-using-namespace)

TEST_CASE("a typed name becomes a key, and what cannot be one is refused") {
    CHECK(measure_name(" HRV-rmssd ").value() == "hrv_rmssd");
    CHECK(measure_name("hours of sleep").value() == "hours_of_sleep");
    for (const char* wrong : {"", " ", "7h", "_a", "a.b", "größe", "a\nb", "-"}) {
        CAPTURE(wrong);
        REQUIRE(!measure_name(wrong).has_value());
        CHECK(measure_name(wrong).error().kind == ErrorKind::Usage);
    }
    CHECK(!measure_name(std::string(49, 'a')).has_value());
}

TEST_CASE("a number may carry its unit, and no other text is taken for a number") {
    const auto same = [](const char* typed, double number, const char* unit) {
        const auto value = measured_value(typed);
        REQUIRE(value.has_value());
        CHECK(value->number == doctest::Approx(number));
        CHECK(value->unit == unit);
    };
    same("42", 42, "");
    same("42ms", 42, "ms");
    same(" -0.5 h ", -0.5, "h");
    same("1e3", 1000, "");
    same("36.6°C", 36.6, "°C");
    same("12/min", 12, "/min");
    for (const char* wrong : {"", "x", "1,5", "nan", "inf", "4 5", "7 h a", "1.2.3", "3-4"}) {
        CAPTURE(wrong);
        CHECK(!measured_value(wrong).has_value());
    }
}

TEST_CASE("a measure is one value of its record, without ends") {
    const Record record =
        record_of({.name = "hrv_rmssd", .number = 42, .unit = "ms", .phase = "pre"}, Moment{});
    CHECK(record.kind == kMeasureKind);
    REQUIRE(record.values.size() == 1);
    CHECK(!record.values[0].low.has_value());
    CHECK(record.text.empty());
    CHECK(describe_measures(record) == "hrv_rmssd 42 ms, pre");
    CHECK(describe_measures(record_of({.name = "steps", .number = 0.5}, Moment{})) == "steps 0.5");
}
