#pragma once

#include "attune/vault/session.hpp"

/// Mending a store whose newest generations are damaged, and what a single sealed file is good for.
namespace attune::vault {

/// Brings what can be read of a damaged image into a whole one; never an error because of damage.
using Salvage =
    std::function<Status(db::Connection& ours, db::Connection& theirs, const std::string& file)>;

struct RepairRequest {
    Applier applier;
    Salvage salvage;
    /// Tables of the room above, for an image that begins from nothing.
    std::function<Status(db::Connection&)> make_schema;
    /// Chunks of one file in which a single changed bit is looked for; each that has more wrong
    /// costs seconds.
    int mended_chunks_max = 4;
    /// A machine that is gone for good: what its damaged files still give is brought in and they
    /// are put aside like those of this machine, under this machine's name.
    std::optional<DeviceId> lost;
};

struct RepairResult {
    bool written = false;  ///< false: nothing of this device, nor of a lost one, is damaged
    std::uint64_t generation = 0;
    std::uint64_t frames = 0;          ///< taken from the inboxes
    std::vector<std::string> damaged;  ///< what was wrong, one line a file
    std::vector<std::string> mended;   ///< bytes that were put right by trying, one line each
    std::vector<std::string> unread;   ///< files that gave nothing: what they held is not known
    std::vector<std::string> renamed;  ///< new paths of this device's damaged files
    std::vector<std::string> left;     ///< damaged files of other devices, which those mend
};

/// Writes a new generation from everything there is: the newest whole generation of this device,
/// else of another, else an empty image; what can still be read of every damaged one; other
/// devices' images; all inboxes and torn tails. Only when it stands verified on the disk are the
/// damaged files of this device renamed to `.damaged`; none is deleted.
///   NoStore   there is no sealed file at all: 'store restore' begins from a backup
///   TooNew    the newest file of this machine was written by a newer program
/// and the errors of fold.
[[nodiscard]] Result<RepairResult> repair(host::Host& host, const Location& location,
                                          const Keys& keys, const RepairRequest& request);

/// Opens the root with a secret and the slots of one sealed file, or of several in which even the
/// headers are damaged. Errors as unlock.
[[nodiscard]] Result<Keys> unlock_files(host::Host& host, const std::vector<std::string>& paths,
                                        const GivenSecret& secret);
/// The sealed files of a folder, damaged ones and left-over temporary ones too, newest first.
[[nodiscard]] std::vector<std::string> sealed_files(host::Host& host, const Location& location);

/// What stands in a backup.
struct BackupFacts {
    StoreId store;
    DeviceId device;
    std::uint64_t generation = 0;
    std::uint64_t chunks = 0;
};

/// Copies the generation that is read here to `path`, by a temporary file that is opened and
/// verified whole before it gets the name. Refused when something stands at `path` and `replace` is
/// not set. The caller folds first what waits.
[[nodiscard]] Result<BackupFacts> write_backup(host::Host& host, const Location& location,
                                               const Keys& keys, const std::string& path,
                                               bool replace);
/// Opens every chunk of a backup and lets SQLite check the database.
[[nodiscard]] Result<BackupFacts> check_backup(host::Host& host, const std::string& path,
                                               const Keys& keys);
/// Puts a backup that check_backup was content with into a folder without any generation, and makes
/// this machine a new device of the store.
[[nodiscard]] Status place_backup(host::Host& host, const Location& location, const Keys& keys,
                                  const std::string& path);
/// Merges a backup into the store that is there; one more input to the union.
[[nodiscard]] Result<FoldResult> merge_backup(host::Host& host, const Location& location,
                                              const Keys& keys, const Applier& applier,
                                              const std::string& path);

}  // namespace attune::vault
