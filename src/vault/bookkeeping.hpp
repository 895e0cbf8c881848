#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "attune/db/connection.hpp"
#include "attune/vault/session.hpp"
#include "vault/folder.hpp"
#include "vault/frame.hpp"
#include "vault/slot_table.hpp"

/// The vault's own tables inside the image, besides those of slot_table.hpp and left_roots.hpp:
///   folded(device, sequence, tag, generation)
///       frames in this image, and the generation that took them in
///   merged(device, generation, checksum)
///       other devices' generations whose rows are in this image
///   quarantine(hash, device, sequence, reason, bytes, generation)
///       bytes of inboxes that were set aside
namespace attune::vault {

[[nodiscard]] Status make_vault_tables(db::Connection& connection, const Keys& keys,
                                       const std::vector<Slot>& slots, std::uint64_t clock);

/// The content of one segment file, read before the generation is chosen.
struct LoadedSegment {
    SegmentFile place;
    Bytes bytes;
    /// Nothing of it is still on its way: bytes at its end that are no frame never become one.
    bool is_whole = false;
};
/// The segments of a folder; the error of the first that cannot be read.
[[nodiscard]] Result<std::vector<LoadedSegment>> load_segments(host::Host& host,
                                                               const Folder& folder);
/// Those that can be read, and why the others cannot: one file that somebody put there must not
/// keep all the others from being read.
[[nodiscard]] std::vector<LoadedSegment> load_readable_segments(host::Host& host,
                                                                const Folder& folder,
                                                                std::vector<Error>& unread);

/// Adds the torn tails of a folder. Those of `own` are whole, as are the conflicted copies of its
/// segments, which are marked so.
void load_torn_tails(host::Host& host, const Folder& folder, const std::optional<DeviceId>& own,
                     std::vector<LoadedSegment>& segments, std::vector<Error>& unread);

struct AppliedFrames {
    std::uint64_t total = 0;  ///< frames seen
    std::uint64_t fresh = 0;  ///< of those, taken in now
    std::uint64_t fresh_bytes = 0;
    std::uint64_t set_aside = 0;  ///< of the fresh ones, put into quarantine
    std::uint64_t cut_off = 0;    ///< of the fresh ones, ends of writes that never came to an end
    /// Sealed under a root that is not known: neither taken in nor set aside, since the generation
    /// that brings the root may still be on its way.
    std::uint64_t unknown_root = 0;
    /// Written by a newer program: they wait in their segments until this one can read them.
    std::uint64_t too_new = 0;
};

/// Takes every frame that is not in `folded` yet into the database, marked with `generation`. One
/// that the applier calls BadInput is set aside, one that it calls TooNew stays in its segment.
[[nodiscard]] Result<AppliedFrames> apply_segments(db::Connection& connection,
                                                   const std::vector<LoadedSegment>& segments,
                                                   const Keys& keys, const Applier& applier,
                                                   std::uint64_t generation);

/// What another device's image, sealed under `sealed_by`, says of secrets and roots: merge_slots
/// and merge_left_roots.
[[nodiscard]] Result<std::uint64_t> merge_secrets(db::Connection& ours, db::Connection& theirs,
                                                  const Keys& keys, const Keys& sealed_by,
                                                  std::vector<std::string>& warnings);

/// A generation that is passed over, and why.
struct UnreadFile {
    GenerationFile place;
    Error error;
    bool is_copy = false;  ///< a conflicted copy
};

/// What is to be said of another device's file that cannot be read now.
[[nodiscard]] std::string told_of(const Error& why);

/// Merges the newest generation of every device but `own` whose checksum is not recorded. What
/// cannot be read is said in `warnings`, what a newer program wrote is added to `newer`, and both
/// are left for later. Returns the number of revisions added.
[[nodiscard]] Result<std::uint64_t> merge_others(host::Host& host, const Folder& folder,
                                                 const Keys& keys, db::Connection& connection,
                                                 const DeviceId& base_device,
                                                 const MergeImage& merge,
                                                 std::vector<std::string>& warnings,
                                                 std::vector<UnreadFile>& newer);

/// True when every frame and every quarantined run of the segment was taken in by a generation up
/// to `generation`.
[[nodiscard]] Result<bool> segment_is_in(db::Connection& connection, const LoadedSegment& segment,
                                         std::uint64_t generation);

}  // namespace attune::vault
