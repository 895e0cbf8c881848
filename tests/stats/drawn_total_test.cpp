#include "stats/drawn_total.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "attune/stats/random.hpp"

using attune::stats::DrawnTotal;
using attune::stats::Random;

TEST_CASE("one day is a hypergeometric count") {
    DrawnTotal total;
    total.add_day(10, 4, 5);
    // Chances of 0 to 4 hits among 5 of 10: 6, 60, 120, 60, 6 of 252.
    CHECK(total.as_far(2, 2) == 1);
    CHECK(std::abs(total.as_far(3, 2) - 132.0 / 252) < 1e-12);
    CHECK(std::abs(total.as_far(4, 2) - 12.0 / 252) < 1e-12);
    CHECK(total.as_far(5, 2) == 0);
    // With another centre only one end is as far.
    CHECK(std::abs(total.as_far(4, 1.5) - 6.0 / 252) < 1e-12);
}

TEST_CASE("days without a choice move the total and add no chance") {
    DrawnTotal total;
    total.add_day(3, 3, 2);
    total.add_day(4, 0, 2);
    total.add_day(5, 2, 5);
    CHECK(total.as_far(4, 4) == 1);
    CHECK(total.as_far(5, 4) == 0);
    total.add_day(2, 1, 1);
    CHECK(total.as_far(5, 4.5) == 1);
    CHECK(total.as_far(5, 4) == 0.5);
}

TEST_CASE("two days add up: Fisher's tea twice") {
    DrawnTotal total;
    total.add_day(8, 4, 4);
    total.add_day(8, 4, 4);
    // 1 in 70 each for all four and for none.
    CHECK(std::abs(total.as_far(8, 4) - 2.0 / 4900) < 1e-15);
    CHECK(std::abs(total.as_far(7, 4) - (2 + 2 * 2 * 16) / 4900.0) < 1e-12);
}

TEST_CASE("a year of crowded days agrees with what is drawn, and adds up to one") {
    DrawnTotal total;
    double centre = 0;
    for (std::uint32_t day = 0; day < 360; ++day) {
        const std::uint32_t entries = 20 + day % 90;
        total.add_day(entries, entries / 4, entries / 3);
        centre += static_cast<double>(entries / 4) * (entries / 3) / entries;
    }
    CHECK(std::abs(total.as_far(centre, centre) - 1) < 1e-10);
    const double far = 40;
    Random random(5);
    int as_far = 0;
    const int draws = 2000;
    for (int draw = 0; draw < draws; ++draw) {
        double sum = 0;
        for (std::uint32_t day = 0; day < 360; ++day) {
            const std::uint32_t entries = 20 + day % 90;
            std::uint32_t hits = entries / 4;
            for (std::uint32_t left = entries; left > entries - entries / 3; --left) {
                if (random.index(left) < hits) {
                    --hits;
                    ++sum;
                }
            }
        }
        as_far += std::abs(sum - centre) >= far ? 1 : 0;
    }
    const double p = total.as_far(centre + far, centre);
    CHECK(p > 0.05);
    CHECK(p < 0.6);
    CHECK(std::abs(as_far - p * draws) < 4 * std::sqrt(draws * p * (1 - p)));
}
