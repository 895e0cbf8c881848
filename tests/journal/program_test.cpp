#include "attune/journal/program.hpp"

#include <doctest/doctest.h>

using namespace attune;
using namespace attune::journal;

namespace {

CivilDay day(unsigned month, unsigned number) {
    return *CivilDay::make(2026, month, number);
}

Moment on(CivilDay local) {
    Moment at;
    at.utc = local.days() + std::chrono::hours(12);
    at.local_day = local;
    return at;
}

Program example() {
    Program program;
    program.set_up = day(3, 1);
    program.begins = day(3, 10);
    program.window = 21;
    program.window_first = day(3, 2);
    program.questionnaires = {"attachment", "mindful-attention"};
    return program;
}

}  // namespace

TEST_CASE("a programme comes back from its record as it was set up") {
    const Program program = example();
    const auto back = program_of(record_of(program, on(program.set_up)), {});
    REQUIRE(back);
    CHECK(back->begins == program.begins);
    CHECK(back->days == 84);
    CHECK(back->last() == day(6, 1));
    CHECK(back->window == 21);
    CHECK(back->window_first == day(3, 2));
    CHECK(back->questionnaires == program.questionnaires);
    CHECK_FALSE(back->stopped);
    CHECK(record_of(program, on(program.set_up)).text == "12 weeks from Tue 10 Mar 2026");
}

TEST_CASE("a record with numbers that make no sense is no programme") {
    const Record good = record_of(example(), on(day(3, 1)));
    Record bad = good;
    bad.values[1].number = 0;
    CHECK_FALSE(program_of(bad, {}));
    bad = good;
    bad.values[0].number = 1.5;
    CHECK_FALSE(program_of(bad, {}));
    bad = good;
    bad.values.erase(bad.values.begin());
    CHECK_FALSE(program_of(bad, {}));
    bad = good;
    bad.kind = "entry";
    CHECK_FALSE(program_of(bad, {}));
    // A first day outside its window was not drawn from it.
    bad = good;
    bad.values[2].number = 3;
    const auto chosen = program_of(bad, {});
    REQUIRE(chosen);
    CHECK(chosen->window == 0);
}

TEST_CASE("a stop ends a programme on its day, the earliest stop counts") {
    const Record record = record_of(example(), on(day(3, 1)));
    Record stop;
    stop.kind = "follow";
    stop.tags = {{"program", "stop"}};
    stop.at = on(day(4, 20));
    Record earlier = stop;
    earlier.at = on(day(4, 10));
    Record other;
    other.at = on(day(3, 5));
    const auto program = program_of(record, {stop, earlier, other});
    REQUIRE(program);
    CHECK(program->last() == day(4, 10));
    CHECK_FALSE(program->is_open(day(4, 1)));
    stop.at = on(day(3, 2));
    CHECK(program_of(record, {stop})->last() == day(3, 9));
    CHECK(program_of(record, {})->is_open(day(6, 1)));
    CHECK_FALSE(program_of(record, {})->is_open(day(6, 2)));
}

TEST_CASE("questionnaires are due at the start, in the middle and at the end") {
    const auto points = due_points(example());
    REQUIRE(points.size() == 3);
    CHECK(points[0].first == day(2, 24));
    CHECK(points[0].last == day(3, 16));
    CHECK(points[1].first == day(4, 14));
    CHECK(points[1].last == day(4, 27));
    CHECK(points[2].first == day(5, 26));
    CHECK(points[2].last == day(6, 15));
    Program stopped = example();
    stopped.stopped = day(4, 1);
    const auto fewer = due_points(stopped);
    REQUIRE(fewer.size() == 2);
    CHECK(fewer[1].name == "end");
    CHECK(fewer[1].last == day(4, 15));
}
