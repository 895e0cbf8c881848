#include "attune/stats/matched.hpp"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "stats/autoregression.hpp"

using namespace attune::stats;
using attune::ErrorKind;

namespace {

/// Moments rated 7 or more before, with ratings that correlate by `r`; the coping, used in a third
/// of them, takes `effect` more away.
std::vector<RatedMoment> diary(int days, double r, double effect, Random& random) {
    std::vector<RatedMoment> out;
    for (int day = 0; day < days; ++day) {
        const double before = 5 + 2 * draw_normal(random);
        if (before < 7) continue;
        const double after = 5 + r * (before - 5) + 2 * std::sqrt(1 - r * r) * draw_normal(random);
        const bool used = random.unit() < 0.35;
        out.push_back({day, used, before, after - (used ? effect : 0), {}, {}});
        out.back().triggers = {static_cast<std::uint32_t>(random.index(3))};
    }
    return out;
}

}  // namespace

TEST_CASE("hard moments settle without any help, as the page says") {
    Random random(1);
    for (const double r : {0.5, 0.0}) {
        auto moments = diary(20000, r, 0, random);
        for (RatedMoment& moment : moments)
            moment.used = true;
        // A mean of 8.05 before; 1.5 and 3.05 on average afterwards.
        const double drop = median_drop(moments, 1, 19)->drop;
        CHECK(std::abs(drop - (r == 0.5 ? 1.5 : 3.0)) < 0.12);
    }
}

TEST_CASE("the matched comparison does not take settling for an effect, and finds one") {
    Random random(2);
    int alarms = 0;
    for (int i = 0; i < 60; ++i)
        alarms += matched_comparison(diary(200, 0.5, 0, random), 1, 99)->p <= 0.05 ? 1 : 0;
    CHECK(alarms <= 8);
    const auto helped = matched_comparison(diary(300, 0.5, 2.5, random), 1, 199).value();
    CHECK(helped.p < 0.05);
    CHECK(helped.effect == doctest::Approx(2.5).epsilon(0.4));
    CHECK(helped.interval.low > 0);
    CHECK(helped.interval.contains(helped.effect));
    CHECK(helped.drop_with - helped.drop_without == doctest::Approx(helped.effect));

    Random again(5);
    const auto moments = diary(300, 0.5, 2.5, again);
    const auto whole = matched_comparison(moments, 1, 199).value();
    const auto plain = matched_comparison(moments, 1, 199, MatchedWants::NoInterval).value();
    CHECK(plain.p == whole.p);
    CHECK(plain.effect == whole.effect);
    CHECK(plain.interval.high == 0);
    CHECK(whole.interval.high > 0);
}

TEST_CASE("similar means at most one point apart, a trigger in common first, then a context") {
    std::vector<RatedMoment> moments;
    for (int i = 0; i < 8; ++i) {
        const double level = i;
        const auto trigger = static_cast<std::uint32_t>(i);
        moments.push_back({i, true, level * 3, 0, {trigger}, {}});
        // The nearest in time, but another trigger and 1.1 away: not similar.
        moments.push_back({i, false, level * 3 + 1.1, -100, {trigger}, {}});
        moments.push_back({i + 50, false, level * 3 + 1, level * 3, {trigger}, {}});
    }
    const auto got = matched_comparison(moments, 1, 99).value();
    CHECK(got.used == 8);
    CHECK(got.sets == 8);
    CHECK(got.controls == 8);
    CHECK(got.drop_without == doctest::Approx(1));

    // With more to choose from than three, the ones that share something are taken.
    std::vector<RatedMoment> choice;
    for (int i = 0; i < 8; ++i) {
        const auto trigger = static_cast<std::uint32_t>(i);
        choice.push_back({i, true, 5, 2, {trigger}, {9}});
        for (int k = 0; k < 2; ++k)
            choice.push_back({i + 20, false, 5.5, 4.5, {trigger}, {}});
        choice.push_back({i + 40, false, 5.5, 4.5, {99}, {9}});
        for (int k = 0; k < 5; ++k)
            choice.push_back({i, false, 5, -50, {99}, {}});
    }
    const auto chosen = matched_comparison(choice, 1, 99).value();
    CHECK(chosen.controls == 24);
    CHECK(chosen.drop_without == doctest::Approx(1));
    std::reverse(choice.begin(), choice.end());
    CHECK(matched_comparison(choice, 1, 99)->p == chosen.p);
}

TEST_CASE("a coping is compared from 8 matched moments on, each similar moment once") {
    std::vector<RatedMoment> moments;
    for (int i = 0; i < 8; ++i)
        moments.push_back({i, true, 7, 4, {}, {}});
    for (int i = 0; i < 8; ++i)
        moments.push_back({i, false, 7, 5, {}, {}});
    const auto enough = matched_comparison(moments, 1, 999).value();
    CHECK(enough.sets == 8);
    CHECK(enough.effect == 1);
    // All eight pairs fall further with it: 2 of 256 divisions are as far.
    CHECK(std::abs(enough.p - 2.0 / 256) < 0.01);
    CHECK(count_matched_sets(moments) == 8);
    moments.pop_back();
    CHECK(count_matched_sets(moments) == 7);
    CHECK(matched_comparison(moments, 1, 99).error().message ==
          "8 matched moments needed, 7 present");
}

TEST_CASE("a drop is a median over moments with an interval over days") {
    Random random(3);
    const auto moments = diary(200, 0.5, 0, random);
    const auto drop = median_drop(moments, 1, 199).value();
    REQUIRE(drop.interval);
    CHECK(drop.interval->contains(drop.drop));
    CHECK_FALSE(median_drop({}, 1));
    const std::vector<RatedMoment> two{{1, true, 8, 5, {}, {}}, {2, true, 6, 5, {}, {}}};
    CHECK(median_drop(two, 1)->drop == 2);
    CHECK(median_drop(two, 1)->n == 2);
    CHECK_FALSE(median_drop(two, 1)->interval);
}

TEST_CASE("words are told apart however many there are") {
    // Every moment with the coping shares its trigger with one other alone; all else is equal.
    std::vector<RatedMoment> moments;
    for (std::uint32_t i = 0; i < 200; ++i) {
        const double drop = i % 10;
        moments.push_back({0, true, 7, 7 - drop, {1000 + i}, {}});
        moments.push_back({1, false, 7, 7 - drop, {1000 + i}, {}});
    }
    const auto got = matched_comparison(moments, 1, 99).value();
    CHECK(got.sets == 200);
    CHECK(got.controls == 200);
    CHECK(got.effect == doctest::Approx(0));
    CHECK(got.interval.low == doctest::Approx(0));
    CHECK(got.interval.high == doctest::Approx(0));
}

TEST_CASE("the p-value of matched sets is that of all ways to choose") {
    // Nine sets with one other moment or three, each at a level of its own.
    const double drops[] = {3, 2, 4, 1, 2, 3, 5, 0, 2};
    std::vector<RatedMoment> moments;
    std::vector<std::vector<double>> effects;
    for (int i = 0; i < 9; ++i) {
        std::vector<double> set{drops[i]};
        for (int k = 0; k < (i % 2 == 0 ? 1 : 3); ++k)
            set.push_back(static_cast<double>((i + 2 * k) % 4) - 1);
        for (std::size_t k = 0; k < set.size(); ++k)
            moments.push_back({i, k == 0, 3.0 * i, 3.0 * i - set[k], {}, {}});
        effects.emplace_back();
        for (const double drop : set) {
            double others = -drop;
            for (const double other : set)
                others += other;
            effects.back().push_back(drop - others / static_cast<double>(set.size() - 1));
        }
    }
    // Every way to take one moment of each set, 2^5 x 4^4 of them.
    std::vector<double> sums{0};
    double observed = 0;
    for (const auto& of_set : effects) {
        std::vector<double> longer;
        for (const double sum : sums) {
            for (const double effect : of_set)
                longer.push_back(sum + effect);
        }
        sums = longer;
        observed += of_set.front();
    }
    REQUIRE(sums.size() == 8192);
    const auto as_far = std::count_if(sums.begin(), sums.end(), [&](double sum) {
        return std::abs(sum) >= std::abs(observed) - 1e-9;
    });
    const double exact = static_cast<double>(as_far) / 8192;
    CHECK(exact > 0.002);
    CHECK(exact < 0.2);
    const auto got = matched_comparison(moments, 3, 30000).value();
    CHECK(got.sets == 9);
    CHECK(got.effect == doctest::Approx(observed / 9));
    CHECK(std::abs(got.p - exact) < 0.45 * exact);
}

TEST_CASE("on a crowded day similar moments are not chosen by how they ended") {
    Random random(14);
    double sum = 0;
    constexpr int kDiaries = 40;
    for (int diary = 0; diary < kDiaries; ++diary) {
        // Sixty moments a day, all alike but for how they ended; one in ten used the coping.
        std::vector<RatedMoment> moments;
        for (int day = 0; day < 10; ++day) {
            for (int i = 0; i < 60; ++i) {
                const double after = static_cast<double>(random.index(6));
                moments.push_back({day, i % 10 == 0, 6, after, {1}, {}});
            }
        }
        sum += matched_comparison(moments, 1, 19).value().effect;
    }
    // One diary's effect has a standard error of about 0.25.
    CHECK(std::abs(sum / kDiaries) < 0.16);
}
