#include "attune/vault/retire.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/vault/devices.hpp"
#include "attune/vault/inbox.hpp"
#include "vault/copies.hpp"
#include "vault/generation_writer.hpp"
#include "vault/open_base.hpp"

namespace attune::vault {

namespace {

constexpr int kLockWaitMs = 10000;

/// Everything of one device in the folder.
struct FilesOf {
    std::optional<crypto::Hash32> checksum;  ///< S of its newest generation
    std::vector<LoadedSegment> segments;
    std::vector<GenerationFile> copies;
    std::vector<std::string> paths;
};

Result<FilesOf> files_of(host::Host& host, const Folder& folder, const DeviceId& device) {
    FilesOf files;
    for (const GenerationFile& file : folder.generations) {
        if (file.device != device) continue;
        files.paths.push_back(file.path);
        if (files.checksum) continue;  // newest first
        ATTUNE_TRY(const auto open, host.files.open_read(file.path));
        ATTUNE_TRY(const ParsedHeader header, read_header(*open, file.path));
        files.checksum = header.checksum;
    }
    Folder only;
    for (const auto* files_there : {&folder.segments, &folder.torn}) {
        for (const SegmentFile& file : *files_there) {
            if (file.device == device) only.segments.push_back(file);
        }
    }
    ATTUNE_TRY(files.segments, load_segments(host, only));
    for (const SegmentFile& file : only.segments)
        files.paths.push_back(file.path);
    for (const GenerationFile& file : folder.copies) {
        if (file.device != device) continue;
        files.copies.push_back(file);
        files.paths.push_back(file.path);
    }
    return files;
}

/// Pieces that are set aside in the newest generation of the device and that this image has never
/// met: the inbox they stood in may be long gone. Takes them over when `take` is true; returns
/// whether there are any.
Result<bool> meet_quarantine(host::Host& host, const Location& location, const Keys& keys,
                             const DeviceId& device, db::Connection& ours, bool take) {
    ATTUNE_TRY(auto known,
               ours.prepare("SELECT 1 FROM quarantine WHERE hash = ?1 UNION ALL SELECT 1 FROM "
                            "folded WHERE device = ?2 AND sequence = ?3 AND tag IN (?1, ?4)"));
    bool any = false;
    const auto meet = [&](db::Connection& theirs) -> Status {
        ATTUNE_TRY(auto pieces, theirs.prepare("SELECT hash, device, sequence, reason, bytes FROM "
                                               "quarantine"));
        while (true) {
            ATTUNE_TRY(const bool row, pieces.step());
            if (!row) return {};
            const auto frame = frame_at(pieces.blob(4), 0);
            const auto tag = frame ? frame->tag : crypto::hash32({pieces.blob(4)});
            known.reset();
            known.bind(1, pieces.blob(0))
                .bind(2, pieces.blob(1))
                .bind(3, pieces.integer(2))
                .bind(4, ByteView(tag));
            ATTUNE_TRY(const bool is_known, known.step());
            if (is_known) continue;
            any = true;
            if (!take) return {};
            ATTUNE_TRY(auto insert,
                       ours.prepare("INSERT INTO quarantine VALUES(?, ?, ?, ?, ?, 0)"));
            ATTUNE_CHECK(insert.bind(1, pieces.blob(0))
                             .bind(2, pieces.blob(1))
                             .bind(3, pieces.integer(2))
                             .bind(4, pieces.text(3))
                             .bind(5, pieces.blob(4))
                             .run());
        }
    };
    const Status met = look_into(host, location, keys, device, meet);
    if (!met && met.error().kind != ErrorKind::NotFound) return fail(met.error());
    return any;
}

/// True when the two newest generations of this machine hold all of it and open to the last chunk.
Result<bool> is_held_twice(host::Host& host, const Location& location, const Folder& folder,
                           const Keys& keys, const DeviceId& own, const DeviceId& device,
                           const FilesOf& files) {
    std::vector<GenerationFile> newest;
    for (const GenerationFile& file : folder.generations) {
        if (file.device == own && newest.size() < 2) newest.push_back(file);
    }
    if (newest.size() < 2) return false;
    for (const GenerationFile& file : newest) {
        ATTUNE_CHECK(verify_generation(host, file.path, keys));
        ATTUNE_TRY(const OpenBase base, open_generation(host, file, keys));
        db::Connection& database = *base.connection;
        if (files.checksum) {
            ATTUNE_TRY(auto find, database.prepare("SELECT 1 FROM merged WHERE checksum = ?"));
            find.bind(1, ByteView(*files.checksum));
            ATTUNE_TRY(const bool merged, find.step());
            if (!merged) return false;
        }
        for (const LoadedSegment& segment : files.segments) {
            ATTUNE_TRY(const bool in, segment_is_in(database, segment, file.generation));
            if (!in) return false;
        }
        for (const GenerationFile& copy : files.copies) {
            ATTUNE_TRY(const bool in, copy_is_in(host, copy, database, file.generation));
            if (!in) return false;
        }
        ATTUNE_TRY(const bool more, meet_quarantine(host, location, keys, device, database, false));
        if (more) return false;
    }
    return true;
}

bool has_files(const Folder& folder, const DeviceId& device) {
    const auto is_of = [&](const auto& file) { return file.device == device; };
    return std::any_of(folder.generations.begin(), folder.generations.end(), is_of) ||
           std::any_of(folder.copies.begin(), folder.copies.end(), is_of) ||
           std::any_of(folder.segments.begin(), folder.segments.end(), is_of) ||
           std::any_of(folder.torn.begin(), folder.torn.end(), is_of);
}

}  // namespace

Result<Retired> retire_device(host::Host& host, const Location& location, const Keys& keys,
                              const RepairRequest& request, const DeviceId& device) {
    ATTUNE_CHECK(ensure_identity(host, location, keys));
    ATTUNE_TRY(const Identity identity, load_identity(host, location, keys.store));
    if (device == identity.device)
        return fail(ErrorKind::Refused, "this machine cannot retire itself",
                    "run it on one of the machines that stay");
    ATTUNE_TRY(const Folder before, read_folder(host, location.folder));
    if (!has_files(before, device))
        return fail(ErrorKind::NotFound, fmt::format("device {} has no files here", device.hex()));
    Retired retired;
    RepairRequest repairing = request;
    repairing.lost = device;
    ATTUNE_TRY(retired.repaired, repair(host, location, keys, repairing));
    for (int round = 0;; ++round) {
        ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
        ATTUNE_TRY(const FilesOf files, files_of(host, folder, device));
        ATTUNE_TRY(const bool held,
                   is_held_twice(host, location, folder, keys, identity.device, device, files));
        if (held) {
            const std::string lock_path =
                host::path_join(state_folder(location, keys.store), "fold.lock");
            ATTUNE_TRY(const auto lock, host.files.lock(lock_path, kLockWaitMs));
            for (const std::string& path : files.paths)
                ATTUNE_CHECK(host.files.unlink(path));
            ATTUNE_CHECK(host.files.sync_folder(location.folder));
            update_seen(host, location, keys.store,
                        [&](Seen& seen) { seen.generations.erase(device); });
            retired.files = files.paths.size();
            return retired;
        }
        // Two generations of this machine have to hold everything first.
        if (round == 2) {
            return fail(ErrorKind::Refused,
                        fmt::format("not everything of device {} is held here yet", device.hex()),
                        "'attune store devices' shows what has not arrived");
        }
        const auto take_over = [&](db::Connection& database) {
            return meet_quarantine(host, location, keys, device, database, true);
        };
        ATTUNE_CHECK(
            fold(host, location, keys,
                 {.applier = request.applier, .change = take_over, .force = true, .gone = device}));
    }
}

}  // namespace attune::vault
