#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "attune/base/bytes.hpp"
#include "attune/base/result.hpp"

namespace attune::host {

/// What the process was started with and what the machine says of itself.
class Environment {
  public:
    virtual ~Environment() = default;
    /// An environment variable; nothing when it is unset.
    [[nodiscard]] virtual std::optional<std::string> variable(const std::string& name) const = 0;
    /// True when the locale's character set is UTF-8.
    [[nodiscard]] virtual bool utf8_locale() const = 0;
    /// The machine id of the operating system, or an empty string.
    [[nodiscard]] virtual std::string machine_id() const = 0;
    /// Bytes of memory this process may still take: the smaller of MemAvailable and what the cgroup
    /// leaves.
    [[nodiscard]] virtual std::uint64_t available_memory() const = 0;
    /// True when the machine may write memory to a swap area; nothing when it cannot be told.
    [[nodiscard]] virtual std::optional<bool> swap_in_use() const = 0;
    /// Fills `out` with random bytes of the operating system.
    virtual void random(MutableByteView out) = 0;
    /// Reads a file descriptor that the caller of the program handed over, to its end (at most
    /// `limit` bytes).
    [[nodiscard]] virtual Result<Bytes> read_descriptor(int descriptor, std::size_t limit) = 0;
};

}  // namespace attune::host
