#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

/// The bytes of a string, and back. Nothing is converted.
[[nodiscard]] ByteView as_bytes(std::string_view text);
[[nodiscard]] std::string_view as_text(ByteView bytes);

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string to_hex(ByteView bytes);

/// The bytes of an even number of hexadecimal digits of either case; nothing when a character is
/// none.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

/// Appends little-endian integers and raw bytes: every file format of attune is written through
/// this.
class ByteWriter {
  public:
    void u8(std::uint8_t value) { bytes_.push_back(value); }
    void u16(std::uint16_t value) { put(value, 2); }
    void u32(std::uint32_t value) { put(value, 4); }
    void u64(std::uint64_t value) { put(value, 8); }
    void raw(ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    [[nodiscard]] ByteView view() const { return bytes_; }
    [[nodiscard]] Bytes take() && { return std::move(bytes_); }

  private:
    void put(std::uint64_t value, int count) {
        for (int i = 0; i < count; ++i)
            bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    Bytes bytes_;
};

/// Reads little-endian integers and raw bytes. Reading past the end gives zeros and sets `overrun`,
/// so a format is read straight through and judged once at the end.
class ByteReader {
  public:
    explicit ByteReader(ByteView bytes) : bytes_(bytes) {}
    [[nodiscard]] std::uint8_t u8() { return static_cast<std::uint8_t>(get(1)); }
    [[nodiscard]] std::uint16_t u16() { return static_cast<std::uint16_t>(get(2)); }
    [[nodiscard]] std::uint32_t u32() { return static_cast<std::uint32_t>(get(4)); }
    [[nodiscard]] std::uint64_t u64() { return get(8); }
    /// The next `count` bytes, or an empty view when fewer are left.
    [[nodiscard]] ByteView raw(std::size_t count) {
        if (count > bytes_.size() - at_) {
            overrun_ = true;
            return {};
        }
        const ByteView out = bytes_.subspan(at_, count);
        at_ += count;
        return out;
    }
    /// Fills a fixed array from the next bytes.
    template <std::size_t N>
    void fill(std::array<std::uint8_t, N>& out) {
        const ByteView bytes = raw(N);
        if (bytes.size() == N) std::memcpy(out.data(), bytes.data(), N);
    }
    [[nodiscard]] std::size_t position() const { return at_; }
    [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }
    [[nodiscard]] bool overrun() const { return overrun_; }

  private:
    [[nodiscard]] std::uint64_t get(std::size_t count) {
        const ByteView bytes = raw(count);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            value |= std::uint64_t{bytes[i]} << (8 * i);
        return value;
    }
    ByteView bytes_;
    std::size_t at_ = 0;
    bool overrun_ = false;
};

}  // namespace attune
