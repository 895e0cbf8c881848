#pragma once

#include <cstdint>
#include <string>

#include "attune/base/bytes.hpp"
#include "attune/base/result.hpp"

namespace attune::host {

/// The kernel's keyring of this user. Where the kernel forbids it every call is ErrorKind::Refused.
class Keyring {
  public:
    virtual ~Keyring() = default;
    /// Puts a secret under `description`, readable by every process of this user for `seconds`, and
    /// returns its serial.
    [[nodiscard]] virtual Result<std::int32_t> put(const std::string& description, ByteView secret,
                                                   unsigned seconds) = 0;
    /// The secret of a serial whose description is still `description`; ErrorKind::NotFound once it
    /// is gone.
    [[nodiscard]] virtual Result<Bytes> get(std::int32_t serial,
                                            const std::string& description) = 0;
    /// Makes the secret unreadable at once; a key that is gone already is fine.
    [[nodiscard]] virtual Status revoke(std::int32_t serial) = 0;
};

}  // namespace attune::host
