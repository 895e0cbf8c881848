#include "attune/stats/random.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <doctest/doctest.h>

using attune::stats::Random;
using attune::stats::seed_from;

TEST_CASE("the generator gives the published outputs of xoshiro256**") {
    // Source: first outputs of the authors' C program for the state 1, 2, 3, 4.
    Random random = Random::from_state({1, 2, 3, 4});
    for (const std::uint64_t expected :
         {std::uint64_t{11520}, std::uint64_t{0}, std::uint64_t{1509978240},
          std::uint64_t{1215971899390074240}, std::uint64_t{1216172134540287360}}) {
        CHECK(random.next() == expected);
    }
}

TEST_CASE("one seed always gives the same numbers and another seed others") {
    Random first(7);
    Random again(7);
    Random other(8);
    const std::uint64_t number = first.next();
    CHECK(number == again.next());
    CHECK(number != other.next());
    // Fixed for ever: stored verdicts rest on it.
    CHECK(Random(0).next() == 11091344671253066420U);
}

TEST_CASE("whole numbers below a count are all equally likely") {
    Random random(1);
    std::map<std::uint64_t, int> seen;
    for (int i = 0; i < 70000; ++i)
        ++seen[random.below(7)];
    REQUIRE(seen.size() == 7);
    CHECK(seen.rbegin()->first == 6);
    for (const auto& one : seen) {
        INFO(one.first);
        CHECK(std::abs(one.second - 10000) < 400);  // four standard deviations
    }
    CHECK(random.below(1) == 0);
}

TEST_CASE("numbers of the unit interval stay below one and fill it") {
    Random random(2);
    double sum = 0;
    double highest = 0;
    for (int i = 0; i < 20000; ++i) {
        const double number = random.unit();
        REQUIRE(number >= 0);
        REQUIRE(number < 1);
        highest = std::max(highest, number);
        sum += number;
    }
    CHECK(sum / 20000 == doctest::Approx(0.5).epsilon(0.02));
    CHECK(highest > 0.999);
}

TEST_CASE("shuffling three things reaches all six orders equally often") {
    Random random(3);
    std::map<std::string, int> orders;
    for (int i = 0; i < 6000; ++i) {
        std::vector<char> letters{'a', 'b', 'c'};
        random.shuffle(letters);
        ++orders[std::string(letters.begin(), letters.end())];
    }
    REQUIRE(orders.size() == 6);
    for (const auto& one : orders) {
        INFO(one.first);
        CHECK(std::abs(one.second - 1000) < 120);
    }
}

TEST_CASE("a seed follows every byte it is made from") {
    // Source: FNV-1a test vectors of its authors for "" and "a".
    CHECK(seed_from("", 0) == 0xcbf29ce484222325U);
    CHECK(seed_from("a", 1) == 0xaf63dc4c8601ec8cU);
    CHECK(seed_from("ab", 2) != seed_from("ba", 2));
}
