#pragma once

namespace attune {

/// Prints where a promise did not hold and aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace attune

/// States what the programmer promised. Stays on in release builds. Never judges input, files or a
/// full disk.
#define ATTUNE_ASSERT(condition)                                                      \
    do {                                                                              \
        if (!(condition)) ::attune::assertion_failed(#condition, __FILE__, __LINE__); \
    } while (false)
