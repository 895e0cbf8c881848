#include "attune/stats/matched.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <tuple>

#include "attune/stats/random.hpp"
#include "attune/stats/summary.hpp"
#include "stats/sequential.hpp"

namespace attune::stats {

namespace {

constexpr double kSlack = 1e-9;

/// Words as bits, of numbers that are given as they come: most people have fewer than 64.
class WordBits {
  public:
    [[nodiscard]] std::uint64_t of(const std::vector<std::uint32_t>& words) {
        std::uint64_t bits = 0;
        for (const std::uint32_t word : words) {
            const auto found = std::find(known_.begin(), known_.end(), word);
            const auto number = static_cast<std::size_t>(found - known_.begin());
            if (found == known_.end()) known_.push_back(word);
            bits |= std::uint64_t{1} << (number % 64);
        }
        return bits;
    }
    /// Whether bits in common mean a word in common.
    [[nodiscard]] bool exact() const { return known_.size() <= 64; }

  private:
    std::vector<std::uint32_t> known_;
};

bool in_common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    return std::any_of(a.begin(), a.end(), [&](std::uint32_t word) {
        return std::find(b.begin(), b.end(), word) != b.end();
    });
}

struct Moment {
    const RatedMoment* rated = nullptr;
    std::uint64_t triggers = 0;
    std::uint64_t contexts = 0;
};

/// Moments in one canonical order, so that the order of rows changes nothing.
struct Moments {
    std::vector<Moment> all;
    bool exact_triggers = true;
    bool exact_contexts = true;

    explicit Moments(std::span<const RatedMoment> moments) {
        for (const RatedMoment& moment : moments)
            all.push_back({&moment, 0, 0});
        std::sort(all.begin(), all.end(), [](const Moment& a, const Moment& b) {
            const RatedMoment& x = *a.rated;
            const RatedMoment& y = *b.rated;
            return std::tie(x.day, x.used, x.before, x.after, x.triggers, x.contexts) <
                   std::tie(y.day, y.used, y.before, y.after, y.triggers, y.contexts);
        });
        WordBits triggers;
        WordBits contexts;
        for (Moment& moment : all) {
            moment.triggers = triggers.of(moment.rated->triggers);
            moment.contexts = contexts.of(moment.rated->contexts);
        }
        exact_triggers = triggers.exact();
        exact_contexts = contexts.exact();
    }

    /// 0: a trigger and a context in common, 1: a trigger, 2: a context, 3: neither.
    [[nodiscard]] std::size_t rank(const Moment& a, const Moment& b) const {
        const bool trigger = (a.triggers & b.triggers) != 0 &&
                             (exact_triggers || in_common(a.rated->triggers, b.rated->triggers));
        const bool context = (a.contexts & b.contexts) != 0 &&
                             (exact_contexts || in_common(a.rated->contexts, b.rated->contexts));
        return (trigger ? 0U : 2U) + (context ? 0U : 1U);
    }
};

struct Set {
    const RatedMoment* used = nullptr;
    std::vector<const RatedMoment*> controls;

    /// The drop of each of its moments minus the mean of the others, the used one first.
    [[nodiscard]] std::vector<double> effects() const {
        std::vector<double> drops{used->drop()};
        for (const RatedMoment* control : controls)
            drops.push_back(control->drop());
        const double total = std::accumulate(drops.begin(), drops.end(), 0.0);
        for (double& drop : drops)
            drop -= (total - drop) / static_cast<double>(controls.size());
        return drops;
    }
};

/// For one moment with the coping after the other: those without it that are similar, the most
/// similar first.
class Similar {
  public:
    explicit Similar(const Moments& moments) : moments_(moments) {
        for (std::uint32_t i = 0; i < moments.all.size(); ++i) {
            if (!moments.all[i].rated->used) others_.push_back(i);
        }
        std::stable_sort(others_.begin(), others_.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return before(a) < before(b); });
    }

    /// Numbers of moments; the nearest are enough to choose from.
    [[nodiscard]] std::vector<std::uint32_t> to(const Moment& used) {
        constexpr std::size_t kNearest = 40;
        const double at = used.rated->before;
        const auto begin =
            std::partition_point(others_.begin(), others_.end(), [&](std::uint32_t other) {
                return at - before(other) > kBeforeDifferenceMax + kSlack;
            });
        const auto end = std::partition_point(begin, others_.end(), [&](std::uint32_t other) {
            return before(other) - at <= kBeforeDifferenceMax + kSlack;
        });
        // Ranks first: those that cannot come among the nearest are not looked at further.
        std::array<std::size_t, 4> of_rank{};
        ranks_.clear();
        for (auto other = begin; other != end; ++other) {
            const std::size_t rank = moments_.rank(used, moments_.all[*other]);
            ranks_.push_back(static_cast<unsigned char>(rank));
            ++of_rank[rank];
        }
        std::size_t last_rank = 0;
        for (std::size_t so_far = of_rank[0]; so_far < kNearest && last_rank < 3;)
            so_far += of_rank[++last_rank];
        near_.clear();
        for (std::size_t i = 0; i < ranks_.size(); ++i) {
            if (ranks_[i] > last_rank) continue;
            const std::uint32_t other = begin[static_cast<std::ptrdiff_t>(i)];
            const RatedMoment& rated = *moments_.all[other].rated;
            near_.push_back({ranks_[i], std::abs(rated.before - at),
                             std::abs(rated.day - used.rated->day), other});
        }
        const auto nearest =
            near_.begin() + static_cast<std::ptrdiff_t>(std::min(kNearest, near_.size()));
        if (nearest != near_.end()) std::nth_element(near_.begin(), nearest, near_.end());
        std::sort(near_.begin(), nearest);
        std::vector<std::uint32_t> out;
        for (auto one = near_.begin(); one != nearest; ++one)
            out.push_back(one->number);
        return out;
    }

  private:
    struct Near {
        unsigned rank = 0;
        double apart = 0;
        int days = 0;
        std::uint32_t number = 0;  // breaks ties in the canonical order

        bool operator<(const Near& other) const {
            if (rank != other.rank) return rank < other.rank;
            if (apart != other.apart) return apart < other.apart;
            if (days != other.days) return days < other.days;
            return number < other.number;
        }
    };

    [[nodiscard]] double before(std::uint32_t number) const {
        return moments_.all[number].rated->before;
    }

    const Moments& moments_;
    std::vector<std::uint32_t> others_;  ///< without the coping, by rating before
    std::vector<unsigned char> ranks_;
    std::vector<Near> near_;
};

std::vector<Set> matched_sets(const Moments& moments) {
    std::vector<Set> sets;
    std::vector<std::vector<std::uint32_t>> wanted;
    Similar similar(moments);
    for (const Moment& moment : moments.all) {
        if (!moment.rated->used) continue;
        sets.push_back({moment.rated, {}});
        wanted.push_back(similar.to(moment));
    }
    // Who has few to choose from chooses first.
    std::vector<std::size_t> order(sets.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return wanted[a].size() < wanted[b].size();
    });
    std::vector<char> taken(moments.all.size());
    std::vector<std::size_t> next(sets.size());
    for (std::size_t round = 0; round < kControlsMax; ++round) {
        for (const std::size_t i : order) {
            for (; next[i] < wanted[i].size(); ++next[i]) {
                const std::uint32_t number = wanted[i][next[i]];
                if (taken[number] != 0) continue;
                taken[number] = 1;
                sets[i].controls.push_back(moments.all[number].rated);
                break;
            }
        }
    }
    std::erase_if(sets, [](const Set& set) { return set.controls.empty(); });
    return sets;
}

/// Sums of the effects of some sets, for every way of choosing one moment from each: what comes of
/// one random number.
class Choices {
  public:
    explicit Choices(const std::vector<std::vector<double>>& effects) {
        constexpr std::size_t kWaysMax = 256;
        std::vector<double> open{0.0};
        for (const std::vector<double>& of_set : effects) {
            if (open.size() * of_set.size() > kWaysMax) {
                ways_.push_back(std::move(open));
                open = {0.0};
            }
            std::vector<double> longer;
            for (const double sum : open) {
                for (const double effect : of_set)
                    longer.push_back(sum + effect);
            }
            open = std::move(longer);
        }
        ways_.push_back(std::move(open));
    }

    [[nodiscard]] double draw(Random& random) const {
        double sum = 0;
        for (const std::vector<double>& ways : ways_) {
            // At most 256 ways of 2^32 numbers: none is likelier by more than 1 in 16 million.
            sum += ways[((random.next() >> 32U) * ways.size()) >> 32U];
        }
        return sum;
    }

  private:
    std::vector<std::vector<double>> ways_;
};

/// The mean effect over sets, whose days are drawn anew: sets of one day come or go together.
Interval effect_interval(const std::vector<Set>& sets,
                         const std::vector<std::vector<double>>& effects, double effect,
                         std::uint64_t seed, int replicates) {
    std::map<int, DayPart> by_day;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        DayPart& day = by_day[sets[i].used->day];
        day.sum += effects[i].front();
        day.count += 1;
    }
    std::vector<DayPart> days;
    for (const auto& day : by_day)
        days.push_back(day.second);
    const auto interval = bootstrap_mean_interval(days, {.seed = seed, .replicates = replicates});
    return interval ? *interval : Interval{effect, effect};
}

}  // namespace

Result<MatchedComparison> matched_comparison(std::span<const RatedMoment> moments,
                                             std::uint64_t seed, int replicates) {
    const std::vector<Set> sets = matched_sets(Moments(moments));
    MatchedComparison out;
    out.used = static_cast<std::size_t>(std::count_if(
        moments.begin(), moments.end(), [](const RatedMoment& one) { return one.used; }));
    out.sets = sets.size();
    if (out.sets < kMatchedSetsMin) {
        return fail(ErrorKind::NotEnoughData, std::to_string(kMatchedSetsMin) +
                                                  " matched moments needed, " +
                                                  std::to_string(out.sets) + " present");
    }
    const auto count = static_cast<double>(out.sets);
    std::vector<std::vector<double>> effects;
    for (const Set& set : sets) {
        effects.push_back(set.effects());
        out.controls += set.controls.size();
        out.drop_with += set.used->drop() / count;
        out.effect += effects.back().front() / count;
    }
    out.drop_without = out.drop_with - out.effect;
    Random random(seed);
    const Choices choices(effects);
    const double far = std::abs(out.effect) - kSlack;
    SequentialP p;
    for (int i = 0; i < replicates && !p.settled(); ++i)
        p.note(std::abs(choices.draw(random) / count) >= far);
    out.p = p.p();
    out.interval = effect_interval(sets, effects, out.effect, seed + 1, replicates);
    return out;
}

std::size_t count_matched_sets(std::span<const RatedMoment> moments) {
    return matched_sets(Moments(moments)).size();
}

std::optional<MedianDrop> median_drop(std::span<const RatedMoment> moments, std::uint64_t seed,
                                      int replicates) {
    std::map<int, std::vector<double>> by_day;
    std::vector<double> drops;
    for (const RatedMoment& moment : moments) {
        if (!moment.used) continue;
        by_day[moment.day].push_back(moment.drop());
        drops.push_back(moment.drop());
    }
    const auto middle = median(drops);
    if (!middle) return std::nullopt;
    std::vector<std::vector<double>> days;
    for (auto& day : by_day)
        days.push_back(std::move(day.second));
    const auto median_of = [&](std::span<const std::size_t> drawn) {
        std::vector<double> values;
        for (const std::size_t day : drawn)
            values.insert(values.end(), days[day].begin(), days[day].end());
        return median(values);
    };
    MedianDrop out{*middle, drops.size(), {}};
    const auto interval =
        bootstrap_interval(days.size(), median_of, {.seed = seed, .replicates = replicates});
    if (interval) out.interval = *interval;
    return out;
}

}  // namespace attune::stats
