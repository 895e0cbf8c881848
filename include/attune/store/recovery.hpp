#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attune/vault/retire.hpp"

/// Bringing a store back: after damage, and from a backup.
namespace attune::store {

/// A record of which some revision could not be brought back. Holds no text.
struct LostRecord {
    RecordId id;       ///< zeros when it is not known
    std::string day;   ///< "2026-03-01", or empty
    std::string kind;  ///< "trigger", or empty
    /// Another revision of the record is there: an older or newer state of it.
    bool other_state = false;
};

struct RepairReport {
    vault::RepairResult files;
    std::vector<LostRecord> lost;
    /// Rows of damaged files of which nothing is known; they may well have come from elsewhere.
    std::uint64_t unknown_rows = 0;
    std::uint64_t records = 0;  ///< live ones, as a reader sees the store now
};

/// Brings everything that can be read into a new generation; see vault::repair.
[[nodiscard]] Result<RepairReport> repair(host::Host& host, const vault::Location& location,
                                          const vault::Keys& keys);

struct RetireReport {
    std::uint64_t files = 0;  ///< that were removed
    RepairReport repaired;    ///< what came of those that could not be read whole
};

/// Ends a machine that is gone for good; see vault::retire_device.
[[nodiscard]] Result<RetireReport> retire(host::Host& host, const vault::Location& location,
                                          const vault::Keys& keys, const DeviceId& device);

/// Folds what waits and writes one sealed file that one secret opens; see vault::write_backup.
[[nodiscard]] Result<vault::BackupFacts> backup(host::Host& host, const vault::Location& location,
                                                const vault::Keys& keys, const std::string& path,
                                                bool replace);

struct RestoreReport {
    bool new_store = false;     ///< the folder held none
    std::uint64_t added = 0;    ///< records that are there now and were not before
    std::uint64_t records = 0;  ///< live ones, as a reader sees the store now
};

/// Puts a backup into an empty folder, or merges it into the store that is there. Everything in it
/// is checked before anything is written.
///   ForeignKey  the folder holds another store
[[nodiscard]] Result<RestoreReport> restore(host::Host& host, const vault::Location& location,
                                            const vault::Keys& keys, const std::string& path);

}  // namespace attune::store
