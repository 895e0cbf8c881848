#include "attune/stats/occasions.hpp"

#include <algorithm>
#include <tuple>

namespace attune::stats {

Occasions::Occasions(std::span<const Occasion> entries) {
    std::vector<Occasion> sorted(entries.begin(), entries.end());
    for (Occasion& one : sorted)
        std::sort(one.words.begin(), one.words.end());
    std::sort(sorted.begin(), sorted.end(), [](const Occasion& a, const Occasion& b) {
        return std::tie(a.day, a.words, a.hit) < std::tie(b.day, b.words, b.hit);
    });
    std::vector<std::uint32_t> holders;
    word_begin_.push_back(0);
    for (std::uint32_t i = 0; i < sorted.size(); ++i) {
        const Occasion& one = sorted[i];
        if (days_.empty() || days_.back().day != one.day) days_.push_back({one.day, i, 0, 0});
        ++days_.back().entries;
        days_.back().hits += one.hit ? 1 : 0;
        hits_.push_back(one.hit ? 1 : 0);
        day_of_.push_back(static_cast<std::uint32_t>(days_.size() - 1));
        for (const std::uint32_t word : one.words) {
            if (word >= holders.size()) holders.resize(word + 1);
            ++holders[word];
            words_.push_back(word);
        }
        word_begin_.push_back(static_cast<std::uint32_t>(words_.size()));
    }
    holder_begin_.push_back(0);
    for (const std::uint32_t count : holders)
        holder_begin_.push_back(holder_begin_.back() + count);
    holders_.resize(words_.size());
    std::copy_n(holder_begin_.begin(), holders.size(), holders.begin());
    for (std::uint32_t i = 0; i < sorted.size(); ++i) {
        for (const std::uint32_t word : sorted[i].words)
            holders_[holders[word]++] = i;
    }
}

std::span<const std::uint32_t> Occasions::holders(std::uint32_t word) const {
    if (word >= words_end()) return {};
    return std::span(holders_).subspan(holder_begin_[word],
                                       holder_begin_[word + 1] - holder_begin_[word]);
}

OccasionWindow Occasions::all() const {
    return {*this, days_, 0};
}

OccasionWindow Occasions::between(int first, int last) const {
    const auto before = [](const Day& day, int number) { return day.day < number; };
    const auto begin = std::lower_bound(days_.begin(), days_.end(), first, before);
    const auto end = std::lower_bound(begin, days_.end(), last + 1, before);
    return {*this, {begin, end}, static_cast<std::uint32_t>(begin - days_.begin())};
}

OccasionWindow::OccasionWindow(const Occasions& table, std::span<const Occasions::Day> days,
                               std::uint32_t first_day)
    : table_(&table), days_(days), first_day_(first_day) {
    if (days.empty()) return;
    begin_ = days.front().begin;
    end_ = days.back().begin + days.back().entries;
    for (const Occasions::Day& day : days)
        hits_ += day.hits;
}

std::span<const std::uint32_t> OccasionWindow::holders(std::uint32_t word) const {
    const auto all = table_->holders(word);
    const auto begin = std::lower_bound(all.begin(), all.end(), begin_);
    return {begin, std::lower_bound(begin, all.end(), end_)};
}

}  // namespace attune::stats
