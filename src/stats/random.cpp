#include "attune/stats/random.hpp"

#include "attune/base/assert.hpp"

namespace attune::stats {

Random::Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
        seed += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = seed;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
        word = mixed ^ (mixed >> 31);
    }
}

Random Random::from_state(const std::array<std::uint64_t, 4>& state) {
    ATTUNE_ASSERT((state != std::array<std::uint64_t, 4>{}));
    Random random(0);
    random.state_ = state;
    return random;
}

std::uint64_t Random::below(std::uint64_t count) {
    ATTUNE_ASSERT(count > 0);
    // 2^64 mod count: the draws below it are one too many for an equal share.
    const std::uint64_t surplus = (std::uint64_t{0} - count) % count;
    std::uint64_t draw = next();
    while (draw < surplus)
        draw = next();
    return draw % count;
}

double Random::unit() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::uint64_t seed_from(const void* bytes, std::size_t count) {
    const auto* at = static_cast<const unsigned char*>(bytes);
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (std::size_t i = 0; i < count; ++i) {
        hash ^= at[i];
        hash *= 0x100000001B3U;
    }
    return hash;
}

}  // namespace attune::stats
