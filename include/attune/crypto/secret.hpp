#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "attune/base/bytes.hpp"

namespace attune::crypto {

/// Makes libsodium ready; called before the first use of anything here. Calling it again costs
/// nothing.
void initialise();

/// Bytes that are locked in memory, guarded by unreadable pages on both sides, left out of core
/// files, and wiped when destroyed. Movable, not copyable, and without any way to print it.
class Secret {
  public:
    Secret() = default;
    /// `size` zero bytes.
    explicit Secret(std::size_t size);
    /// A copy of `bytes`; the caller still has to wipe its own.
    [[nodiscard]] static Secret copy_of(ByteView bytes);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] ByteView view() const { return {data_.get(), size_}; }
    [[nodiscard]] MutableByteView bytes() { return {data_.get(), size_}; }
    [[nodiscard]] Secret clone() const { return copy_of(view()); }

  private:
    struct Free {
        void operator()(std::uint8_t* data) const noexcept;
    };
    std::unique_ptr<std::uint8_t, Free> data_;
    std::size_t size_ = 0;
};

/// Overwrites bytes in a way the compiler may not leave out.
void wipe(MutableByteView bytes);

/// Compares in a time that depends on the length alone. Different lengths are unequal.
[[nodiscard]] bool equal(ByteView a, ByteView b);

}  // namespace attune::crypto
