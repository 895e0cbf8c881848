#include "attune/stats/factors.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "attune/stats/distributions.hpp"
#include "stats/drawn_total.hpp"
#include "stats/laid_along.hpp"

namespace attune::stats {

namespace {

constexpr double kSlack = 1e-9;

/// Entries of one day with a condition, out of all of the day.
struct DayShare {
    std::uint32_t day = 0;  ///< index into OrderedOccasions::days
    std::uint32_t entries = 0;
    std::uint32_t hits = 0;
};

/// A condition while it is judged.
struct Candidate {
    FactorTest test;
    std::vector<DayShare> days;
    double expected = 0;  ///< hits with the condition under the shuffle that is used
    double weight = 0;    ///< (hits - expected) / weight is the difference
    double variance = 0;  ///< of hits, within days
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
bool judge_within(const OrderedOccasions& all, Candidate& one) {
    long with = 0;
    long without = 0;
    std::size_t mixed = 0;
    double expected = 0;
    double weight = 0;
    double variance = 0;
    for (const DayShare& share : one.days) {
        const auto& day = all.days[share.day];
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
    one.test.days_dropped = all.days.size() - mixed;
    one.expected = expected;
    one.weight = weight;
    one.variance = variance;
    return true;
}

/// Shares of days with the condition, and of what is left of each day.
std::pair<std::vector<Count>, std::vector<Count>> sides(const OrderedOccasions& all,
                                                        const Candidate& one) {
    std::pair<std::vector<Count>, std::vector<Count>> out;
    auto share = one.days.begin();
    for (std::uint32_t i = 0; i < all.days.size(); ++i) {
        Count rest{all.days[i].hits, all.days[i].entries};
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

void finish(const OrderedOccasions& all, Candidate& one) {
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
double within_p(const OrderedOccasions& all, const Candidate& one, int replicates) {
    DrawnTotal total;
    for (const DayShare& share : one.days) {
        const auto& day = all.days[share.day];
        total.add_day(day.entries, day.hits, share.entries);
    }
    return std::max(total.as_far(static_cast<double>(one.test.with.hits), one.expected),
                    1.0 / (1 + replicates));
}

/// The conditions with enough entries on both sides, by number.
std::vector<Candidate> candidates(const OrderedOccasions& all) {
    std::map<std::uint32_t, Candidate> found;
    for (std::uint32_t d = 0; d < all.days.size(); ++d) {
        const auto& day = all.days[d];
        for (std::uint32_t i = day.begin; i < day.begin + day.entries; ++i) {
            const Occasion& entry = all.entries[i];
            for (const std::uint32_t word : entry.words) {
                auto& shares = found[word].days;
                if (shares.empty() || shares.back().day != d) shares.push_back({d, 0, 0});
                ++shares.back().entries;
                shares.back().hits += entry.hit ? 1 : 0;
            }
        }
    }
    const auto entries = static_cast<long>(all.entries.size());
    const bool weeks = carries_over(all);
    std::vector<Candidate> out;
    for (auto& [word, one] : found) {
        FactorTest& test = one.test;
        test.word = word;
        test.with = count_of(one.days);
        test.without = {all.hits - test.with.hits, entries - test.with.of};
        test.days_with = one.days.size();
        test.days_without =
            all.days.size() - static_cast<std::size_t>(std::count_if(
                                  one.days.begin(), one.days.end(), [&](const DayShare& share) {
                                      return share.entries == all.days[share.day].entries;
                                  }));
        if (!enough_on_side(test.with.of, test.days_with)) continue;
        if (!enough_on_side(test.without.of, test.days_without)) continue;
        if (!judge_within(all, one)) {
            const auto with = static_cast<double>(test.with.of);
            test.shuffle = weeks ? Shuffle::Blocks : Shuffle::Days;
            one.expected = with * all.share();
            one.weight = with * static_cast<double>(test.without.of) / static_cast<double>(entries);
        }
        finish(all, one);
        out.push_back(std::move(one));
    }
    return out;
}

/// Where the hits of a draw are counted: for each entry the slots of its conditions.
class Slots {
  public:
    Slots(const OrderedOccasions& all, const std::vector<Candidate>& judged) {
        std::map<std::uint32_t, std::uint32_t> slot_of;
        for (std::uint32_t i = 0; i < judged.size(); ++i)
            slot_of.emplace(judged[i].test.word, i);
        begin_.push_back(0);
        for (const Occasion& entry : all.entries) {
            for (const std::uint32_t word : entry.words) {
                const auto found = slot_of.find(word);
                if (found != slot_of.end()) slots_.push_back(found->second);
            }
            begin_.push_back(static_cast<std::uint32_t>(slots_.size()));
        }
        counts_.resize(judged.size());
    }

    const std::vector<std::uint32_t>& count(std::span<const std::uint32_t> hits) {
        std::fill(counts_.begin(), counts_.end(), 0);
        for (const std::uint32_t hit : hits) {
            for (std::uint32_t i = begin_[hit]; i < begin_[hit + 1]; ++i)
                ++counts_[slots_[i]];
        }
        return counts_;
    }

  private:
    std::vector<std::uint32_t> begin_;
    std::vector<std::uint32_t> slots_;
    std::vector<std::uint32_t> counts_;
};

}  // namespace

std::vector<FactorTest> factor_tests(std::span<const Occasion> occasions, std::uint64_t seed,
                                     int replicates) {
    const OrderedOccasions all = ordered(occasions);
    std::vector<Candidate> judged = candidates(all);
    Slots slots(all, judged);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < judged.size(); ++i) {
        if (judged[i].test.shuffle != Shuffle::Within) open.push_back(i);
    }
    HitShuffler shuffler(all, seed);
    for (int draw = 0; draw < replicates && !open.empty(); ++draw) {
        const auto& counts = slots.count(shuffler.laid_along());
        for (const std::size_t i : open) {
            Candidate& one = judged[i];
            const double observed =
                std::abs(static_cast<double>(one.test.with.hits) - one.expected);
            one.p.note(std::abs(counts[i] - one.expected) >= observed - kSlack);
        }
        std::erase_if(open, [&](std::size_t i) { return judged[i].p.settled(); });
    }
    std::vector<FactorTest> out;
    for (Candidate& one : judged) {
        const bool within = one.test.shuffle == Shuffle::Within;
        one.test.p = within ? within_p(all, one, replicates) : one.p.p();
        out.push_back(one.test);
    }
    return out;
}

}  // namespace attune::stats
