#include "attune/quiz/interpret.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;

namespace {

const std::string kFour =
    "[[scale]]\nid = \"s\"\nscore = \"mean\"\nmin_answered = 1\nwhen_missing = \"prorate\"\n"
    "items = [\"q1\", \"q2\", \"q3\", \"-q4\"]\n";
const std::string kNorm =
    "[[norm]]\nid = \"a\"\nscale = \"s\"\npopulation = \"students\"\nmetric = \"mean\"\nmean = "
    "3\nsd = 0.84\n";
const std::string kAlpha =
    "[[reliability]]\nscale = \"s\"\nkind = \"alpha\"\nvalue = 0.9\nsource = \"x\"\n";
const std::string kRetest =
    "[[reliability]]\nscale = \"s\"\nkind = \"retest\"\nvalue = 0.8\ninterval_days = 30\nsource = "
    "\"x\"\n";

ScoreInterval interval(const definition::Questionnaire& q, const Answers& a) {
    const auto found = interval_of(q, 0, a, score_answers(q, a).scales[0]);
    REQUIRE(found.has_value());
    return *found;
}

}  // namespace

TEST_CASE("without cited figures the interval comes from how much the person's own answers agree") {
    // Keyed values 2 3 4 3: mean 3, s = .8164966, t(3) = 3.182446 (R qt(.975, 3)), half
    // = 1.2992283.
    const ScoreInterval found = interval(key(4, kFour), answers({2, 3, 4, 3}));
    CHECK(found.method == Method::Agreement);
    CHECK(found.words == "how much your answers agreed");
    CHECK(found.range.low == doctest::Approx(3 - 1.2992283).epsilon(1e-6));
    CHECK(found.range.high == doctest::Approx(3 + 1.2992283).epsilon(1e-6));
}

TEST_CASE("an interval never leaves the scale, and needs two answers") {
    const auto q = key(4, kFour);
    const ScoreInterval wide = interval(q, answers({1, 5, 5, 5}));
    CHECK(wide.range.low >= 1);
    CHECK(wide.range.high <= 5);
    const Answers one = answers({3, kBlank, kBlank, kBlank});
    CHECK_FALSE(interval_of(q, 0, one, score_answers(q, one).scales[0]).has_value());
    const Answers none(4);
    CHECK_FALSE(interval_of(q, 0, none, score_answers(q, none).scales[0]).has_value());
}

TEST_CASE("the interval of a sum is that of the mean times the items") {
    std::string sum = kFour;
    sum.replace(sum.find("\"mean\""), 6, "\"sum\"");
    const ScoreInterval found = interval(key(4, sum), answers({2, 3, 4, 3}));
    CHECK(found.range.low == doctest::Approx(12 - 4 * 1.2992283).epsilon(1e-6));
}

TEST_CASE("with a cited SD and reliability the interval is 1.96 standard errors of measurement") {
    const ScoreInterval found = interval(key(4, kFour + kNorm + kAlpha), answers({2, 3, 4, 3}));
    CHECK(found.method == Method::MeasurementError);
    CHECK(found.range.high - 3 == doctest::Approx(1.96 * 0.84 * std::sqrt(0.1)));
    CHECK(found.words == "SD 0.84 (students) and alpha 0.9");
}

TEST_CASE("an SD that nobody verified is used and called so") {
    const auto maas = shipped("maas");
    const Answers fours = all(15, 4);
    const auto found = interval_of(maas, 0, fours, score_answers(maas, fours).scales[0]);
    REQUIRE(found.has_value());
    CHECK(found->words == "SD 0.69 (adults in the United States, not verified) and alpha 0.82");
    CHECK(found->range.high == doctest::Approx(4 + 1.96 * 0.69 * std::sqrt(0.18)));
}

TEST_CASE("of several norms none is guessed, and one that is named counts") {
    const std::string other =
        "[[norm]]\nid = \"b\"\nscale = \"s\"\npopulation = \"nurses\"\nmetric = \"mean\"\nmean = "
        "3\nsd = 0.5\n";
    const auto q = key(4, kFour + kNorm + other + kAlpha);
    CHECK_FALSE(cited_figures(q, 0).has_value());
    CHECK(interval(q, answers({2, 3, 4, 3})).method == Method::Agreement);
    REQUIRE(cited_figures(q, 0, 0, "b").has_value());
    CHECK(cited_figures(q, 0, 0, "b")->norm->sd == 0.5);
    CHECK_FALSE(cited_figures(q, 0, 0, "c").has_value());
}

TEST_CASE("takings weeks apart are judged by the retest figure, close ones by alpha") {
    const auto q = key(4, kFour + kNorm + kAlpha + kRetest);
    CHECK(cited_figures(q, 0, 1)->reliability->value == 0.9);
    CHECK(cited_figures(q, 0, 14)->reliability->value == 0.8);
}

TEST_CASE("SD .84 and retest .80: a change of 1.00 is within the error, one of 1.25 is beyond it") {
    // statistics.md 2.15: change needed 1.04.
    const auto q = key(4, kFour + kNorm + kRetest);
    const auto small = change_of(q, 0, answers({2, 2, 2, 4}), answers({3, 3, 3, 3}), 30);
    REQUIRE(small.has_value());
    CHECK(small->difference == 1);
    CHECK_FALSE(small->stands_out);
    CHECK(small->likely.high - 1 == doctest::Approx(1.04).epsilon(0.005));
    CHECK(small->words == "reliable change, from SD 0.84 (students) and retest 0.8 (30 days)");
    const auto large = change_of(q, 0, answers({2, 2, 2, 4}), answers({4, 3, 3, 3}), 30);
    CHECK(large->difference == 1.25);
    CHECK(large->stands_out);
    CHECK(large->index.value() == doctest::Approx(1.25 / (0.84 * std::sqrt(0.4))));
}

TEST_CASE(
    "without figures a change is an interval over item differences and never called reliable") {
    // Differences 1 1 2 0: mean 1, s = .8164966, half = 1.2992283.
    const auto q = key(4, kFour);
    const auto change = change_of(q, 0, answers({2, 2, 2, 3}), answers({3, 3, 4, 3}), 30);
    REQUIRE(change.has_value());
    CHECK(change->method == Method::Agreement);
    CHECK(change->difference == 1);
    CHECK(change->likely.low == doctest::Approx(1 - 1.2992283).epsilon(1e-6));
    CHECK_FALSE(change->stands_out);
    CHECK_FALSE(change->index.has_value());
    CHECK(change->words.find("reliable") == std::string::npos);
    const auto same = change_of(q, 0, answers({2, 2, 2, 3}), answers({3, 3, 3, 2}), 30);
    CHECK(same->stands_out);
    CHECK(same->likely.low == 1);
}

TEST_CASE("a blank answer alone is no change: only items answered both times are compared") {
    auto q = key(4, kFour);
    q.scales[0].when_missing = definition::WhenMissing::Prorate;
    q.scales[0].min_answered = 2;
    const auto change = change_of(q, 0, answers({1, 2, 2, 4}), answers({kBlank, 2, 2, 4}), 30);
    REQUIRE(change.has_value());
    CHECK(change->difference == 0);
    CHECK(change->likely.low == 0);
    CHECK(change->likely.high == 0);
}

TEST_CASE("no change without two scores") {
    const auto q = key(4, kFour);
    CHECK_FALSE(change_of(q, 0, Answers(4), answers({3, 3, 4, 3}), 30).has_value());
    CHECK_FALSE(change_of(q, 0, answers({kBlank, 2, kBlank, kBlank}),
                          answers({2, kBlank, kBlank, kBlank}), 1)
                    .has_value());
}

TEST_CASE("the share below a score follows the norm's mean and SD, or its table") {
    definition::Norm norm;
    norm.mean = 4.22;
    norm.sd = 0.69;
    CHECK(share_below(norm, 4.22) == doctest::Approx(0.5));
    CHECK(share_below(norm, 4.91) == doctest::Approx(0.841344746));
    norm.lookup = {{10, 40}, {20, 50}, {30, 70}};
    CHECK(share_below(norm, 20) == doctest::Approx(0.5));
    CHECK(share_below(norm, 25) == doctest::Approx(0.841344746));
    CHECK(share_below(norm, 1) == doctest::Approx(0.158655254));
    CHECK(share_below(norm, 99) == doctest::Approx(0.977249868));
}
