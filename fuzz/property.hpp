#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// ATTUNE_FUZZ(name) { ... } is one harness: its body sees the input as `data` and `size`. Linked
/// with libFuzzer it is that fuzzer's entry; linked into `fuzz_replay` it is one of the harnesses
/// that program knows by name.
#ifdef ATTUNE_FUZZ_REPLAY
#define ATTUNE_FUZZ(name)                                                         \
    static void run_##name(const std::uint8_t* data, std::size_t size);           \
    static const ::attune::fuzz::Registered registered_##name(#name, run_##name); \
    static void run_##name([[maybe_unused]] const std::uint8_t* data,             \
                           [[maybe_unused]] std::size_t size)
#else
#define ATTUNE_FUZZ(name)                                                               \
    static void run_##name(const std::uint8_t* data, std::size_t size);                 \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
        run_##name(data, size);                                                         \
        return 0;                                                                       \
    }                                                                                   \
    static void run_##name([[maybe_unused]] const std::uint8_t* data,                   \
                           [[maybe_unused]] std::size_t size)
#endif

namespace attune::fuzz {

using Harness = void (*)(const std::uint8_t* data, std::size_t size);

/// Makes a harness known to `fuzz_replay`.
struct Registered {
    Registered(const char* name, Harness run);
};

/// Ends the run, so that the fuzzer keeps the input, when a property does not hold.
inline void expect(bool holds, const char* property) {
    if (holds) return;
    static_cast<void>(std::fprintf(stderr, "property does not hold: %s\n", property));
    std::abort();
}

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// The input as a row of decisions, taken from its front; 0 for ever when it is used up.
class Choices {
  public:
    Choices(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::uint8_t byte() {
        if (size_ == 0) return 0;
        --size_;
        return *data_++;
    }
    /// Big-endian, of `bytes` bytes.
    [[nodiscard]] std::uint64_t number(int bytes) {
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value = value << 8 | byte();
        return value;
    }
    /// 0 to `end` - 1.
    [[nodiscard]] std::size_t below(std::size_t end) { return number(end > 256 ? 4 : 1) % end; }
    /// The next `bytes` of the input, as far as there are so many.
    [[nodiscard]] std::string_view text(std::size_t bytes) {
        const std::string_view taken = as_text(data_, bytes < size_ ? bytes : size_);
        data_ += taken.size();
        size_ -= taken.size();
        return taken;
    }
    [[nodiscard]] std::string_view rest() { return text(size_); }

  private:
    const std::uint8_t* data_;
    std::size_t size_;
};

}  // namespace attune::fuzz
