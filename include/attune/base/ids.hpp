#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/bytes.hpp"

namespace attune {

/// A fixed number of random or hashed bytes that names something. The tag keeps kinds of ids apart.
template <typename Tag, std::size_t N>
struct Id {
    static constexpr std::size_t kBytes = N;
    std::array<std::uint8_t, N> bytes{};

    friend auto operator<=>(const Id&, const Id&) = default;

    [[nodiscard]] ByteView view() const { return bytes; }
    [[nodiscard]] std::string hex() const { return to_hex(bytes); }
    [[nodiscard]] bool is_zero() const { return *this == Id{}; }

    /// The id of exactly 2 N hexadecimal digits; nothing otherwise.
    [[nodiscard]] static std::optional<Id> from_hex(std::string_view text) {
        const auto raw = attune::from_hex(text);
        return raw ? from_bytes(*raw) : std::nullopt;
    }
    /// The id of exactly N bytes; nothing otherwise.
    [[nodiscard]] static std::optional<Id> from_bytes(ByteView raw) {
        if (raw.size() != N) return std::nullopt;
        Id id;
        std::memcpy(id.bytes.data(), raw.data(), N);
        return id;
    }
};

using StoreId = Id<struct StoreIdTag, 16>;
using DeviceId = Id<struct DeviceIdTag, 8>;
using RecordId = Id<struct RecordIdTag, 16>;
using RevisionId = Id<struct RevisionIdTag, 16>;
using SlotId = Id<struct SlotIdTag, 16>;

}  // namespace attune
