#include "attune/report/program.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/render/text.hpp"
#include "report/program_course.hpp"
#include "support/week_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;

namespace {

/// A programme from 2 March on, with an entry on each of so many days before and from it on.
ProgramData example(int before, int after, int window = 0) {
    ProgramData data;
    journal::Program program;
    program.set_up = day(2026, 2, 1);
    program.begins = day(2026, 3, 2);
    program.window = window;
    program.window_first = day(2026, 2, 20);
    data.program = program;
    data.today = program.begins + (after > 0 ? after - 1 : 0);
    data.diary.range = program_days(program, data.today);
    for (int i = -before; i < after; ++i) {
        DiaryEntry entry;
        entry.day = program.begins + i;
        entry.peak = (i < 0 ? 7 : 4) + (i * i) % 3;
        entry.response = (i * i) % 4 == (i < 0 ? 0 : 1) ? Response::Responded : Response::Reacted;
        data.diary.entries.push_back(entry);
    }
    return data;
}

std::string text_of(const ProgramData& data) {
    return render::render_text(build_program(data), {.width = 400});
}

bool is_suppressed(const Document& document, const std::string& name) {
    return std::any_of(document.suppressed.begin(), document.suppressed.end(),
                       [&](const Suppressed& one) { return one.name == name; });
}

}  // namespace

TEST_CASE("the course of days needs 14 days before and 28 from the first day on") {
    for (const auto& [before, after] : {std::pair{13, 28}, std::pair{14, 27}}) {
        CAPTURE(before);
        const Document document = build_program(example(before, after));
        CHECK(is_suppressed(document, "course_peak"));
        CHECK(is_suppressed(document, "course_reacted"));
        CHECK(text_of(example(before, after)).find("jump") == std::string::npos);
    }
    const Document document = build_program(example(14, 28));
    CHECK_FALSE(is_suppressed(document, "course_peak"));
    CHECK(text_of(example(14, 28)).find("jump") != std::string::npos);
}

TEST_CASE("only a first day drawn at random is ranked among the days of its window") {
    CHECK(text_of(example(60, 60)).find("possible first days") == std::string::npos);
    CHECK(text_of(example(60, 60)).find("The first day was chosen") != std::string::npos);
    const std::string drawn = text_of(example(60, 60, 21));
    CHECK(drawn.find("of 21 possible first days") != std::string::npos);
    CHECK(drawn.find("drawn at random from") != std::string::npos);
}

TEST_CASE("days behind the last day of a programme are in no course") {
    ProgramData data = example(20, 120);
    for (const DayCourse& course : day_courses(data)) {
        CHECK(course.before == 20);
        CHECK(course.after == 84);
    }
    data.program->stopped = data.program->begins + 9;
    CHECK(day_courses(data)[0].after == 10);
    data.program->stopped = data.program->begins - 5;
    CHECK(day_courses(data).empty());
}

TEST_CASE("the order of entries changes nothing, and the same report comes again") {
    ProgramData data = example(30, 40, 21);
    const std::string before = text_of(data);
    CHECK(text_of(data) == before);
    std::reverse(data.diary.entries.begin(), data.diary.entries.end());
    CHECK(text_of(data) == before);
}

TEST_CASE("a week without practice is missing and not zero") {
    ProgramData data = example(0, 21);
    data.diary.others.push_back({1, "practice", data.program->begins + 1, 12});
    data.diary.others.push_back({2, "practice", data.program->begins + 15, 20});
    data.diary.others.push_back({3, "practice", data.program->begins - 3, 99});
    const Document document = build_program(data);
    const auto section = std::find_if(document.sections.begin(), document.sections.end(),
                                      [](const Section& one) { return one.id == "dose"; });
    REQUIRE(section != document.sections.end());
    const auto* bars = std::get_if<WeekBars>(&section->blocks.front());
    REQUIRE(bars != nullptr);
    REQUIRE(bars->weeks.size() == 3);
    CHECK(bars->weeks[0].amount == 12);
    CHECK_FALSE(bars->weeks[1].amount);
    CHECK(bars->weeks[2].amount == 20);
}

TEST_CASE("a taking counts as before up to the seventh day, as after from two weeks behind it on") {
    const ProgramData data = example(0, 60);
    Series series;
    const auto take = [&](int offset) {
        Taking taking;
        taking.at.local_day = data.program->begins + offset;
        series.takings.push_back(taking);
    };
    take(-30);
    take(6);
    take(19);
    CHECK(before_after(series, *data.program).before->at.local_day == data.program->begins + 6);
    CHECK_FALSE(before_after(series, *data.program).after);
    take(20);
    take(50);
    CHECK(before_after(series, *data.program).after->at.local_day == data.program->begins + 50);
    Series late;
    late.takings = {series.takings.back()};
    CHECK_FALSE(before_after(late, *data.program).before);
    CHECK_FALSE(before_after(late, *data.program).after);
}

TEST_CASE("without a programme there is one thing to type") {
    ProgramData none;
    none.today = day(2026, 3, 8);
    CHECK(text_of(none).find("attune program start --baseline 14d --random-window 21d") !=
          std::string::npos);
}
