#include "cli/report_period.hpp"

#include <doctest/doctest.h>

using namespace attune;
using cli::choose_week;

namespace {

CivilDay day(unsigned month, unsigned number) {
    return *CivilDay::make(2026, month, number);
}

/// Wednesday 4 March 2026, noon UTC.
journal::Now noon() {
    journal::Now now;
    now.utc = day(3, 4).days() + std::chrono::hours(12);
    return now;
}

CivilDay first_of(std::vector<std::string> words) {
    return choose_week(std::move(words), noon()).value().first;
}

ErrorKind refusal(std::vector<std::string> words) {
    return choose_week(std::move(words), noon()).error().kind;
}

}  // namespace

TEST_CASE("no words and the word week mean the week that holds today") {
    CHECK(first_of({}) == day(3, 2));
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
    CHECK(choose_week({}, now)->first == day(3, 1));
}

TEST_CASE("longer periods, other reports, weeks to come and nonsense are refused") {
    CHECK(refusal({"last", "month"}) == ErrorKind::Usage);
    CHECK(refusal({"month"}) == ErrorKind::Usage);
    CHECK(refusal({"until", "yesterday"}) == ErrorKind::Usage);
    CHECK(refusal({"2026-W20"}) == ErrorKind::Usage);
    CHECK(refusal({"wek"}) == ErrorKind::Usage);
}
