#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/host/host.hpp"
#include "attune/vault/location.hpp"
#include "attune/vault/private_state.hpp"
#include "vault/sealed_header.hpp"

/// The names in a store folder: `<device>.<generation>.sealed` and `<device>.<n>.inbox`, where
/// device is 16 hex digits, generation and n are decimal, and n is the sequence that the segment's
/// first frame takes.
namespace attune::vault {

struct GenerationFile {
    DeviceId device;
    std::uint64_t generation = 0;
    std::string path;
};

struct SegmentFile {
    DeviceId device;
    std::uint64_t first_sequence = 0;
    std::string path;
    /// A conflicted copy, or a tail that was moved out of a segment: read like one, never appended
    /// to.
    bool is_copy = false;
};

struct Folder {
    std::vector<GenerationFile> generations;  ///< highest generation first
    std::vector<SegmentFile> segments;        ///< by device, then by first sequence
    /// Conflicted copies of generations that sync tools made: one more input to the union.
    std::vector<GenerationFile> copies;
    /// Damaged generations, or copies of some, that a repair put aside: no part of the union.
    std::vector<GenerationFile> damaged;
    /// What stood behind the last whole frames of segments and was moved out of the way.
    std::vector<SegmentFile> torn;
};

[[nodiscard]] std::string generation_name(const DeviceId& device, std::uint64_t generation);
[[nodiscard]] std::string segment_name(const DeviceId& device, std::uint64_t first_sequence);

/// Reads the names of a folder; other names are passed over. A conflicted copy is a name with
/// something between number and ending ("D.7.sync-conflict-20260301-214000-ABCDEFG.sealed",
/// "D.7 (conflicted copy).inbox"), or with marks behind the ending, ".conflict" and digits or "~"
/// and a name; copies of copies have both. NoStore when there is no generation, Damaged when there
/// are copies only.
[[nodiscard]] Result<Folder> read_folder(host::Host& host, const std::string& folder);

/// Damaged when a file's name and its header speak of different generations.
[[nodiscard]] Status check_place(const ParsedHeader& header, const GenerationFile& place);

/// The highest number among the generation files of a device; 0 when it has none.
[[nodiscard]] std::uint64_t newest_number(const Folder& folder, const DeviceId& device);

/// A device whose newest generation is older than one this machine has seen, or gone.
struct Rollback {
    DeviceId device;
    std::uint64_t newest = 0;  ///< 0: gone
    std::uint64_t seen = 0;
    bool told = false;  ///< this machine said so before

    [[nodiscard]] std::string text() const;
};
[[nodiscard]] std::vector<Rollback> find_rollbacks(const Folder& folder, const Seen& seen);

/// A generation whose header holds, still open.
struct FoundGeneration {
    GenerationFile place;
    ParsedHeader header;
    std::unique_ptr<host::File> file;
};

/// The newest generation (of `device` when given) whose header checksum holds. What stood in the
/// way of newer ones is added to `problems`. Damaged when there are generations but none can be
/// read; TooNew when the newest of `device` is of a later format, or, without `device`, when one is
/// and none can be read.
[[nodiscard]] Result<FoundGeneration> newest_generation(host::Host& host, const Folder& folder,
                                                        const std::optional<DeviceId>& device,
                                                        std::vector<Error>& problems);

}  // namespace attune::vault
