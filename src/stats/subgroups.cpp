#include "attune/stats/subgroups.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "stats/laid_along.hpp"

namespace attune::stats {

namespace {

constexpr std::size_t kWordsMax = 30;
constexpr std::size_t kBeam = 20;
constexpr std::size_t kShownMax = 2;
constexpr double kExplained = 0.10;
constexpr double kSlack = 1e-9;

/// One bit an entry.
using Bits = std::vector<std::uint64_t>;

/// Bits set in both. Counted in bytes side by side, because plain processors have no instruction
/// for it and this is the innermost loop of the whole search. Source: Warren 2002, Hacker's
/// Delight, 5-1.
long count_both(const Bits& a, const Bits& b) {
    constexpr std::uint64_t kPairs = 0x5555555555555555U;
    constexpr std::uint64_t kNibbles = 0x3333333333333333U;
    constexpr std::uint64_t kBytes = 0x0F0F0F0F0F0F0F0FU;
    constexpr std::size_t kRun = 31;  // a byte holds 31 times 8
    long count = 0;
    for (std::size_t begin = 0; begin < a.size(); begin += kRun) {
        const std::size_t end = std::min(a.size(), begin + kRun);
        std::uint64_t bytes = 0;
        for (std::size_t i = begin; i < end; ++i) {
            std::uint64_t x = a[i] & b[i];
            x -= (x >> 1U) & kPairs;
            x = (x & kNibbles) + ((x >> 2U) & kNibbles);
            bytes += (x + (x >> 4U)) & kBytes;
        }
        // Two bytes at a time, as the sum of eight bytes of 248 does not fit into one.
        bytes = (bytes & 0x00FF00FF00FF00FFU) + ((bytes >> 8U) & 0x00FF00FF00FF00FFU);
        bytes *= 0x0001000100010001U;
        count += static_cast<long>(bytes >> 48U);
    }
    return count;
}

/// A set of entries that share conditions.
struct Cover {
    std::vector<std::uint32_t> words;
    Bits bits;
    long entries = 0;
    std::size_t days = 0;
    std::vector<std::size_t> children;  ///< covers of one condition more
};

class Search {
  public:
    Search(const OrderedOccasions& all, std::span<const std::uint32_t> kinds)
        : all_(all), kinds_(kinds), length_((all.entries.size() + 63) / 64) {
        choose_words();
        make_pairs();
        make_triples();
    }

    [[nodiscard]] bool empty() const { return pairs_.empty(); }

    /// Calls visit(cover, hits) for all that a search through these hits looks at.
    template <typename Visit>
    void walk(const Bits& hits, Visit visit) {
        reached_.clear();
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            const long inside = count_both(pairs_[i].bits, hits);
            visit(pairs_[i], inside);
            if (!pairs_[i].children.empty()) reached_.emplace_back(far(pairs_[i], inside), i);
        }
        if (reached_.size() > kBeam) {
            std::nth_element(reached_.begin(), reached_.begin() + kBeam - 1, reached_.end(),
                             [](const auto& a, const auto& b) {
                                 return a.first != b.first ? a.first > b.first
                                                           : a.second < b.second;
                             });
            reached_.resize(kBeam);
        }
        seen_.assign(triples_.size(), 0);
        for (const auto& parent : reached_) {
            for (const std::size_t child : pairs_[parent.second].children) {
                if (seen_[child] != 0) continue;
                seen_[child] = 1;
                visit(triples_[child], count_both(triples_[child].bits, hits));
            }
        }
    }

    /// Distance of the hits from what the share of all would give; WRAcc times the entries.
    [[nodiscard]] double far(const Cover& cover, long hits) const {
        return std::abs(static_cast<double>(hits) -
                        static_cast<double>(cover.entries) * all_.share());
    }

    [[nodiscard]] Subgroup describe(const Cover& cover, long hits, const Bits& all_hits) const {
        Subgroup out;
        out.words = cover.words;
        out.inside = {hits, cover.entries};
        const auto entries = static_cast<long>(all_.entries.size());
        out.outside = {all_.hits - hits, entries - cover.entries};
        out.days = cover.days;
        out.quality =
            (static_cast<double>(hits) - static_cast<double>(cover.entries) * all_.share()) /
            static_cast<double>(entries);
        out.parent_gap = 1;
        for (const std::uint32_t word : cover.words) {
            const Bits parent = without(cover, word);
            const Count count{count_both(parent, all_hits), count_both(parent, parent)};
            out.parent_gap = std::min(out.parent_gap, std::abs(count.share() - out.inside.share()));
            const Count rest{count.hits - hits, count.of - cover.entries};
            const auto apart = newcombe_difference(rate_of(out.inside), rate_of(rest));
            if (!apart || apart->interval.contains(0)) out.explained = true;
        }
        out.explained = out.explained || out.parent_gap < kExplained;
        return out;
    }

    [[nodiscard]] Bits bits_of(std::span<const std::uint32_t> hits) const {
        Bits out(length_);
        set(out, hits);
        return out;
    }
    static void set(Bits& bits, std::span<const std::uint32_t> hits) {
        std::fill(bits.begin(), bits.end(), 0);
        for (const std::uint32_t hit : hits)
            bits[hit / 64] |= std::uint64_t{1} << (hit % 64);
    }

  private:
    /// The entries that share all conditions of `cover` but one.
    [[nodiscard]] Bits without(const Cover& cover, std::uint32_t left_out) const {
        Bits out;
        for (const Cover& word : words_) {
            const std::uint32_t number = word.words.front();
            if (number == left_out ||
                std::find(cover.words.begin(), cover.words.end(), number) == cover.words.end())
                continue;
            if (out.empty()) {
                out = word.bits;
            } else {
                for (std::size_t i = 0; i < length_; ++i)
                    out[i] &= word.bits[i];
            }
        }
        return out;
    }

    [[nodiscard]] std::size_t days_of(const Bits& bits, bool inside) const {
        std::size_t days = 0;
        for (const auto& day : all_.days) {
            for (std::uint32_t i = day.begin; i < day.begin + day.entries; ++i) {
                if (((bits[i / 64] >> (i % 64) & 1U) != 0) == inside) {
                    ++days;
                    break;
                }
            }
        }
        return days;
    }

    [[nodiscard]] bool complete(Cover& cover) const {
        cover.entries = count_both(cover.bits, cover.bits);
        const long outside = static_cast<long>(all_.entries.size()) - cover.entries;
        if (cover.entries < kSideEntriesMin || outside < kSideEntriesMin) return false;
        cover.days = days_of(cover.bits, true);
        return enough_on_side(cover.entries, cover.days) &&
               enough_on_side(outside, days_of(cover.bits, false));
    }

    void choose_words() {
        std::map<std::uint32_t, Bits> bits;
        for (std::uint32_t i = 0; i < all_.entries.size(); ++i) {
            for (const std::uint32_t word : all_.entries[i].words) {
                Bits& of = bits[word];
                of.resize(length_);
                of[i / 64] |= std::uint64_t{1} << (i % 64);
            }
        }
        for (auto& [word, of] : bits) {
            Cover cover{{word}, std::move(of), 0, 0, {}};
            cover.entries = count_both(cover.bits, cover.bits);
            if (cover.entries >= kSideEntriesMin) words_.push_back(std::move(cover));
        }
        std::stable_sort(words_.begin(), words_.end(),
                         [](const Cover& a, const Cover& b) { return a.entries > b.entries; });
        if (words_.size() > kWordsMax) words_.resize(kWordsMax);
        std::sort(words_.begin(), words_.end(),
                  [](const Cover& a, const Cover& b) { return a.words < b.words; });
    }

    [[nodiscard]] bool of_other_kinds(const Cover& cover, std::uint32_t word) const {
        return std::none_of(cover.words.begin(), cover.words.end(),
                            [&](std::uint32_t one) { return kinds_[one] == kinds_[word]; });
    }

    [[nodiscard]] Cover joined(const Cover& cover, const Cover& word) const {
        Cover out{cover.words, cover.bits, 0, 0, {}};
        out.words.push_back(word.words.front());
        for (std::size_t i = 0; i < length_; ++i)
            out.bits[i] &= word.bits[i];
        return out;
    }

    void make_pairs() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            for (std::size_t j = i + 1; j < words_.size(); ++j) {
                if (!of_other_kinds(words_[i], words_[j].words.front())) continue;
                Cover pair = joined(words_[i], words_[j]);
                if (complete(pair)) pairs_.push_back(std::move(pair));
            }
        }
    }

    void make_triples() {
        std::map<std::vector<std::uint32_t>, std::size_t> known;
        for (std::size_t i = 0; i < pairs_.size(); ++i)
            known.emplace(pairs_[i].words, i);
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            for (const Cover& word : words_) {
                const std::uint32_t added = word.words.front();
                if (added <= pairs_[i].words.back() || !of_other_kinds(pairs_[i], added)) continue;
                Cover triple = joined(pairs_[i], word);
                if (!complete(triple)) continue;
                const std::size_t number = triples_.size();
                for (const std::uint32_t left_out : triple.words) {
                    auto parent = triple.words;
                    std::erase(parent, left_out);
                    const auto found = known.find(parent);
                    if (found != known.end()) pairs_[found->second].children.push_back(number);
                }
                triples_.push_back(std::move(triple));
            }
        }
    }

    const OrderedOccasions& all_;
    std::span<const std::uint32_t> kinds_;
    std::size_t length_;
    std::vector<Cover> words_;
    std::vector<Cover> pairs_;
    std::vector<Cover> triples_;
    std::vector<std::pair<double, std::size_t>> reached_;
    std::vector<char> seen_;
};

Status check_enough(const OrderedOccasions& all) {
    const auto entries = static_cast<long>(all.entries.size());
    if (entries < kSubgroupEntriesMin) {
        return fail(ErrorKind::NotEnoughData, std::to_string(kSubgroupEntriesMin) +
                                                  " entries needed, " + std::to_string(entries) +
                                                  " present");
    }
    if (all.days.size() < kSubgroupDaysMin) {
        return fail(ErrorKind::NotEnoughData, std::to_string(kSubgroupDaysMin) +
                                                  " days with entries needed, " +
                                                  std::to_string(all.days.size()) + " present");
    }
    return {};
}

}  // namespace

Result<SubgroupSearch> search_subgroups(std::span<const Occasion> occasions,
                                        std::span<const std::uint32_t> kinds, std::uint64_t seed,
                                        int replicates) {
    const OrderedOccasions all = ordered(occasions);
    ATTUNE_CHECK(check_enough(all));
    SubgroupSearch out;
    out.shuffle = carries_over(all) ? Shuffle::Blocks : Shuffle::Days;
    Search search(all, kinds);
    if (search.empty()) return out;

    std::vector<std::uint32_t> hits;
    for (std::uint32_t i = 0; i < all.entries.size(); ++i) {
        if (all.entries[i].hit) hits.push_back(i);
    }
    const Bits observed = search.bits_of(hits);
    std::vector<double> distances;
    search.walk(observed, [&](const Cover& cover, long inside) {
        out.found.push_back(search.describe(cover, inside, observed));
        distances.push_back(search.far(cover, inside));
    });

    // Farthest first: once the first is settled to be no finding, so are all others.
    std::vector<std::size_t> order(out.found.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return distances[a] > distances[b]; });
    std::vector<SequentialP> ps(out.found.size());
    HitShuffler shuffler(all, seed);
    Bits drawn(observed.size());
    for (int draw = 0; draw < replicates && !ps[order.front()].settled(); ++draw) {
        Search::set(drawn, shuffler.laid_along());
        double farthest = 0;
        search.walk(drawn, [&](const Cover& cover, long inside) {
            farthest = std::max(farthest, search.far(cover, inside));
        });
        for (const std::size_t i : order) {
            if (!ps[i].settled()) ps[i].note(farthest >= distances[i] - kSlack);
        }
    }
    std::vector<Subgroup> sorted;
    double highest = 0;
    for (const std::size_t i : order) {
        // A nearer one is never less likely than a farther one.
        highest = std::max(highest, ps[i].p());
        out.found[i].p = highest;
        sorted.push_back(std::move(out.found[i]));
    }
    out.found = std::move(sorted);
    return out;
}

std::vector<Subgroup> choose_subgroups(const SubgroupSearch& search, double level) {
    std::vector<Subgroup> worth;
    for (const Subgroup& one : search.found) {
        if (one.p <= level && !one.explained) worth.push_back(one);
    }
    std::stable_sort(worth.begin(), worth.end(), [](const Subgroup& a, const Subgroup& b) {
        return a.words.size() < b.words.size();
    });
    std::vector<Subgroup> out;
    for (Subgroup& one : worth) {
        const bool contained = std::any_of(out.begin(), out.end(), [&](const Subgroup& chosen) {
            return std::includes(one.words.begin(), one.words.end(), chosen.words.begin(),
                                 chosen.words.end());
        });
        if (!contained && out.size() < kShownMax) out.push_back(std::move(one));
    }
    return out;
}

}  // namespace attune::stats
