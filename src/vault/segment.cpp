#include "vault/segment.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attune::vault {

namespace {

constexpr std::uint64_t kSegmentBytesMax = std::uint64_t{1} << 31;
constexpr std::string_view kSpareEnding = ".spare";

/// The frame that ends exactly at the end of the file, when its tag holds.
Result<std::optional<FrameHeader>> last_frame(host::File& file, std::uint64_t size,
                                              const Identity& identity, crypto::Hash32& tag) {
    if (size < frame_bytes(0)) return std::nullopt;
    std::array<std::uint8_t, 4> trailer{};
    ATTUNE_TRY(const std::size_t count, file.read_at(size - 4, trailer));
    if (count != 4) return std::nullopt;
    const std::uint64_t length = ByteReader(trailer).u32();
    if (length < frame_bytes(0) || length > frame_bytes(kFrameClasses - 1) || length > size) {
        return std::nullopt;
    }
    Bytes bytes(length);
    ATTUNE_TRY(const std::size_t read, file.read_at(size - length, bytes));
    if (read != length) return std::nullopt;
    const auto frame = frame_at(bytes, 0);
    if (!frame || frame->whole.size() != length || !is_own_frame(*frame, identity))
        return std::nullopt;
    tag = frame->tag;
    return frame->header;
}

/// Finds the end of the last frame whose tag holds, keeps whatever stands behind it in
/// `<path>.torn`, and cuts it off.
Status cut_torn_tail(host::Host& host, OpenSegment& segment, const Identity& identity) {
    ATTUNE_TRY(const Bytes bytes, host.files.load(segment.path, kSegmentBytesMax));
    std::size_t end = 0;
    for (const SegmentPiece& piece : split_segment(bytes)) {
        if (!piece.frame || !is_own_frame(*piece.frame, identity)) continue;
        end = piece.offset + piece.size;
        segment.last_sequence = std::max(segment.last_sequence, piece.frame->header.sequence);
        segment.last_tag = piece.frame->tag;
    }
    if (end < bytes.size()) {
        std::string torn_path = segment.path + ".torn";
        for (int i = 2; host.files.info(torn_path); ++i)
            torn_path = fmt::format("{}.{}.torn", segment.path, i);
        // The copy and its name are on the disk before the bytes leave the segment.
        const auto keep = [&]() -> Status {
            ATTUNE_TRY(const auto torn, host.files.create(torn_path));
            ATTUNE_CHECK(torn->write(ByteView(bytes).subspan(end)));
            ATTUNE_CHECK(torn->sync());
            return host.files.sync_folder(host::parent_folder(torn_path));
        };
        if (Status kept = keep(); !kept) {
            static_cast<void>(host.files.unlink(torn_path));
            return kept;
        }
        ATTUNE_CHECK(segment.file->truncate(end));
    }
    segment.size = end;
    return {};
}

std::vector<std::string> spare_folders(host::Host& host, const Location& location,
                                       const StoreId& store) {
    std::vector<std::string> folders = {state_folder(location, store)};
    const auto runtime = host.environment.variable("XDG_RUNTIME_DIR");
    if (runtime && !runtime->empty())
        folders.push_back(host::path_join(*runtime, "attune-" + store.hex()));
    folders.push_back("/dev/shm/attune-" + store.hex());
    return folders;
}

}  // namespace

bool is_own_frame(const FrameView& frame, const Identity& identity) {
    if (frame.header.device != identity.device) return false;
    for (const LeftRoot& left : identity.left) {
        if (left.fingerprint == frame.header.key_fingerprint)
            return frame_tag_holds(frame, left.device_key);
    }
    return frame_tag_holds(frame, identity.device_key);
}

Result<OpenSegment> start_segment(host::Host& host, const Location& location,
                                  const Identity& identity, std::uint64_t first_sequence) {
    OpenSegment segment;
    segment.path = host::path_join(location.folder, segment_name(identity.device, first_sequence));
    segment.first_sequence = first_sequence;
    segment.last_sequence = first_sequence - 1;
    ATTUNE_TRY(segment.file, host.files.create(segment.path));
    ATTUNE_CHECK(segment.file->sync());
    ATTUNE_CHECK(host.files.sync_folder(location.folder));
    return segment;
}

Result<OpenSegment> open_own_segment(host::Host& host, const Location& location,
                                     const Identity& identity, const Seen& seen) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const SegmentFile* newest = nullptr;
    for (const SegmentFile& file : folder.segments) {
        // Sorted by first sequence.
        if (file.device == identity.device && !file.is_copy) newest = &file;
    }
    if (newest == nullptr) return start_segment(host, location, identity, seen.sequence + 1);
    OpenSegment segment;
    segment.path = newest->path;
    segment.first_sequence = newest->first_sequence;
    segment.last_sequence = newest->first_sequence - 1;
    ATTUNE_TRY(segment.file, host.files.open_append(newest->path));
    ATTUNE_TRY(segment.size, segment.file->size());
    if (segment.size == 0) return segment;
    ATTUNE_TRY(const auto last,
               last_frame(*segment.file, segment.size, identity, segment.last_tag));
    if (last) {
        segment.last_sequence = std::max(segment.last_sequence, last->sequence);
    } else {
        ATTUNE_CHECK(cut_torn_tail(host, segment, identity));
    }
    return segment;
}

std::vector<std::string> list_spare_frames(host::Host& host, const Location& location,
                                           const StoreId& store) {
    std::vector<std::string> paths;
    for (const std::string& folder : spare_folders(host, location, store)) {
        const auto names = host.files.list(folder);
        if (!names) continue;
        for (const std::string& name : *names) {
            if (name.ends_with(kSpareEnding)) paths.push_back(host::path_join(folder, name));
        }
    }
    return paths;
}

Status keep_spare_frame(host::Host& host, const Location& location, const StoreId& store,
                        std::uint64_t sequence, ByteView frame) {
    Status last = fail(ErrorKind::Io, "nowhere to keep the words");
    for (const std::string& folder : spare_folders(host, location, store)) {
        last = host.files.make_folder(folder);
        if (!last) continue;
        const std::string path =
            host::path_join(folder, fmt::format("{:020}{}", sequence, kSpareEnding));
        if (host.files.info(path)) {
            last = fail(ErrorKind::Io, "a kept frame stands in the way");
            continue;
        }
        last = host.files.replace(path, frame, true);
        if (last) return last;
        static_cast<void>(host.files.unlink(path));
    }
    return last;
}

}  // namespace attune::vault
