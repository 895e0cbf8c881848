#include <string>

#include <doctest/doctest.h>

#include "attune/render/text.hpp"
#include "attune/report/calibration.hpp"
#include "attune/report/period.hpp"
#include "attune/report/profile.hpp"
#include "attune/report/program.hpp"
#include "support/golden.hpp"
#include "support/period_data.hpp"
#include "support/week_data.hpp"

/// What the longer reports look like where they are read otherwise than on eighty columns with
/// colours: one golden file for each report.
using namespace attune;
using namespace attune::report;
using testing::day;

namespace {

/// In ASCII and for accessible reading, on 80 and on 40 columns.
std::string all_forms(const Document& document) {
    std::string out;
    for (const bool accessible : {false, true}) {
        for (const int width : {80, 40}) {
            out += std::string(accessible ? "[accessible, " : "[ascii, ") + std::to_string(width) +
                   "]\n";
            out += render::render_text(document,
                                       {.width = width, .ascii = true, .accessible = accessible});
        }
    }
    return out;
}

ProgramData programme() {
    ProgramData data;
    journal::Program program;
    program.set_up = day(2026, 2, 1);
    program.begins = day(2026, 3, 2);
    program.window = 21;
    program.window_first = day(2026, 2, 20);
    data.program = program;
    data.today = program.begins + 39;
    data.diary.range = program_days(program, data.today);
    for (int i = -20; i < 40; ++i) {
        DiaryEntry entry;
        entry.day = program.begins + i;
        entry.peak = (i < 0 ? 7 : 4) + (i * i) % 3;
        entry.response = (i * i) % 4 == (i < 0 ? 0 : 1) ? Response::Responded : Response::Reacted;
        data.diary.entries.push_back(entry);
        if (i % 3 == 0) data.diary.others.push_back({i + 100, "practice", entry.day, 10});
    }
    return data;
}

CalibrationData experiments() {
    CalibrationData data;
    data.today = day(2026, 3, 8);
    for (int i = 0; i < 34; ++i) {
        Experiment one;
        one.prediction = "They will laugh when I say that I do not know";
        one.day = day(2026, 1, 5) + i;
        one.short_id = "4f" + std::to_string(10 + i);
        one.probability = 0.1 * (1 + i % 9);
        if (i % 8 != 7) {
            one.closed = one.day + 3;
            one.came_true = i % 9 > 5 || i % 4 == 0 ? CameTrue::Yes : CameTrue::No;
            one.expected = 7;
            one.distress = 2 + i % 5;
        }
        data.experiments.push_back(one);
    }
    return data;
}

}  // namespace

TEST_CASE("a month and a year in every form of text are their golden files") {
    PeriodData data = testing::full_month();
    const std::string month = all_forms(build_period(data));
    CHECK(month == testing::golden("forms_month.txt", month));
    data.range.kind = "year";
    data.range.first = day(2026, 1, 1);
    data.range.days = 365;
    const std::string year = all_forms(build_period(data));
    CHECK(year == testing::golden("forms_year.txt", year));
}

TEST_CASE("a profile in every form of text is its golden file") {
    ProfileData data;
    data.all = testing::full_month();
    data.all.range.kind = "profile";
    const std::string text = all_forms(build_profile(data));
    CHECK(text == testing::golden("forms_profile.txt", text));
}

TEST_CASE("calibration and a programme in every form of text are their golden files") {
    const std::string calibration = all_forms(build_calibration(experiments(), false));
    CHECK(calibration == testing::golden("forms_calibration.txt", calibration));
    const std::string program = all_forms(build_program(programme()));
    CHECK(program == testing::golden("forms_program.txt", program));
}
