#include "attune/stats/subgroups.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/stats/random.hpp"

using namespace attune::stats;
using attune::ErrorKind;

namespace {

constexpr std::uint32_t kTrigger = 0;
constexpr std::uint32_t kPerson = 1;
constexpr std::uint32_t kHour = 2;

/// Conditions 0 to 2 are triggers, 3 to 5 people, 6 and 7 times of day.
const std::vector<std::uint32_t> kKinds{kTrigger, kTrigger, kTrigger, kPerson,
                                        kPerson,  kPerson,  kHour,    kHour};

/// Entries with one condition of each kind; hits at `base`, but at `special` where 0 and 3 meet.
std::vector<Occasion> diary(int days, int per_day, double base, double special, Random& random) {
    std::vector<Occasion> out;
    for (int day = 0; day < days; ++day) {
        for (int i = 0; i < per_day; ++i) {
            const auto trigger = static_cast<std::uint32_t>(random.index(3));
            const auto person = static_cast<std::uint32_t>(3 + random.index(3));
            const auto hour = static_cast<std::uint32_t>(6 + random.index(2));
            const double share = trigger == 0 && person == 3 ? special : base;
            out.push_back({day, random.unit() < share, {trigger, person, hour}});
        }
    }
    return out;
}

}  // namespace

TEST_CASE("two conditions that matter only together are found, and once") {
    Random random(2);
    const auto entries = diary(120, 3, 0.3, 0.95, random);
    const SubgroupSearch search = search_subgroups(entries, kKinds, 1, 499).value();
    REQUIRE_FALSE(search.found.empty());
    const auto chosen = choose_subgroups(search, 0.10);
    REQUIRE_FALSE(chosen.empty());
    CHECK(chosen[0].words == std::vector<std::uint32_t>{0, 3});
    CHECK(chosen[0].p == doctest::Approx(1.0 / 500));
    CHECK(chosen[0].difference() > 0.4);
    CHECK(chosen.size() <= 2);
    for (std::size_t i = 1; i < chosen.size(); ++i) {
        // What the pair contains is explained by it.
        CHECK_FALSE(std::includes(chosen[i].words.begin(), chosen[i].words.end(),
                                  chosen[0].words.begin(), chosen[0].words.end()));
    }
    const Count all{chosen[0].inside.hits + chosen[0].outside.hits,
                    chosen[0].inside.of + chosen[0].outside.of};
    CHECK(all.of == 360);
    const double coverage = static_cast<double>(chosen[0].inside.of) / 360;
    CHECK(chosen[0].quality ==
          doctest::Approx(coverage * (chosen[0].inside.share() - all.share())));
}

TEST_CASE("draws that end early choose what all draws choose") {
    Random random(6);
    std::size_t chosen_once = 0;
    std::size_t fewer_draws = 0;
    for (int round = 0; round < 20; ++round) {
        auto entries = diary(70, 3, 0.3, round % 2 == 0 ? 0.8 : 0.3, random);
        // One trigger matters by itself, so that many conjunctions with it are far off and
        // explained.
        for (Occasion& one : entries)
            one.hit = one.hit || (one.words[0] == 1 && random.unit() < 0.6);
        const Occasions table(entries);
        const auto seed = static_cast<std::uint64_t>(round);
        const auto all = search_subgroups(table.all(), kKinds, seed, 499).value();
        const auto some =
            search_subgroups(table.all(), kKinds, seed, 499, SubgroupDraws::ToChoose).value();
        const auto expected = choose_subgroups(all, 0.10);
        const auto got = choose_subgroups(some, 0.10);
        REQUIRE(got.size() == expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            CHECK(got[i].words == expected[i].words);
            CHECK(got[i].p == expected[i].p);
        }
        chosen_once += expected.empty() ? 0U : 1U;
        fewer_draws += all.found.front().p != some.found.front().p ? 1U : 0U;
    }
    CHECK(chosen_once >= 5);
    CHECK(fewer_draws >= 5);
}

TEST_CASE("qualities fall and their p-values never do; conjunctions have one of a kind") {
    Random random(3);
    const auto search = search_subgroups(diary(60, 4, 0.4, 0.6, random), kKinds, 2, 199).value();
    REQUIRE(search.found.size() > 10);
    for (std::size_t i = 0; i < search.found.size(); ++i) {
        const Subgroup& one = search.found[i];
        CHECK(one.words.size() >= 2);
        CHECK(one.words.size() <= 3);
        for (std::size_t k = 1; k < one.words.size(); ++k)
            CHECK(kKinds[one.words[k - 1]] != kKinds[one.words[k]]);
        CHECK(one.inside.of >= kSideEntriesMin);
        CHECK(one.days >= kSideDaysMin);
        if (i == 0) continue;
        CHECK(std::abs(one.quality) <= std::abs(search.found[i - 1].quality) + 1e-12);
        CHECK(one.p >= search.found[i - 1].p);
    }
}

TEST_CASE("a condition that explains its children leaves none to show") {
    Random random(4);
    std::vector<Occasion> entries = diary(100, 3, 0.3, 0.3, random);
    for (Occasion& one : entries) {
        if (one.words[0] == 0) one.hit = random.unit() < 0.9;
    }
    const auto search = search_subgroups(entries, kKinds, 1, 199).value();
    CHECK(search.found.front().p < 0.05);
    for (const Subgroup& one : choose_subgroups(search, 0.10))
        CHECK(one.parent_gap >= 0.10);
}

TEST_CASE("subgroups need 60 entries on 42 days") {
    Random random(5);
    auto entries = diary(42, 2, 0.4, 0.4, random);
    CHECK(search_subgroups(entries, kKinds, 1, 19));
    std::vector<Occasion> sixty(entries.begin(), entries.begin() + 36);
    for (std::size_t i = 36; i < entries.size(); i += 2)
        sixty.push_back(entries[i]);
    REQUIRE(sixty.size() == 60);
    CHECK(search_subgroups(sixty, kKinds, 1, 19));
    sixty.pop_back();
    sixty.push_back(entries[0]);
    CHECK(search_subgroups(sixty, kKinds, 1, 19).error().message ==
          "42 days with entries needed, 41 present");
    sixty.pop_back();
    CHECK(search_subgroups(sixty, kKinds, 1, 19).error().message ==
          "60 entries needed, 59 present");
}

TEST_CASE("nothing planted is rarely found in the whole search, in any order of entries") {
    Random random(6);
    int alarms = 0;
    for (int i = 0; i < 60; ++i) {
        auto entries = diary(45, 2, 0.4, 0.4, random);
        const auto search = search_subgroups(entries, kKinds, 7, 99).value();
        alarms += !search.found.empty() && search.found.front().p <= 0.05 ? 1 : 0;
        if (i > 2) continue;
        std::reverse(entries.begin(), entries.end());
        const auto again = search_subgroups(entries, kKinds, 7, 99).value();
        REQUIRE(again.found.size() == search.found.size());
        CHECK(again.found.front().words == search.found.front().words);
        CHECK(again.found.front().p == search.found.front().p);
    }
    CHECK(alarms <= 9);
}
