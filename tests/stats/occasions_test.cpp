#include "attune/stats/occasions.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/stats/random.hpp"

using namespace attune::stats;

namespace {

std::vector<Occasion> some() {
    return {{3, true, {2, 0}}, {1, false, {1}}, {3, false, {0}}, {7, true, {}}, {1, true, {1, 2}}};
}

std::vector<std::uint32_t> listed(std::span<const std::uint32_t> numbers) {
    return {numbers.begin(), numbers.end()};
}

}  // namespace

TEST_CASE("entries stand by days, and holders of a condition are found") {
    const Occasions table(some());
    const OccasionWindow all = table.all();
    CHECK(all.entries() == 5);
    CHECK(all.hits() == 3);
    REQUIRE(all.days().size() == 3);
    CHECK(all.days()[1].day == 3);
    CHECK(all.days()[1].entries == 2);
    CHECK(all.days()[1].hits == 1);
    CHECK(table.words_end() == 3);
    CHECK(listed(table.holders(0)) == std::vector<std::uint32_t>{2, 3});
    CHECK(listed(table.holders(1)) == std::vector<std::uint32_t>{0, 1});
    CHECK(listed(table.words_of(3)) == std::vector<std::uint32_t>{0, 2});
    CHECK(table.holders(9).empty());
}

TEST_CASE("a window sees its days alone and keeps the numbers of the table") {
    const Occasions table(some());
    const OccasionWindow two = table.between(2, 7);
    CHECK(two.entries() == 3);
    CHECK(two.hits() == 2);
    CHECK(two.begin() == 2);
    CHECK(two.day_of(4) == 1);
    CHECK(listed(two.holders(2)) == std::vector<std::uint32_t>{3});
    CHECK(two.holders(1).empty());
    for (const OccasionWindow& none : {table.between(4, 6), table.between(8, 2)}) {
        CHECK(none.entries() == 0);
        CHECK(none.days().empty());
        CHECK(none.holders(0).empty());
    }
    CHECK(Occasions().all().entries() == 0);
}

TEST_CASE("the order in which entries are given changes nothing") {
    Random random(4);
    std::vector<Occasion> entries = some();
    const Occasions table(entries);
    for (int i = 0; i < 20; ++i) {
        random.shuffle(entries);
        for (Occasion& one : entries)
            random.shuffle(one.words);
        const Occasions again(entries);
        for (std::uint32_t entry = 0; entry < 5; ++entry) {
            CHECK(again.hit(entry) == table.hit(entry));
            CHECK(listed(again.words_of(entry)) == listed(table.words_of(entry)));
        }
    }
}
