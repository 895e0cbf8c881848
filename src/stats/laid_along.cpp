#include "stats/laid_along.hpp"

#include <algorithm>
#include <optional>

#include "attune/stats/series.hpp"

namespace attune::stats {

namespace {

constexpr double kCarryOver = 0.2;
constexpr int kWeekDays = 7;

std::uint32_t below(Random& random, std::uint32_t count) {
    // The share that is too much is below count / 2^32; a test by shuffles does not see it.
    return static_cast<std::uint32_t>(((random.next() >> 32U) * count) >> 32U);
}

/// Three words of one weight become one of it and one of twice the weight.
void add(std::uint64_t& sum, std::uint64_t& carry, std::uint64_t a, std::uint64_t b) {
    const std::uint64_t either = sum ^ a;
    carry = (sum & a) | (either & b);
    sum = either ^ b;
}

/// Bit r of byte k becomes bit k of byte r.
std::uint64_t transposed(std::uint64_t x) {
    x = (x & 0xAA55AA55AA55AA55U) | ((x & 0x00AA00AA00AA00AAU) << 7U) |
        ((x >> 7U) & 0x00AA00AA00AA00AAU);
    x = (x & 0xCCCC3333CCCC3333U) | ((x & 0x0000CCCC0000CCCCU) << 14U) |
        ((x >> 14U) & 0x0000CCCC0000CCCCU);
    return (x & 0xF0F0F0F00F0F0F0FU) | ((x & 0x00000000F0F0F0F0U) << 28U) |
           ((x >> 28U) & 0x00000000F0F0F0F0U);
}

/// Word k holds the binary digit 2^k of 64 counts.
class Digits {
  public:
    explicit Digits(std::size_t highest) {
        for (; highest != 0; highest /= 2)
            ++used_;
    }

    /// One bit a count, each worth 2^k.
    void add_at(std::size_t k, std::uint64_t bits) {
        for (; bits != 0; ++k) {
            const std::uint64_t carry = digits_[k] & bits;
            digits_[k] ^= bits;
            bits = carry;
        }
    }
    /// Eight bits a count.
    void add_eight(std::span<const std::uint32_t, 8> at, std::span<const std::uint64_t> drawn) {
        std::array<std::uint64_t, 4> twos{};
        for (std::size_t i = 0; i < 4; ++i)
            add(digits_[0], twos[i], drawn[at[2 * i]], drawn[at[2 * i + 1]]);
        std::array<std::uint64_t, 2> fours{};
        for (std::size_t i = 0; i < 2; ++i)
            add(digits_[1], fours[i], twos[2 * i], twos[2 * i + 1]);
        std::uint64_t eights = 0;
        add(digits_[2], eights, fours[0], fours[1]);
        add_at(3, eights);
    }
    void write(DrawCounts& out) const {
        out.fill(0);
        for (std::size_t low = 0; low < used_; low += 8) {
            for (unsigned group = 0; group < kDrawsAtOnce; group += 8) {
                std::uint64_t bytes = 0;
                for (unsigned k = 0; k < 8; ++k)
                    bytes |= ((digits_[low + k] >> group) & 0xFFU) << (8 * k);
                bytes = transposed(bytes);
                for (unsigned r = 0; r < 8; ++r)
                    out[group + r] += static_cast<std::uint32_t>((bytes >> (8 * r)) & 0xFFU) << low;
            }
        }
    }

  private:
    std::size_t used_ = 0;
    std::array<std::uint64_t, 32> digits_{};
};

}  // namespace

bool carries_over(const OccasionWindow& window) {
    const auto days = window.days();
    if (days.empty()) return false;
    const int first = days.front().day;
    std::vector<std::optional<double>> shares(
        static_cast<std::size_t>(days.back().day - first + 1));
    for (const auto& day : days) {
        shares[static_cast<std::size_t>(day.day - first)] =
            static_cast<double>(day.hits) / static_cast<double>(day.entries);
    }
    return autocorrelation(shares).value_or(0) > kCarryOver;
}

HitShuffler::HitShuffler(const OccasionWindow& window, std::uint64_t seed)
    : window_(window), random_(seed) {
    const auto days = window.days();
    const bool weeks = carries_over(window);
    std::optional<int> open;
    for (std::uint32_t i = 0; i < days.size(); ++i) {
        const int unit = weeks ? (days[i].day - days.front().day) / kWeekDays : days[i].day;
        if (open != unit) units_.emplace_back();
        open = unit;
        units_.back().push_back(i);
    }
}

// Floyd's sample without repeats (Bentley & Floyd 1987, Communications of the ACM 30, 754-757), of
// the hits or of the others, whichever are fewer.
void HitShuffler::place(std::uint32_t begin, std::uint32_t entries, std::uint32_t hits,
                        unsigned bit) {
    std::uint64_t* const to = drawn_.data() + begin;
    const std::uint64_t one = std::uint64_t{1} << bit;
    const bool fewer_hits = 2 * hits <= entries;
    const std::uint32_t picks = fewer_hits ? hits : entries - hits;
    if (!fewer_hits) {
        for (std::uint32_t i = 0; i < entries; ++i)
            to[i] |= one;
    }
    const std::uint64_t picked = fewer_hits ? 1 : 0;
    for (std::uint32_t last = entries - picks; last < entries; ++last) {
        const std::uint32_t pick = below(random_, last + 1);
        to[((to[pick] >> bit) & 1U) == picked ? last : pick] ^= one;
    }
}

std::span<const std::uint64_t> HitShuffler::draw() {
    const auto days = window_.days();
    drawn_.assign(static_cast<std::size_t>(window_.entries()), 0);
    for (unsigned bit = 0; bit < kDrawsAtOnce; ++bit) {
        for (std::size_t left = units_.size(); left > 1; --left) {
            std::swap(units_[left - 1], units_[below(random_, static_cast<std::uint32_t>(left))]);
        }
        std::uint32_t begin = 0;
        for (const auto& unit : units_) {
            for (const std::uint32_t number : unit) {
                place(begin, days[number].entries, days[number].hits, bit);
                begin += days[number].entries;
            }
        }
    }
    return drawn_;
}

void count_hits(std::span<const std::uint32_t> entries, std::span<const std::uint64_t> drawn,
                DrawCounts& out) {
    Digits digits(entries.size());
    std::size_t i = 0;
    for (; i + 8 <= entries.size(); i += 8)
        digits.add_eight(entries.subspan(i).first<8>(), drawn);
    for (; i < entries.size(); ++i)
        digits.add_at(0, drawn[entries[i]]);
    digits.write(out);
}

}  // namespace attune::stats
