#include "stats/covers.hpp"

#include <algorithm>
#include <utility>

#include "attune/base/assert.hpp"
#include "attune/stats/factors.hpp"

namespace attune::stats {

namespace {

constexpr std::size_t kWordsMax = 30;
constexpr std::uint32_t kNone = UINT32_MAX;

}  // namespace

Covers::Covers(const OccasionWindow& window, std::span<const std::uint32_t> kinds)
    : window_(window), kinds_(kinds) {
    choose_words();
    make_pairs();
    make_triples();
}

void Covers::choose_words() {
    struct Frequent {
        std::size_t entries;
        std::uint32_t word;
    };
    std::vector<Frequent> frequent;
    for (std::uint32_t word = 0; word < window_.table().words_end(); ++word) {
        const std::size_t entries = window_.holders(word).size();
        if (entries >= static_cast<std::size_t>(kSideEntriesMin))
            frequent.push_back({entries, word});
    }
    std::stable_sort(frequent.begin(), frequent.end(),
                     [](const Frequent& a, const Frequent& b) { return a.entries > b.entries; });
    if (frequent.size() > kWordsMax) frequent.resize(kWordsMax);
    for (const Frequent& one : frequent)
        words_.push_back(one.word);
    std::sort(words_.begin(), words_.end());

    std::vector<std::uint32_t> place_of(window_.table().words_end(), kNone);
    for (std::uint32_t i = 0; i < words_.size(); ++i)
        place_of[words_[i]] = i;
    place_begin_.push_back(0);
    for (std::uint32_t entry = window_.begin(); entry < window_.end(); ++entry) {
        for (const std::uint32_t word : window_.table().words_of(entry)) {
            if (place_of[word] != kNone) places_.push_back(place_of[word]);
        }
        place_begin_.push_back(places_.size());
    }
}

/// Fills in the days; false when either side has too little.
bool Covers::enough(Cover& cover) const {
    const auto inside = static_cast<long>(cover.entries.size());
    const long outside = window_.entries() - inside;
    if (inside < kSideEntriesMin || outside < kSideEntriesMin) return false;
    std::size_t whole = 0;  // days without any other entry
    std::uint32_t of_day = 0;
    for (std::size_t i = 0; i < cover.entries.size(); ++i) {
        const std::uint32_t day = window_.day_of(window_.begin() + cover.entries[i]);
        const bool last = i + 1 == cover.entries.size() ||
                          window_.day_of(window_.begin() + cover.entries[i + 1]) != day;
        ++of_day;
        if (!last) continue;
        ++cover.days;
        whole += of_day == window_.days()[day].entries ? 1U : 0U;
        of_day = 0;
    }
    return enough_on_side(inside, cover.days) &&
           enough_on_side(outside, window_.days().size() - whole);
}

void Covers::make_pairs() {
    const std::size_t n = words_.size();
    std::vector<std::vector<std::uint32_t>> common(n * n);
    pair_counts_.resize(n * n);
    pair_at_.assign(n * n, 0);
    const auto each_pair = [&](auto visit) {
        for (std::uint32_t i = 0; i + 1 < place_begin_.size(); ++i) {
            for (std::size_t a = place_begin_[i]; a < place_begin_[i + 1]; ++a) {
                for (std::size_t b = a + 1; b < place_begin_[i + 1]; ++b)
                    visit(i, places_[a] * n + places_[b]);
            }
        }
    };
    each_pair([&](std::uint32_t entry, std::size_t at) {
        pair_counts_[at].hits += window_.table().hit(window_.begin() + entry) ? 1 : 0;
        ++pair_counts_[at].of;
    });
    for (std::size_t at = 0; at < common.size(); ++at)
        common[at].reserve(static_cast<std::size_t>(pair_counts_[at].of));
    each_pair([&](std::uint32_t entry, std::size_t at) { common[at].push_back(entry); });
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            if (!differ(i, j)) continue;
            Cover pair{{words_[i], words_[j]}, std::move(common[i * n + j]), 0, {}};
            if (!enough(pair)) continue;
            pairs_.push_back(std::move(pair));
            pair_at_[i * n + j] = pairs_.size();
        }
    }
}

void Covers::make_triples() {
    const std::size_t n = words_.size();
    // Entries of a pair are gone through for each condition that may be a third one.
    std::vector<std::vector<std::uint32_t>> common(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            if (pair_at_[i * n + j] == 0) continue;
            for (auto& entries : common)
                entries.clear();
            for (const std::uint32_t entry : pairs_[pair_at_[i * n + j] - 1].entries) {
                for (std::size_t at = place_begin_[entry + 1]; at-- > place_begin_[entry];) {
                    if (places_[at] <= j) break;
                    common[places_[at]].push_back(entry);
                }
            }
            for (std::size_t k = j + 1; k < n; ++k) {
                if (!differ(i, k) || !differ(j, k)) continue;
                if (std::ssize(common[k]) < kSideEntriesMin) continue;
                Cover triple{{words_[i], words_[j], words_[k]}, common[k], 0, {}};
                if (!enough(triple)) continue;
                for (const std::size_t at : {i * n + j, i * n + k, j * n + k}) {
                    if (pair_at_[at] == 0) continue;
                    triple.related.push_back(pair_at_[at] - 1);
                    pairs_[pair_at_[at] - 1].related.push_back(triples_.size());
                }
                triples_.push_back(std::move(triple));
            }
        }
    }
}

Count Covers::count(std::span<const std::uint32_t> words) const {
    ATTUNE_ASSERT(words.size() == 1 || words.size() == 2);
    if (words.size() == 1) {
        Count out;
        for (const std::uint32_t entry : window_.holders(words[0])) {
            out.hits += window_.table().hit(entry) ? 1 : 0;
            ++out.of;
        }
        return out;
    }
    const auto place = [&](std::uint32_t word) {
        return static_cast<std::size_t>(std::lower_bound(words_.begin(), words_.end(), word) -
                                        words_.begin());
    };
    return pair_counts_[place(words[0]) * words_.size() + place(words[1])];
}

Count Covers::count(const Cover& cover) const {
    Count out{0, static_cast<long>(cover.entries.size())};
    for (const std::uint32_t entry : cover.entries)
        out.hits += window_.table().hit(window_.begin() + entry) ? 1 : 0;
    return out;
}

}  // namespace attune::stats
