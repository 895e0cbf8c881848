#include "attune/stats/factors.hpp"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "stats/autoregression.hpp"
#include "stats/laid_along.hpp"
#include "support/vectors.hpp"

using namespace attune::stats;
using attune::testing::vector_named;

namespace {

void add(std::vector<Occasion>& out, int day, long entries, long hits,
         std::vector<std::uint32_t> words) {
    for (long i = 0; i < entries; ++i)
        out.push_back({day, i < hits, words});
}

/// Days one after the other: `with` entries under condition 0 (of which `hits`) and as many others.
std::vector<Occasion> alternating(int days, long with_hits, long without_hits) {
    std::vector<Occasion> out;
    for (int day = 0; day < days; ++day) {
        add(out, day, 2, with_hits, {0});
        add(out, day, 2, without_hits, {1});
    }
    return out;
}

}  // namespace

TEST_CASE("a condition that varies within days comes to the exact p of all orders") {
    const auto days = vector_named("association.txt", "within_days");
    const auto expected = vector_named("association.txt", "within");
    REQUIRE(days.size() == 44);
    REQUIRE(expected.size() == 3);
    std::vector<Occasion> occasions;
    for (std::size_t i = 0; i < days.size(); i += 4) {
        const auto number = static_cast<int>(i);
        const auto at = [&](std::size_t k) { return std::lround(days[i + k]); };
        add(occasions, number, at(1), at(3), {7});
        add(occasions, number, at(0) - at(1), at(2) - at(3), {});
    }
    const auto tests = factor_tests(occasions, 1, 9999);
    REQUIRE(tests.size() == 1);
    const FactorTest& test = tests[0];
    CHECK(test.word == 7);
    CHECK(test.shuffle == Shuffle::Within);
    CHECK(test.days_dropped == 2);
    CHECK(std::abs(test.difference - expected[0]) < 1e-9);
    CHECK(std::abs(test.interval.high - test.difference - expected[1]) < 1e-9);
    CHECK(std::abs(test.p - expected[2]) < 1e-9);
    // Nothing is drawn, so neither seed nor number of draws matters until p would be below 1 of
    // them.
    CHECK(factor_tests(occasions, 2, 19)[0].p == test.p);
    CHECK(factor_tests(occasions, 2, 4)[0].p == 0.2);

    std::reverse(occasions.begin(), occasions.end());
    CHECK(factor_tests(occasions, 1, 9999)[0].p == test.p);
}

TEST_CASE("one entry a day comes to the exact p of all orders of days") {
    std::vector<Occasion> occasions;
    // Hits spread so that neighbouring days do not resemble each other.
    for (int day = 0; day < 40; ++day) {
        const bool with = day % 8 == 0 || day % 8 == 3 || day % 8 == 6;
        occasions.push_back({day, false, {}});
        if (with) occasions.back().words = {0};
    }
    int with_hits = 11;
    int without_hits = 7;
    for (Occasion& one : occasions) {
        int& left = one.words.empty() ? without_hits : with_hits;
        if (left > 0 && (one.day * 7) % 3 != 1) one.hit = left-- > 0;
    }
    for (Occasion& one : occasions) {
        int& left = one.words.empty() ? without_hits : with_hits;
        if (left > 0 && !one.hit) one.hit = left-- > 0;
    }
    const auto expected = vector_named("association.txt", "one_a_day");
    const auto tests = factor_tests(occasions, 3, 9999);
    REQUIRE(tests.size() == 1);
    CHECK(tests[0].with == Count{11, 15});
    CHECK(tests[0].without == Count{7, 25});
    CHECK(std::abs(tests[0].difference - expected.at(0)) < 1e-9);
    if (tests[0].shuffle == Shuffle::Days) {
        CHECK(std::abs(tests[0].p - expected.at(1)) < 0.3 * expected.at(1));
    }
    CHECK(tests[0].interval.contains(tests[0].difference));
}

TEST_CASE("a factor needs 8 entries on 5 days on either side") {
    const auto judged = [](long with, int with_days, long without, int without_days) {
        std::vector<Occasion> occasions;
        for (long i = 0; i < with; ++i)
            occasions.push_back({static_cast<int>(i % with_days), i % 2 == 0, {0}});
        for (long i = 0; i < without; ++i)
            occasions.push_back({100 + static_cast<int>(i % without_days), i % 3 == 0, {}});
        return factor_tests(occasions, 1, 19).size() == 1;
    };
    CHECK(judged(8, 5, 8, 5));
    CHECK_FALSE(judged(7, 5, 8, 5));
    CHECK_FALSE(judged(8, 4, 8, 5));
    CHECK_FALSE(judged(8, 5, 7, 5));
    CHECK_FALSE(judged(8, 5, 8, 4));
}

TEST_CASE("conditions share their shuffles and stay apart") {
    auto occasions = alternating(20, 2, 0);
    for (Occasion& one : occasions) {
        if (one.day % 3 == 0) one.words.push_back(2);
    }
    const auto tests = factor_tests(occasions, 5, 499);
    REQUIRE(tests.size() == 3);
    CHECK(tests[0].difference == doctest::Approx(1));
    CHECK(tests[0].p == doctest::Approx(1.0 / 500));
    CHECK(tests[1].difference == doctest::Approx(-1));
    CHECK(tests[0].agrees_with(0.2));
    CHECK_FALSE(tests[0].agrees_with(tests[1].difference));
    CHECK(tests[2].word == 2);
    CHECK(tests[2].p > 0.5);
    CHECK(tests[2].shuffle != Shuffle::Within);
}

TEST_CASE("weeks change places whole when the days carry over") {
    std::vector<Occasion> occasions;
    for (int day = 0; day < 56; ++day) {
        const bool hard = day / 7 % 2 == 0;
        for (int i = 0; i < 3; ++i)
            occasions.push_back({day, hard != (i == 2 && day % 5 == 0), {}});
        if (day / 7 < 4) {
            for (auto it = occasions.end() - 3; it != occasions.end(); ++it)
                it->words = {4};
        }
    }
    const Occasions table(occasions);
    CHECK(carries_over(table.all()));
    const auto tests = factor_tests(occasions, 1, 199);
    REQUIRE(tests.size() == 1);
    CHECK(tests[0].shuffle == Shuffle::Blocks);
    CHECK(tests[0].p > 0.2);
}

TEST_CASE("conditions together are tested as one would be") {
    Random random(6);
    std::vector<Occasion> occasions;
    std::vector<Occasion> as_one;
    for (int i = 0; i < 240; ++i) {
        const bool first = random.unit() < 0.5;
        const bool second = random.unit() < 0.5;
        Occasion one{i / 4, random.unit() < (first && second ? 0.6 : 0.3), {}};
        as_one.push_back(one);
        if (first) one.words.push_back(0);
        if (second) one.words.push_back(3);
        if (first && second) as_one.back().words.push_back(0);
        occasions.push_back(one);
    }
    const Occasions table(occasions);
    const std::vector<std::uint32_t> both{0, 3};
    const JointTest joint = joint_factor_test(table.all(), both, 1);
    const FactorTest expected = factor_tests(as_one, 1).at(0);
    CHECK(joint.enough);
    CHECK(joint.test.shuffle == Shuffle::Within);
    CHECK(joint.test.with == expected.with);
    CHECK(joint.test.difference == expected.difference);
    CHECK(joint.test.p == expected.p);
    CHECK(joint.test.days_without == expected.days_without);

    // A number that nothing has, and days that have too little, keep their counts.
    const std::vector<std::uint32_t> unknown{0, 9};
    const JointTest none = joint_factor_test(table.all(), unknown, 1);
    CHECK_FALSE(none.enough);
    CHECK(none.test.with.of == 0);
    CHECK(none.test.without.of == 240);
    const JointTest few = joint_factor_test(table.between(10, 12), both, 1);
    CHECK_FALSE(few.enough);
    CHECK(few.test.with.of + few.test.without.of == 12);
    CHECK_FALSE(joint_factor_test(table.between(100, 120), both, 1).enough);
    CHECK(joint_factor_test(table.all(), {}, 1).test.with.of == 240);
}
