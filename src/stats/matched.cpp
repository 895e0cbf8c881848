#include "attune/stats/matched.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "attune/stats/random.hpp"
#include "attune/stats/summary.hpp"

namespace attune::stats {

namespace {

constexpr double kSlack = 1e-9;

struct Set {
    const RatedMoment* used = nullptr;
    std::vector<const RatedMoment*> controls;

    [[nodiscard]] double total() const {
        double sum = used->drop();
        for (const RatedMoment* control : controls)
            sum += control->drop();
        return sum;
    }
    /// The drop of one of its moments minus the mean of the others.
    [[nodiscard]] double effect_if(std::size_t used_number) const {
        const double drop = used_number == 0 ? used->drop() : controls[used_number - 1]->drop();
        return drop - (total() - drop) / static_cast<double>(controls.size());
    }
};

bool in_common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    return std::any_of(a.begin(), a.end(), [&](std::uint32_t word) {
        return std::find(b.begin(), b.end(), word) != b.end();
    });
}

/// Moments without the coping that are similar to one with it, the most similar first.
std::vector<const RatedMoment*> similar_to(const RatedMoment& used,
                                           const std::vector<RatedMoment>& all) {
    struct Near {
        std::tuple<bool, bool, double, int> distance;
        const RatedMoment* moment;
    };
    std::vector<Near> near;
    for (const RatedMoment& other : all) {
        const double apart = std::abs(other.before - used.before);
        if (other.used || apart > kBeforeDifferenceMax + kSlack) continue;
        near.push_back(
            {{!in_common(used.triggers, other.triggers), !in_common(used.contexts, other.contexts),
              apart, std::abs(other.day - used.day)},
             &other});
    }
    // The nearest are enough to choose from; the address breaks ties in the canonical order.
    constexpr std::ptrdiff_t kNearest = 40;
    const auto end = near.size() > kNearest ? near.begin() + kNearest : near.end();
    std::partial_sort(near.begin(), end, near.end(), [](const Near& a, const Near& b) {
        return std::tie(a.distance, a.moment) < std::tie(b.distance, b.moment);
    });
    near.erase(end, near.end());
    std::vector<const RatedMoment*> out;
    for (const Near& one : near)
        out.push_back(one.moment);
    return out;
}

/// One canonical order, so that the order of rows changes nothing.
std::vector<RatedMoment> ordered(std::span<const RatedMoment> moments) {
    std::vector<RatedMoment> out(moments.begin(), moments.end());
    std::sort(out.begin(), out.end(), [](const RatedMoment& a, const RatedMoment& b) {
        return std::tie(a.day, a.used, a.before, a.after, a.triggers, a.contexts) <
               std::tie(b.day, b.used, b.before, b.after, b.triggers, b.contexts);
    });
    return out;
}

std::vector<Set> matched_sets(const std::vector<RatedMoment>& moments) {
    std::vector<Set> sets;
    std::vector<std::vector<const RatedMoment*>> wanted;
    for (const RatedMoment& moment : moments) {
        if (!moment.used) continue;
        sets.push_back({&moment, {}});
        wanted.push_back(similar_to(moment, moments));
    }
    // Who has few to choose from chooses first.
    std::vector<std::size_t> order(sets.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return wanted[a].size() < wanted[b].size();
    });
    std::vector<char> taken(moments.size());
    std::vector<std::size_t> next(sets.size());
    for (std::size_t round = 0; round < kControlsMax; ++round) {
        for (const std::size_t i : order) {
            for (; next[i] < wanted[i].size(); ++next[i]) {
                const auto number = static_cast<std::size_t>(wanted[i][next[i]] - moments.data());
                if (taken[number] != 0) continue;
                taken[number] = 1;
                sets[i].controls.push_back(wanted[i][next[i]]);
                break;
            }
        }
    }
    std::erase_if(sets, [](const Set& set) { return set.controls.empty(); });
    return sets;
}

/// The mean effect over sets, whose days are drawn anew: sets of one day come or go together.
Interval effect_interval(const std::vector<Set>& sets, double effect, std::uint64_t seed,
                         int replicates) {
    std::map<int, std::pair<double, double>> by_day;
    for (const Set& set : sets) {
        by_day[set.used->day].first += set.effect_if(0);
        by_day[set.used->day].second += 1;
    }
    std::vector<std::pair<double, double>> days;
    for (const auto& day : by_day)
        days.push_back(day.second);
    const auto mean_of = [&](std::span<const std::size_t> drawn) -> std::optional<double> {
        double sum = 0;
        double count = 0;
        for (const std::size_t day : drawn) {
            sum += days[day].first;
            count += days[day].second;
        }
        return sum / count;
    };
    const auto interval =
        bootstrap_interval(days.size(), mean_of, {.seed = seed, .replicates = replicates});
    return interval ? *interval : Interval{effect, effect};
}

}  // namespace

Result<MatchedComparison> matched_comparison(std::span<const RatedMoment> moments,
                                             std::uint64_t seed, int replicates) {
    const std::vector<RatedMoment> all = ordered(moments);
    const std::vector<Set> sets = matched_sets(all);
    MatchedComparison out;
    out.used = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const RatedMoment& one) { return one.used; }));
    out.sets = sets.size();
    if (out.sets < kMatchedSetsMin) {
        return fail(ErrorKind::NotEnoughData, std::to_string(kMatchedSetsMin) +
                                                  " matched moments needed, " +
                                                  std::to_string(out.sets) + " present");
    }
    const auto count = static_cast<double>(out.sets);
    for (const Set& set : sets) {
        out.controls += set.controls.size();
        out.drop_with += set.used->drop() / count;
        out.effect += set.effect_if(0) / count;
    }
    out.drop_without = out.drop_with - out.effect;
    Random random(seed);
    long as_far = 0;
    for (int i = 0; i < replicates; ++i) {
        double drawn = 0;
        for (const Set& set : sets)
            drawn += set.effect_if(random.index(set.controls.size() + 1)) / count;
        as_far += std::abs(drawn) >= std::abs(out.effect) - kSlack ? 1 : 0;
    }
    out.p = static_cast<double>(1 + as_far) / static_cast<double>(replicates + 1);
    out.interval = effect_interval(sets, out.effect, seed + 1, replicates);
    return out;
}

std::size_t count_matched_sets(std::span<const RatedMoment> moments) {
    return matched_sets(ordered(moments)).size();
}

std::optional<MedianDrop> median_drop(std::span<const RatedMoment> moments, std::uint64_t seed,
                                      int replicates) {
    std::map<int, std::vector<double>> by_day;
    std::vector<double> drops;
    for (const RatedMoment& moment : ordered(moments)) {
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
