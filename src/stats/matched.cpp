#include "attune/stats/matched.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

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
    explicit Similar(const Moments& moments) : moments_(moments), lots_(moments.all.size()) {
        for (std::uint32_t i = 0; i < moments.all.size(); ++i) {
            lots_[i] = i;
            if (!moments.all[i].rated->used) others_.push_back(i);
        }
        // Among equally similar moments of one day the rating afterwards must not decide, and the
        // canonical order follows it.
        Random(kLotSeed).shuffle(lots_);
        std::sort(others_.begin(), others_.end(), [&](std::uint32_t a, std::uint32_t b) {
            const RatedMoment& x = *moments_.all[a].rated;
            const RatedMoment& y = *moments_.all[b].rated;
            return std::tie(x.before, x.day, lots_[a]) < std::tie(y.before, y.day, lots_[b]);
        });
    }

    /// Numbers of moments; the nearest are enough to choose from. Nothing is sorted: others stand
    /// by rating and day already, so going away from the moment meets them in order of their days.
    [[nodiscard]] std::vector<std::uint32_t> to(const Moment& used) {
        for (auto& of_rank : found_)
            of_rank.clear();
        stretches_.clear();
        const double at = used.rated->before;
        const auto begin =
            std::partition_point(others_.begin(), others_.end(), [&](std::uint32_t other) {
                return at - before(other) > kBeforeDifferenceMax + kSlack;
            });
        const auto end = std::partition_point(begin, others_.end(), [&](std::uint32_t other) {
            return before(other) - at <= kBeforeDifferenceMax + kSlack;
        });
        for (auto level = begin; level != end;) {
            const double rating = before(*level);
            const auto next = std::partition_point(
                level, end, [&](std::uint32_t other) { return before(other) <= rating; });
            const auto later = std::partition_point(level, next, [&](std::uint32_t other) {
                return moments_.all[other].rated->day <= used.rated->day;
            });
            const double apart = std::abs(rating - at);
            look(used, apart, std::make_reverse_iterator(later), std::make_reverse_iterator(level));
            look(used, apart, later, next);
            level = next;
        }
        std::sort(stretches_.begin(), stretches_.end(),
                  [](const Stretch& a, const Stretch& b) { return a.apart < b.apart; });
        std::vector<std::uint32_t> out;
        for (std::size_t rank = 0; rank < kRanks; ++rank) {
            for (auto first = stretches_.begin(); first != stretches_.end();) {
                const auto last = std::find_if(first, stretches_.end(), [&](const Stretch& one) {
                    return one.apart != first->apart;
                });
                merge(used, rank, {first, last}, out);
                first = last;
            }
        }
        return out;
    }

  private:
    static constexpr std::size_t kRanks = 4;
    static constexpr std::size_t kNearest = 40;
    static constexpr std::uint64_t kLotSeed = 20260301;

    /// Moments of one rating, before a day or after it: where they stand in found_, by rank.
    struct Stretch {
        double apart = 0;
        std::array<std::size_t, kRanks> begin{};
        std::array<std::size_t, kRanks> end{};
    };

    [[nodiscard]] double before(std::uint32_t number) const {
        return moments_.all[number].rated->before;
    }

    template <typename Iterator>
    void look(const Moment& used, double apart, Iterator begin, Iterator end) {
        if (begin == end) return;
        Stretch stretch;
        stretch.apart = apart;
        for (std::size_t rank = 0; rank < kRanks; ++rank)
            stretch.begin[rank] = found_[rank].size();
        for (; begin != end; ++begin)
            found_[moments_.rank(used, moments_.all[*begin])].push_back(*begin);
        for (std::size_t rank = 0; rank < kRanks; ++rank)
            stretch.end[rank] = found_[rank].size();
        stretches_.push_back(stretch);
    }

    /// Adds those of one rank and equally far in rating, the nearest day first.
    void merge(const Moment& used, std::size_t rank, std::span<Stretch> stretches,
               std::vector<std::uint32_t>& out) const {
        while (out.size() < kNearest) {
            Stretch* nearest = nullptr;
            std::uint32_t chosen = 0;
            std::pair<int, std::uint32_t> least;
            for (Stretch& one : stretches) {
                if (one.begin[rank] == one.end[rank]) continue;
                const std::uint32_t number = found_[rank][one.begin[rank]];
                const int days = std::abs(moments_.all[number].rated->day - used.rated->day);
                if (nearest != nullptr && std::pair(days, lots_[number]) >= least) continue;
                nearest = &one;
                chosen = number;
                least = {days, lots_[number]};
            }
            if (nearest == nullptr) return;
            out.push_back(chosen);
            ++nearest->begin[rank];
        }
    }

    const Moments& moments_;
    std::vector<std::uint32_t> lots_;    ///< by number, in no order that means anything
    std::vector<std::uint32_t> others_;  ///< without the coping, by rating before, then by day
    std::array<std::vector<std::uint32_t>, kRanks> found_;
    std::vector<Stretch> stretches_;
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
                                             std::uint64_t seed, int replicates,
                                             MatchedWants wants) {
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
    if (wants == MatchedWants::Everything)
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
