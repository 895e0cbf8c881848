#include "stats/laid_along.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "attune/stats/series.hpp"

namespace attune::stats {

namespace {

constexpr double kCarryOver = 0.2;
constexpr int kWeekDays = 7;

}  // namespace

OrderedOccasions ordered(std::span<const Occasion> occasions) {
    OrderedOccasions out;
    out.entries.assign(occasions.begin(), occasions.end());
    for (Occasion& one : out.entries)
        std::sort(one.words.begin(), one.words.end());
    std::sort(out.entries.begin(), out.entries.end(), [](const Occasion& a, const Occasion& b) {
        return std::tie(a.day, a.words, a.hit) < std::tie(b.day, b.words, b.hit);
    });
    for (std::uint32_t i = 0; i < out.entries.size(); ++i) {
        const Occasion& one = out.entries[i];
        if (out.days.empty() || out.days.back().day != one.day)
            out.days.push_back({one.day, i, 0, 0});
        ++out.days.back().entries;
        out.days.back().hits += one.hit ? 1 : 0;
        out.hits += one.hit ? 1 : 0;
    }
    return out;
}

bool carries_over(const OrderedOccasions& all) {
    if (all.days.empty()) return false;
    const int first = all.days.front().day;
    std::vector<std::optional<double>> shares(
        static_cast<std::size_t>(all.days.back().day - first + 1));
    for (const auto& day : all.days) {
        shares[static_cast<std::size_t>(day.day - first)] =
            static_cast<double>(day.hits) / static_cast<double>(day.entries);
    }
    return autocorrelation(shares).value_or(0) > kCarryOver;
}

HitShuffler::HitShuffler(const OrderedOccasions& all, std::uint64_t seed)
    : all_(all), random_(seed) {
    const bool weeks = carries_over(all);
    std::optional<int> open;
    for (std::uint32_t i = 0; i < all.days.size(); ++i) {
        const int unit =
            weeks ? (all.days[i].day - all.days.front().day) / kWeekDays : all.days[i].day;
        if (open != unit) units_.emplace_back();
        open = unit;
        units_.back().push_back(i);
    }
    hits_.reserve(static_cast<std::size_t>(all.hits));
}

std::uint32_t HitShuffler::below(std::uint32_t count) {
    // The share that is too much is below count / 2^32; a test by shuffles does not see it.
    return static_cast<std::uint32_t>(((random_.next() >> 32U) * count) >> 32U);
}

// Floyd's sample without repeats (Bentley & Floyd 1987, Communications of the ACM 30, 754-757), of
// the hits or of the others, whichever are fewer.
void HitShuffler::place(std::uint32_t begin, std::uint32_t entries, std::uint32_t hits) {
    const bool fewer_hits = 2 * hits <= entries;
    const std::uint32_t picks = fewer_hits ? hits : entries - hits;
    drawn_.assign(entries, 0);
    for (std::uint32_t last = entries - picks; last < entries; ++last) {
        const std::uint32_t pick = below(last + 1);
        drawn_[drawn_[pick] != 0 ? last : pick] = 1;
    }
    for (std::uint32_t i = 0; i < entries; ++i) {
        if ((drawn_[i] != 0) == fewer_hits) hits_.push_back(begin + i);
    }
}

std::span<const std::uint32_t> HitShuffler::laid_along() {
    hits_.clear();
    for (std::size_t left = units_.size(); left > 1; --left)
        std::swap(units_[left - 1], units_[below(static_cast<std::uint32_t>(left))]);
    std::uint32_t begin = 0;
    for (const auto& unit : units_) {
        for (const std::uint32_t number : unit) {
            const auto& day = all_.days[number];
            place(begin, day.entries, day.hits);
            begin += day.entries;
        }
    }
    return hits_;
}

}  // namespace attune::stats
