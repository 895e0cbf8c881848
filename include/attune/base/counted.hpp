#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace attune {

/// A count with its noun: "1 entry", "3 entries", "0 entries".
template <std::integral Number>
[[nodiscard]] std::string counted(Number count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace attune
