#include "attune/stats/factors.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "attune/stats/distributions.hpp"
#include "stats/drawn_total.hpp"
#include "stats/laid_along.hpp"
#include "stats/sequential.hpp"

namespace attune::stats {

namespace {

constexpr double kSlack = 1e-9;

/// Entries of one day with a condition, out of all of the day.
struct DayShare {
    std::uint32_t day = 0;  ///< index into the window's days
    std::uint32_t entries = 0;
    std::uint32_t hits = 0;
};

/// A condition while it is judged.
struct Candidate {
    FactorTest test;
    std::vector<DayShare> days;
    std::vector<std::uint32_t> entries;  ///< counted from the window's first; unless within days
    double expected = 0;                 ///< hits with the condition under the shuffle that is used
    double weight = 0;                   ///< (hits - expected) / weight is the difference
    double variance = 0;                 ///< of hits, within days
    SequentialP p;
};

Count count_of(const std::vector<DayShare>& days) {
    Count out;
    for (const DayShare& day : days) {
        out.hits += day.hits;
        out.of += day.entries;
    }
    return out;
}

/// Expected hits, weight and variance when hits change places within days; false when days of both
/// kinds are not enough.
bool judge_within(const OccasionWindow& all, Candidate& one) {
    long with = 0;
    long without = 0;
    std::size_t mixed = 0;
    double expected = 0;
    double weight = 0;
    double variance = 0;
    for (const DayShare& share : one.days) {
        const auto& day = all.days()[share.day];
        const double n = day.entries;
        const double s = share.entries;
        const double h = day.hits;
        expected += s * h / n;
        if (share.entries == day.entries) continue;
        ++mixed;
        with += share.entries;
        without += day.entries - share.entries;
        weight += s * (n - s) / n;
        variance += s * (n - s) * h * (n - h) / (n * n * (n - 1));
    }
    if (!enough_on_side(with, mixed) || !enough_on_side(without, mixed)) return false;
    one.test.shuffle = Shuffle::Within;
    one.test.days_dropped = all.days().size() - mixed;
    one.expected = expected;
    one.weight = weight;
    one.variance = variance;
    return true;
}

/// Shares of days with the condition, and of what is left of each day.
std::pair<std::vector<Count>, std::vector<Count>> sides(const OccasionWindow& all,
                                                        const Candidate& one) {
    std::pair<std::vector<Count>, std::vector<Count>> out;
    auto share = one.days.begin();
    for (std::uint32_t i = 0; i < all.days().size(); ++i) {
        Count rest{all.days()[i].hits, all.days()[i].entries};
        if (share != one.days.end() && share->day == i) {
            out.first.push_back({share->hits, share->entries});
            rest.hits -= share->hits;
            rest.of -= share->entries;
            ++share;
        }
        if (rest.of > 0) out.second.push_back(rest);
    }
    return out;
}

void finish(const OccasionWindow& all, Candidate& one) {
    FactorTest& test = one.test;
    const double hits = static_cast<double>(test.with.hits);
    test.difference = (hits - one.expected) / one.weight;
    if (test.shuffle == Shuffle::Within) {
        const double reach =
            normal_quantile(0.5 + 0.5 * kUsualLevel) * std::sqrt(one.variance) / one.weight;
        test.interval = {std::max(-1.0, test.difference - reach),
                         std::min(1.0, test.difference + reach)};
        return;
    }
    const auto both = sides(all, one);
    const auto apart = newcombe_difference(clustered_rate(both.first), clustered_rate(both.second));
    if (apart) test.interval = apart->interval;
}

/// Over all orders within days, but no smaller than that many shuffles could make it.
double within_p(const OccasionWindow& all, const Candidate& one, int replicates) {
    DrawnTotal total;
    for (const DayShare& share : one.days) {
        const auto& day = all.days()[share.day];
        total.add_day(day.entries, day.hits, share.entries);
    }
    return std::max(total.as_far(static_cast<double>(one.test.with.hits), one.expected),
                    1.0 / (1 + replicates));
}

/// The entries that have the condition, day by day. What there is of the test before anything is
/// drawn; false when there is too little on one side.
bool prepare(const OccasionWindow& all, bool weeks, std::span<const std::uint32_t> holders,
             Candidate& one) {
    for (const std::uint32_t entry : holders) {
        const std::uint32_t day = all.day_of(entry);
        if (one.days.empty() || one.days.back().day != day) one.days.push_back({day, 0, 0});
        ++one.days.back().entries;
        one.days.back().hits += all.table().hit(entry) ? 1U : 0U;
    }
    FactorTest& test = one.test;
    test.with = count_of(one.days);
    test.without = {all.hits() - test.with.hits, all.entries() - test.with.of};
    test.days_with = one.days.size();
    const auto whole = std::count_if(one.days.begin(), one.days.end(), [&](const DayShare& share) {
        return share.entries == all.days()[share.day].entries;
    });
    test.days_without = all.days().size() - static_cast<std::size_t>(whole);
    if (!enough_on_side(test.with.of, test.days_with)) return false;
    if (!enough_on_side(test.without.of, test.days_without)) return false;
    if (!judge_within(all, one)) {
        const auto with = static_cast<double>(test.with.of);
        test.shuffle = weeks ? Shuffle::Blocks : Shuffle::Days;
        one.expected = with * all.share();
        one.weight =
            with * static_cast<double>(test.without.of) / static_cast<double>(all.entries());
        for (const std::uint32_t entry : holders)
            one.entries.push_back(entry - all.begin());
    }
    finish(all, one);
    return true;
}

void draw_p(const OccasionWindow& all, std::vector<Candidate>& judged, std::uint64_t seed,
            int replicates) {
    std::vector<Candidate*> open;
    for (Candidate& one : judged) {
        if (one.test.shuffle == Shuffle::Within) {
            one.test.p = within_p(all, one, replicates);
        } else {
            open.push_back(&one);
        }
    }
    if (open.empty()) return;
    HitShuffler shuffler(all, seed);
    DrawCounts counts{};
    const auto draws = static_cast<std::size_t>(std::max(0, replicates));
    for (std::size_t draw = 0; draw < draws && !open.empty(); draw += kDrawsAtOnce) {
        const auto drawn = shuffler.draw();
        const std::size_t usable = std::min(kDrawsAtOnce, draws - draw);
        for (Candidate* one : open) {
            count_hits(one->entries, drawn, counts);
            const double observed =
                std::abs(static_cast<double>(one->test.with.hits) - one->expected);
            for (std::size_t r = 0; r < usable && !one->p.settled(); ++r)
                one->p.note(std::abs(counts[r] - one->expected) >= observed - kSlack);
            one->test.p = one->p.p();
        }
        std::erase_if(open, [](const Candidate* one) { return one->p.settled(); });
    }
}

}  // namespace

std::vector<FactorTest> factor_tests(const OccasionWindow& window, std::uint64_t seed,
                                     int replicates) {
    const bool weeks = carries_over(window);
    std::vector<Candidate> judged;
    for (std::uint32_t word = 0; word < window.table().words_end(); ++word) {
        const auto holders = window.holders(word);
        if (std::ssize(holders) < kSideEntriesMin) continue;
        Candidate one;
        one.test.word = word;
        if (prepare(window, weeks, holders, one)) judged.push_back(std::move(one));
    }
    draw_p(window, judged, seed, replicates);
    std::vector<FactorTest> out;
    for (const Candidate& one : judged)
        out.push_back(one.test);
    return out;
}

std::vector<FactorTest> factor_tests(std::span<const Occasion> occasions, std::uint64_t seed,
                                     int replicates) {
    const Occasions table(occasions);
    return factor_tests(table.all(), seed, replicates);
}

JointTest joint_factor_test(const OccasionWindow& window, std::span<const std::uint32_t> words,
                            std::uint64_t seed, int replicates) {
    std::vector<std::uint32_t> holders;
    if (words.empty()) {
        holders.resize(static_cast<std::size_t>(window.entries()));
        std::iota(holders.begin(), holders.end(), window.begin());
    } else {
        const auto first = window.holders(words.front());
        holders.assign(first.begin(), first.end());
    }
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto other = window.holders(words[i]);
        std::vector<std::uint32_t> both;
        std::set_intersection(holders.begin(), holders.end(), other.begin(), other.end(),
                              std::back_inserter(both));
        holders = std::move(both);
    }
    std::vector<Candidate> judged(1);
    JointTest out;
    out.enough = prepare(window, carries_over(window), holders, judged.front());
    if (out.enough) draw_p(window, judged, seed, replicates);
    out.test = judged.front().test;
    return out;
}

}  // namespace attune::stats
