#include "attune/stats/subgroups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "stats/covers.hpp"
#include "stats/laid_along.hpp"
#include "stats/sequential.hpp"

namespace attune::stats {

namespace {

constexpr std::size_t kBeam = 20;
constexpr std::size_t kShownMax = 2;
constexpr double kExplained = 0.10;
constexpr double kSlack = 1e-9;

Status check_enough(const OccasionWindow& window) {
    if (window.entries() < kSubgroupEntriesMin) {
        return fail(ErrorKind::NotEnoughData, std::to_string(kSubgroupEntriesMin) +
                                                  " entries needed, " +
                                                  std::to_string(window.entries()) + " present");
    }
    if (window.days().size() < kSubgroupDaysMin) {
        return fail(ErrorKind::NotEnoughData,
                    std::to_string(kSubgroupDaysMin) + " days with entries needed, " +
                        std::to_string(window.days().size()) + " present");
    }
    return {};
}

/// The search through one set of hits, and through many drawn ones side by side.
class Search {
  public:
    Search(const OccasionWindow& window, const Covers& covers)
        : covers_(covers),
          share_(window.share()),
          entries_(window.entries()),
          hits_(window.hits()) {
        pair_counts_.resize(covers.pairs().size());
    }

    /// Distance of the hits from what the share of all would give; WRAcc times the entries.
    [[nodiscard]] double far(const Cover& cover, long hits) const {
        return std::abs(static_cast<double>(hits) -
                        static_cast<double>(cover.entries.size()) * share_);
    }

    /// What the search looks at: all pairs, and the triples of the best of them.
    [[nodiscard]] std::vector<Subgroup> walk() const {
        std::vector<Subgroup> out;
        std::vector<std::pair<double, std::size_t>> best;
        for (std::size_t i = 0; i < covers_.pairs().size(); ++i) {
            const Cover& pair = covers_.pairs()[i];
            out.push_back(describe(pair));
            if (!pair.related.empty()) best.emplace_back(-far(pair, out.back().inside.hits), i);
        }
        std::sort(best.begin(), best.end());
        if (best.size() > kBeam) best.resize(kBeam);
        std::set<std::size_t> reached;
        for (const auto& parent : best) {
            const auto& children = covers_.pairs()[parent.second].related;
            reached.insert(children.begin(), children.end());
        }
        for (const std::size_t child : reached)
            out.push_back(describe(covers_.triples()[child]));
        return out;
    }

    /// The greatest distance such a search finds in each draw.
    [[nodiscard]] std::array<double, kDrawsAtOnce> farthest(std::span<const std::uint64_t> drawn) {
        std::array<double, kDrawsAtOnce> out{};
        const auto& pairs = covers_.pairs();
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            count_hits(pairs[i].entries, drawn, pair_counts_[i]);
            const double expected = static_cast<double>(pairs[i].entries.size()) * share_;
            for (std::size_t r = 0; r < kDrawsAtOnce; ++r)
                out[r] = std::max(out[r], std::abs(pair_counts_[i][r] - expected));
        }
        // A triple matters where it is farther than all that was found; only then it is asked
        // whether the search would have come to it.
        DrawCounts counts{};
        for (const Cover& triple : covers_.triples()) {
            count_hits(triple.entries, drawn, counts);
            const double expected = static_cast<double>(triple.entries.size()) * share_;
            for (std::size_t r = 0; r < kDrawsAtOnce; ++r) {
                const double distance = std::abs(counts[r] - expected);
                if (distance > out[r] && reached(triple, r)) out[r] = distance;
            }
        }
        return out;
    }

  private:
    [[nodiscard]] bool reached(const Cover& triple, std::size_t r) const {
        return std::any_of(triple.related.begin(), triple.related.end(),
                           [&](std::size_t pair) { return among_best(pair, r); });
    }

    [[nodiscard]] bool among_best(std::size_t asked, std::size_t r) const {
        const auto& pairs = covers_.pairs();
        const double distance = far(pairs[asked], pair_counts_[asked][r]);
        std::size_t better = 0;
        for (std::size_t i = 0; i < pairs.size() && better < kBeam; ++i) {
            if (pairs[i].related.empty()) continue;
            const double other = far(pairs[i], pair_counts_[i][r]);
            better += other > distance || (other == distance && i < asked) ? 1U : 0U;
        }
        return better < kBeam;
    }

    [[nodiscard]] Subgroup describe(const Cover& cover) const {
        Subgroup out;
        out.words = cover.words;
        out.inside = covers_.count(cover);
        out.outside = {hits_ - out.inside.hits, entries_ - out.inside.of};
        out.days = cover.days;
        out.quality =
            (static_cast<double>(out.inside.hits) - static_cast<double>(out.inside.of) * share_) /
            static_cast<double>(entries_);
        out.parent_gap = 1;
        for (const std::uint32_t word : cover.words) {
            std::vector<std::uint32_t> parent = cover.words;
            std::erase(parent, word);
            const Count count = covers_.count(parent);
            out.parent_gap = std::min(out.parent_gap, std::abs(count.share() - out.inside.share()));
            const Count rest{count.hits - out.inside.hits, count.of - out.inside.of};
            const auto apart = newcombe_difference(rate_of(out.inside), rate_of(rest));
            if (!apart || apart->interval.contains(0)) out.explained = true;
        }
        out.explained = out.explained || out.parent_gap < kExplained;
        return out;
    }

    const Covers& covers_;
    double share_;
    long entries_;
    long hits_;
    std::vector<DrawCounts> pair_counts_;
};

}  // namespace

Result<SubgroupSearch> search_subgroups(const OccasionWindow& window,
                                        std::span<const std::uint32_t> kinds, std::uint64_t seed,
                                        int replicates, SubgroupDraws wanted) {
    ATTUNE_CHECK(check_enough(window));
    SubgroupSearch out;
    out.shuffle = carries_over(window) ? Shuffle::Blocks : Shuffle::Days;
    const Covers covers(window, kinds);
    if (covers.pairs().empty()) return out;
    Search search(window, covers);
    out.found = search.walk();
    const auto distance = [&](const Subgroup& one) {
        return std::abs(one.quality) * static_cast<double>(window.entries());
    };
    std::stable_sort(out.found.begin(), out.found.end(), [&](const Subgroup& a, const Subgroup& b) {
        return distance(a) > distance(b);
    });

    // Farthest first: once one is settled to be no finding, so are all behind it.
    std::vector<SequentialP> ps(out.found.size());
    auto first_asked = out.found.begin();
    if (wanted == SubgroupDraws::ToChoose) {
        first_asked = std::find_if(out.found.begin(), out.found.end(),
                                   [](const Subgroup& one) { return !one.explained; });
    }
    const auto asked = static_cast<std::size_t>(first_asked - out.found.begin());
    HitShuffler shuffler(window, seed);
    const auto draws =
        asked < ps.size() ? static_cast<std::size_t>(std::max(0, replicates)) : std::size_t{0};
    for (std::size_t draw = 0; draw < draws && !ps[asked].settled(); draw += kDrawsAtOnce) {
        const auto farthest = search.farthest(shuffler.draw());
        const std::size_t usable = std::min(kDrawsAtOnce, draws - draw);
        for (std::size_t i = 0; i < ps.size(); ++i) {
            for (std::size_t r = 0; r < usable && !ps[i].settled(); ++r)
                ps[i].note(farthest[r] >= distance(out.found[i]) - kSlack);
        }
    }
    double highest = 0;
    for (std::size_t i = 0; i < ps.size(); ++i) {
        // A nearer one is never less likely than a farther one.
        highest = std::max(highest, ps[i].p());
        out.found[i].p = highest;
    }
    return out;
}

Result<SubgroupSearch> search_subgroups(std::span<const Occasion> occasions,
                                        std::span<const std::uint32_t> kinds, std::uint64_t seed,
                                        int replicates) {
    const Occasions table(occasions);
    return search_subgroups(table.all(), kinds, seed, replicates);
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
