#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace attune::stats {

/// A repeatable stream of 64-bit numbers: the same seed gives the same numbers on every machine and
/// in every later version, so that a report prints the same resampled figures again. Not for
/// secrets. Source: xoshiro256**, Blackman & Vigna 2021, ACM TOMS 47, 36; the four words of state
/// come from the seed by splitmix64 (Steele, Lea & Flood 2014), as its authors advise.
class Random {
  public:
    /// Every seed is as good as another; 0 too.
    explicit Random(std::uint64_t seed);

    /// The next 64 bits.
    [[nodiscard]] std::uint64_t next() {
        const std::uint64_t out = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return out;
    }
    /// A whole number in [0, count), every one equally likely (draws beyond the last full multiple
    /// are thrown away). `count` is at least 1.
    [[nodiscard]] std::uint64_t below(std::uint64_t count);
    /// An index of a container of `count` elements, 0 to count - 1. `count` is at least 1.
    [[nodiscard]] std::size_t index(std::size_t count) { return below(count); }
    /// A number in [0, 1), a multiple of 2^-53.
    [[nodiscard]] double unit();

    /// Puts the values into a random order, all orders equally likely (Fisher & Yates 1938,
    /// Durstenfeld 1964).
    template <typename T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t left = values.size(); left > 1; --left) {
            std::swap(values[left - 1], values[index(left)]);
        }
    }

    /// The generator with exactly this state, which is not all zero. For tests against published
    /// outputs.
    [[nodiscard]] static Random from_state(const std::array<std::uint64_t, 4>& state);

  private:
    std::array<std::uint64_t, 4> state_{};
};

/// A seed from any bytes, for example a store id and a date (64-bit FNV-1a; Fowler, Noll & Vo).
[[nodiscard]] std::uint64_t seed_from(const void* bytes, std::size_t count);

}  // namespace attune::stats
