#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace attune::fuzz {

/// Ends the run, so that the fuzzer keeps the input, when a property does not hold.
inline void expect(bool holds, const char* property) {
    if (holds) return;
    static_cast<void>(std::fprintf(stderr, "property does not hold: %s\n", property));
    std::abort();
}

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace attune::fuzz
