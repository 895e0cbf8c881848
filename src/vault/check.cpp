#include <fmt/format.h>

#include "attune/vault/session.hpp"
#include "vault/bookkeeping.hpp"
#include "vault/generation_writer.hpp"

namespace attune::vault {

Result<VaultCheck> check_files(host::Host& host, const Location& location, const Keys& keys) {
    VaultCheck check;
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    for (const GenerationFile& place : folder.generations) {
        const auto chunks = verify_generation(host, place.path, keys);
        if (chunks) {
            ++check.generations;
            check.chunks += *chunks;
        } else if (chunks.error().kind != ErrorKind::NotFound) {
            check.problems.push_back(chunks.error().message);
        }
    }
    ATTUNE_TRY(const auto segments, load_segments(host, folder));
    for (const LoadedSegment& segment : segments) {
        const crypto::Secret device_key = keys.device_key(segment.place.device);
        crypto::Hash32 previous{};
        std::uint64_t last_sequence = 0;
        bool first = true;
        for (const SegmentPiece& piece : split_segment(segment.bytes)) {
            if (!piece.frame) {
                const bool tail = piece.offset + piece.size == segment.bytes.size();
                auto& list = tail ? check.notes : check.problems;
                list.push_back(fmt::format("'{}' holds {} bytes at {} that are no frame{}",
                                           segment.place.path, piece.size, piece.offset,
                                           tail ? "; they may be a frame still on its way" : ""));
                continue;
            }
            ++check.frames;
            const FrameView& frame = *piece.frame;
            const auto name = [&] {
                return fmt::format("'{}' frame {}", segment.place.path, frame.header.sequence);
            };
            if (frame.header.store != keys.store || frame.header.device != segment.place.device ||
                !frame_tag_holds(frame, device_key)) {
                check.problems.push_back(name() + " could not be verified");
            } else if (!open_frame(frame, keys.inbox)) {
                check.problems.push_back(name() + " does not open");
            } else {
                if (!first && frame.header.sequence <= last_sequence) {
                    check.notes.push_back(name() + " stands behind a later one");
                } else if (!first && (frame.header.previous != previous ||
                                      frame.header.sequence != last_sequence + 1)) {
                    check.notes.push_back(name() + " does not follow the one before it");
                }
                previous = frame.tag;
                last_sequence = frame.header.sequence;
                first = false;
            }
        }
    }
    return check;
}

}  // namespace attune::vault
