#include "stats/laid_along.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <doctest/doctest.h>

using namespace attune::stats;

namespace {

/// Days of so many entries, of which so many are hits; one condition or none.
Occasions days_of(std::initializer_list<std::pair<int, int>> sizes) {
    std::vector<Occasion> out;
    int day = 0;
    for (const auto& [entries, hits] : sizes) {
        for (int i = 0; i < entries; ++i)
            out.push_back({day, i < hits, {}});
        day += 1;
    }
    return Occasions(out);
}

bool drawn_in(std::span<const std::uint64_t> drawn, std::size_t entry, std::size_t r) {
    return ((drawn[entry] >> r) & 1U) != 0;
}

}  // namespace

TEST_CASE("shuffles keep the hits of each day together and give every entry its chance") {
    const Occasions table = days_of({{4, 3}, {4, 1}, {4, 0}, {4, 4}});
    HitShuffler shuffler(table.all(), 9);
    std::vector<int> hits(16);
    std::map<std::vector<int>, int> orders;
    constexpr int kBatches = 60;
    for (int batch = 0; batch < kBatches; ++batch) {
        const auto drawn = shuffler.draw();
        REQUIRE(drawn.size() == 16);
        for (std::size_t r = 0; r < kDrawsAtOnce; ++r) {
            std::vector<int> per_day(4);
            for (std::size_t entry = 0; entry < 16; ++entry) {
                per_day[entry / 4] += drawn_in(drawn, entry, r) ? 1 : 0;
                hits[entry] += drawn_in(drawn, entry, r) ? 1 : 0;
            }
            ++orders[per_day];
            std::sort(per_day.begin(), per_day.end());
            CHECK(per_day == std::vector<int>{0, 1, 3, 4});
        }
    }
    constexpr int kDraws = kBatches * static_cast<int>(kDrawsAtOnce);
    for (const int times : hits)
        CHECK(std::abs(times - kDraws / 2) < 160);
    REQUIRE(orders.size() == 24);
    for (const auto& order : orders)
        CHECK(std::abs(order.second - kDraws / 24) < 65);
}

TEST_CASE("days of different lengths are laid along the entries, and none is lost") {
    const Occasions table = days_of({{1, 1}, {70, 50}, {5, 2}, {2, 0}, {9, 9}, {30, 1}});
    HitShuffler shuffler(table.all(), 3);
    for (int batch = 0; batch < 5; ++batch) {
        const auto drawn = shuffler.draw();
        for (std::size_t r = 0; r < kDrawsAtOnce; ++r) {
            long hits = 0;
            for (std::size_t entry = 0; entry < drawn.size(); ++entry)
                hits += drawn_in(drawn, entry, r) ? 1 : 0;
            CHECK(hits == table.all().hits());
        }
    }
}

TEST_CASE("a window is shuffled as if its days were all there is") {
    const Occasions table = days_of({{4, 3}, {4, 1}, {4, 0}, {4, 4}});
    const Occasions part = days_of({{4, 1}, {4, 0}});
    HitShuffler of_window(table.between(1, 2), 5);
    HitShuffler of_part(part.all(), 5);
    const auto drawn = of_window.draw();
    const auto expected = of_part.draw();
    CHECK(std::equal(drawn.begin(), drawn.end(), expected.begin(), expected.end()));
}

TEST_CASE("hits of all draws are counted side by side as one by one") {
    Random random(8);
    std::vector<std::uint64_t> drawn(900);
    for (std::uint64_t& word : drawn)
        word = random.next() | random.next();
    for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 31U, 255U, 256U, 300U, 900U}) {
        std::vector<std::uint32_t> entries;
        for (std::uint32_t i = 0; i < size; ++i)
            entries.push_back(static_cast<std::uint32_t>(random.index(drawn.size())));
        DrawCounts expected{};
        for (const std::uint32_t entry : entries) {
            for (std::size_t r = 0; r < kDrawsAtOnce; ++r)
                expected[r] += drawn_in(drawn, entry, r) ? 1U : 0U;
        }
        DrawCounts counts{};
        count_hits(entries, drawn, counts);
        CHECK(counts == expected);
    }
    // The highest count that fits: every draw hits every entry.
    std::fill(drawn.begin(), drawn.end(), ~std::uint64_t{0});
    const std::vector<std::uint32_t> same(255, 0);
    DrawCounts counts{};
    count_hits(same, drawn, counts);
    CHECK(std::count(counts.begin(), counts.end(), 255U) == 64);
}
