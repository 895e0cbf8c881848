#pragma once

#include <chrono>
#include <string>

namespace attune::host {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// The time of day and the zone, as the outside world has them.
class Clock {
  public:
    virtual ~Clock() = default;
    /// UTC, in milliseconds.
    [[nodiscard]] virtual Time now() const = 0;
    /// The configured zone as an IANA name ("Europe/Berlin"); "UTC" when none can be found.
    [[nodiscard]] virtual std::string zone_name() const = 0;
};

}  // namespace attune::host
