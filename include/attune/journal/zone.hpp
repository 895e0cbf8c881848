#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"

namespace attune::journal {

class ZoneRules;

/// What a local time means in a zone.
struct LocalReading {
    enum class Kind {
        Once,   ///< the usual case: `first` is the instant
        Twice,  ///< clocks were put back: `first` and `second` are both that local time, `first` is
                ///< earlier
        Never,  ///< clocks were put forward over it: `first` is the instant at which they were
    };
    Kind kind = Kind::Once;
    std::chrono::sys_seconds first{};
    std::chrono::sys_seconds second{};
};

/// A time zone of the system's database, or a fixed offset. A small value; copies are cheap.
class Zone {
  public:
    /// UTC; needs no database.
    Zone() = default;

    /// The zone of an IANA name ("Europe/Berlin"). A leading ':' and a path into a zoneinfo folder
    /// are understood as well; "UTC", "Etc/UTC" and "GMT" never touch the database.
    /// ErrorKind::Usage when the name is unknown, ErrorKind::Io when there is no database (package
    /// tzdata). Reads one small file, about 0.1 ms.
    [[nodiscard]] static Result<Zone> find(std::string_view name);

    /// A zone that is always `offset` ahead of UTC.
    [[nodiscard]] static Zone fixed(std::chrono::minutes offset);

    /// "Europe/Berlin", "UTC", "+01:00".
    [[nodiscard]] const std::string& name() const { return name_; }

    /// Local time minus UTC at an instant, in whole minutes (offsets with seconds, before 1950, are
    /// rounded down).
    [[nodiscard]] std::chrono::minutes offset_at(std::chrono::sys_seconds utc) const;

    /// The local time of an instant.
    [[nodiscard]] std::chrono::local_seconds local(std::chrono::sys_seconds utc) const;

    /// The instants that have a local time.
    [[nodiscard]] LocalReading read(std::chrono::local_seconds local) const;

  private:
    std::shared_ptr<const ZoneRules> rules_;
    std::chrono::minutes offset_{};
    std::string name_ = "UTC";
};

}  // namespace attune::journal
