#include "attune/stats/permutation.hpp"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "stats/autoregression.hpp"
#include "support/series.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;
using attune::ErrorKind;
using attune::testing::series_x;
using attune::testing::vector_named;

TEST_CASE("shuffled days come to the p of all divisions") {
    const std::vector<double> values{3, 9, 4, 8, 2, 7, 6, 1};
    std::vector<LabelledDay> days;
    for (std::size_t i = 0; i < values.size(); ++i) {
        days.push_back({values[i], i == 1 || i == 3 || i == 5 || i == 6});
    }
    const auto expected = vector_named("series.txt", "day_labels");
    const LabelTest test = day_label_test(days, 1, 19999).value();
    CHECK(test.difference == expected.at(0));
    CHECK(test.shuffle == Shuffle::Days);
    CHECK(std::abs(test.p - expected.at(1)) < 0.004);
}

TEST_CASE("days that carry over are shuffled by the week") {
    std::vector<LabelledDay> days;
    for (std::size_t i = 0; i < 28; ++i) {
        const bool held = i / 7 == 1 || i / 7 == 3;
        days.push_back({held ? 8.0 : 3.0 + 0.01 * static_cast<double>(i % 7), held});
    }
    const LabelTest test = day_label_test(days, 1).value();
    CHECK(test.shuffle == Shuffle::Blocks);
    // Four weeks have six divisions into two and two, of which two are as far apart.
    CHECK(std::abs(test.p - 1.0 / 3) < 0.05);
}

TEST_CASE("within days only days with both labels count and the rest is told") {
    std::vector<LabelledEntry> entries;
    for (std::size_t day = 0; day < 12; ++day) {
        entries.push_back({day, 7, true});
        entries.push_back({day, 4, false});
    }
    entries.push_back({99, 0, true});
    const LabelTest test = within_day_label_test(entries, 1).value();
    CHECK(test.difference == doctest::Approx(3));
    CHECK(test.days_dropped == 1);
    CHECK(test.p < 0.01);
}

TEST_CASE("the order of entries changes nothing but the draws") {
    std::vector<LabelledEntry> entries{{1, 5, true},  {1, 2, false}, {2, 6, true},
                                       {2, 6, false}, {2, 3, false}, {3, 1, true}};
    const auto plain = within_day_label_test(entries, 1).value();
    std::reverse(entries.begin(), entries.end());
    const auto reversed = within_day_label_test(entries, 1).value();
    CHECK(plain.difference == doctest::Approx(reversed.difference));
    CHECK(plain.days_dropped == reversed.days_dropped);
}

TEST_CASE("one kind of day or entry alone compares nothing") {
    CHECK(day_label_test(std::vector<LabelledDay>{{1, true}, {2, true}, {3, true}, {4, false}}, 1)
              .error()
              .kind == ErrorKind::NotEnoughData);
    CHECK(within_day_label_test(std::vector<LabelledEntry>{{1, 2, true}, {2, 3, false}}, 1)
              .error()
              .kind == ErrorKind::NotEnoughData);
}

TEST_CASE("circular shifts give R's p and never one below 1/n") {
    std::vector<double> other(series_x().rbegin(), series_x().rend());
    for (double& value : other)
        value *= value;
    CHECK(circular_shift_p(series_x(), other).value() ==
          doctest::Approx(vector_named("series.txt", "circular").at(0)));
    CHECK(circular_shift_p(series_x(), series_x()).value() == doctest::Approx(1.0 / 30));
    CHECK_FALSE(circular_shift_p(series_x(), std::vector<double>(30, 2.0)));
    CHECK_FALSE(circular_shift_p(series_x(), std::vector<double>{1, 2}));
}

TEST_CASE("two series that carry over but have nothing to do with each other are rarely linked") {
    Random random(77);
    int alarms = 0;
    for (int i = 0; i < 300; ++i) {
        alarms +=
            circular_shift_p(draw_ar1(84, 0.6, random), draw_ar1(84, 0.6, random)).value() <= 0.05
                ? 1
                : 0;
    }
    CHECK(alarms <= 27);
    CHECK(alarms >= 3);
}
