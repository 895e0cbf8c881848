#include "attune/report/calibration.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/render/text.hpp"
#include "attune/stats/minimums.hpp"
#include "support/golden.hpp"
#include "support/week_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;

namespace {

Experiment closed(double probability, bool came_true) {
    Experiment one;
    one.prediction = "they will sigh";
    one.day = day(2026, 2, 1);
    one.probability = probability;
    one.came_true = came_true ? CameTrue::Yes : CameTrue::No;
    one.closed = day(2026, 2, 2);
    return one;
}

/// The fixture of the statistics page, 2.12, as often as asked for.
CalibrationData fixture(int times = 1) {
    CalibrationData data;
    data.today = day(2026, 3, 8);
    for (int i = 0; i < times; ++i) {
        for (const double p : {.8, .6, .9, .7, .5, .75})
            data.experiments.push_back(closed(p, p == .9 || p == .75));
    }
    return data;
}

CalibrationData first_of(std::size_t count, int times = 6) {
    CalibrationData data = fixture(times);
    data.experiments.resize(count);
    return data;
}

bool is_suppressed(const Document& document, const std::string& name) {
    return std::any_of(document.suppressed.begin(), document.suppressed.end(),
                       [&](const Suppressed& one) { return one.name == name; });
}

std::string text_of(const CalibrationData& data) {
    return render::render_text(build_calibration(data), {});
}

double number(const Machine& machine, const std::string& name) {
    const Machine* found = machine.find(name);
    REQUIRE(found != nullptr);
    REQUIRE(std::holds_alternative<double>(found->content()));
    return std::get<double>(found->content());
}

}  // namespace

TEST_CASE("the figures of the statistics page come out of the report") {
    const Document document = build_calibration(fixture());
    const Machine* brier = document.machine.find("brier");
    REQUIRE(brier != nullptr);
    CHECK(number(*brier, "score") == doctest::Approx(.302083).epsilon(1e-5));
    CHECK(number(*brier, "reference") == doctest::Approx(.222222).epsilon(1e-5));
    CHECK(number(*brier, "skill") == doctest::Approx(-.359375).epsilon(1e-5));
    const std::string text = text_of(fixture());
    CHECK(text.find("0.30; always saying 33 % would have scored 0.22") != std::string::npos);
    CHECK(text.find("You expected trouble at 71 % on average; it came true in 2 of 6.") !=
          std::string::npos);
}

TEST_CASE("no figure appears one closed experiment below its number") {
    for (const auto& [name, needed] :
         {std::pair{"share", stats::kBrierMin}, std::pair{"brier", stats::kBrierMin},
          std::pair{"calibration_z", stats::kCalibrationZMin},
          std::pair{"murphy_parts", stats::kMurphyMin}}) {
        CAPTURE(name);
        CHECK(is_suppressed(build_calibration(first_of(needed - 1)), name));
        CHECK_FALSE(is_suppressed(build_calibration(first_of(needed)), name));
    }
    CHECK(text_of(first_of(4)).find('%') != std::string::npos);  // what was said is listed
    CHECK(text_of(first_of(4)).find("likely") == std::string::npos);
    CHECK(text_of(first_of(4)).find("Brier") == std::string::npos);
    CHECK(text_of(first_of(19)).find("Z ") == std::string::npos);
    CHECK(text_of(first_of(29)).find("telling apart") == std::string::npos);
    CHECK(text_of(first_of(30)).find("telling apart") != std::string::npos);
}

TEST_CASE("a row of the table has a range from five experiments on") {
    // Of the fixture's six, five were said above 66 % only once it is there twice.
    CHECK(text_of(fixture(1)).find("too few for a range (5 needed)") != std::string::npos);
    CalibrationData data;
    data.today = day(2026, 3, 8);
    for (int i = 0; i < 5; ++i)
        data.experiments.push_back(closed(.8, i == 0));
    const std::string text = text_of(data);
    CHECK(text.find("too few for a range") == std::string::npos);
    CHECK(text.find("nothing was said here") != std::string::npos);
}

TEST_CASE("open, partly and unclear experiments stand beside every share") {
    CalibrationData data = fixture();
    const std::string before = text_of(data);
    Experiment other = closed(.9, true);
    for (const CameTrue came_true : {CameTrue::Open, CameTrue::Partly, CameTrue::Unclear}) {
        other.came_true = came_true;
        data.experiments.push_back(other);
    }
    const std::string text = text_of(data);
    CHECK(before.find("2 of 6") != std::string::npos);
    CHECK(text.find("2 of 6") != std::string::npos);
    CHECK(text.find("1 still open") != std::string::npos);
    CHECK(text.find("With every 'partly' as come true: 3 of 7.") != std::string::npos);
    CHECK(text.find("hard to say 1") != std::string::npos);
}

TEST_CASE("distress is compared in pairs, from five on") {
    CalibrationData data = fixture();
    for (std::size_t i = 0; i < 4; ++i) {
        data.experiments[i].expected = 8;
        data.experiments[i].distress = 4 + static_cast<double>(i % 2);
    }
    data.experiments[4].expected = 8;
    CHECK(is_suppressed(build_calibration(data), "distress"));
    CHECK(text_of(data).find("Too few for a mean difference (5 needed).") != std::string::npos);
    data.experiments[4].distress = 5;
    const std::string text = text_of(data);
    // Differences -4 -3 -4 -3 -3: mean -3.4, sd .547723, t(4) 2.776445.
    CHECK(text.find("-3.4, likely between -4.1 and -2.7") != std::string::npos);
    CHECK(text.find("could be luck") == std::string::npos);
}

TEST_CASE("differences that are all alike have no range") {
    CalibrationData data = fixture();
    for (Experiment& one : data.experiments) {
        one.expected = 6;
        one.distress = 3;
    }
    const std::string text = text_of(data);
    CHECK(text.find("-3.0 every time") != std::string::npos);
    CHECK(text.find("between -3.0") == std::string::npos);
}

TEST_CASE("the order of experiments changes no figure") {
    CalibrationData data = fixture(5);
    const std::string before = text_of(data);
    std::reverse(data.experiments.begin(), data.experiments.end());
    CHECK(text_of(data) == before);
}

TEST_CASE("the text of the calibration report") {
    CalibrationData data = fixture(5);
    data.experiments[3].came_true = CameTrue::Open;
    data.experiments[3].short_id = "4f2a";
    for (std::size_t i = 0; i < 6; ++i) {
        data.experiments[i].expected = 7;
        data.experiments[i].distress = static_cast<double>(i);
    }
    const std::string text = text_of(data);
    CHECK(text == testing::golden("calibration.txt", text));
    CalibrationData none;
    none.today = day(2026, 3, 8);
    const std::string first = text_of(none);
    CHECK(first == testing::golden("calibration_first_run.txt", first));
}
