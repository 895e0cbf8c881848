#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "attune/vault/private_state.hpp"
#include "attune/vault/session.hpp"
#include "vault/bookkeeping.hpp"
#include "vault/generation_writer.hpp"
#include "vault/open_base.hpp"

namespace attune::vault {

namespace {

/// Verifies every chunk, that name and header speak of the same generation, and that the database
/// in it can be read.
Result<std::uint32_t> check_generation(host::Host& host, const GenerationFile& place,
                                       const Keys& keys) {
    {
        ATTUNE_TRY(const auto file, host.files.open_read(place.path));
        ATTUNE_TRY(const ParsedHeader header, read_header(*file, place.path));
        ATTUNE_CHECK(check_place(header, place));
    }
    ATTUNE_TRY(const std::uint32_t chunks, verify_generation(host, place.path, keys));
    ATTUNE_TRY(const OpenBase base, open_generation(host, place, keys));
    ATTUNE_CHECK(check_database(*base.connection, *base.image, Depth::Pages));
    return chunks;
}

/// What this machine remembers of generations and is not there any more.
void check_rollback(const Folder& folder, const Seen& seen, VaultCheck& check) {
    for (const Rollback& rollback : find_rollbacks(folder, seen))
        check.problems.push_back(rollback.text());
}

/// Frames that this machine wrote and that stand at the end of no segment: the last of a segment
/// can be cut off without leaving a gap.
void check_last_frame(const Identity& identity, const Seen& seen,
                      const std::vector<LoadedSegment>& segments, VaultCheck& check) {
    std::uint64_t last = 0;
    for (const LoadedSegment& segment : segments) {
        const bool own = segment.place.device == identity.device;
        if (own) last = std::max(last, segment.place.first_sequence - 1);
        for (const SegmentPiece& piece : split_segment(segment.bytes)) {
            if (piece.frame && piece.frame->header.device == identity.device) {
                last = std::max(last, piece.frame->header.sequence);
            }
        }
    }
    if (last < seen.sequence) {
        check.problems.push_back(
            fmt::format("the last {} of this machine {} missing from its inbox",
                        seen.sequence - last == 1 ? std::string("record")
                                                  : fmt::format("{} records", seen.sequence - last),
                        seen.sequence - last == 1 ? "is" : "are"));
    }
}

/// Numbers that no frame of a segment has, between two that are there in whatever order. Those of
/// frames that a person accepted close a gap and open none; so do those below the number of the
/// segment, which are of words kept aside while the disk did not answer and the number was unknown.
void check_gaps(const SegmentFile& place, const std::set<std::uint64_t>& sequences,
                const std::set<std::uint64_t>& accepted, VaultCheck& check) {
    std::optional<std::uint64_t> before;
    for (const std::uint64_t sequence : sequences) {
        if (sequence < place.first_sequence) continue;
        std::uint64_t missing = before ? sequence - *before - 1 : 0;
        if (missing > 0) {
            missing -= static_cast<std::uint64_t>(
                std::distance(accepted.upper_bound(*before), accepted.lower_bound(sequence)));
        }
        if (missing > 0) {
            check.problems.push_back(fmt::format("'{}' frame {}: {} before it {} missing",
                                                 place.path, sequence, missing,
                                                 missing == 1 ? "is" : "are"));
        }
        before = sequence;
    }
}

/// Files that are no part of the union and still hold something.
void check_set_aside(host::Host& host, const Location& location, VaultCheck& check) {
    const auto names = host.files.list(location.folder);
    for (const std::string& name : names ? *names : std::vector<std::string>{}) {
        const std::string path = host::path_join(location.folder, name);
        const auto info = host.files.info(path);
        if (!info || info->type != host::FileType::Regular) continue;
        if (name.ends_with(".torn")) {
            check.notes.push_back(fmt::format(
                "'{}' keeps {} bytes that stood behind a last whole frame", path, info->size));
        } else if (name.ends_with(".damaged")) {
            check.notes.push_back(fmt::format(
                "'{}' is kept from a repair and may hold what was deleted since; remove it when "
                "nothing is missed",
                path));
        } else if (name.ends_with(".sealed.tmp")) {
            check.notes.push_back(fmt::format(
                "'{}' was never finished; the next fold of its device removes it", path));
        }
    }
}

}  // namespace

Result<VaultCheck> check_files(host::Host& host, const Location& location, const Keys& keys,
                               const std::function<bool(const CheckedPiece&)>& is_settled) {
    VaultCheck check;
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const auto identity = load_identity(host, location, keys.store);
    for (const GenerationFile& place : folder.generations) {
        const auto chunks = check_generation(host, place, keys);
        if (chunks) {
            ++check.generations;
            check.chunks += *chunks;
        } else if (chunks.error().kind == ErrorKind::TooNew && identity &&
                   place.device != identity->device) {
            check.notes.push_back(chunks.error().message + "; the file is left alone");
        } else if (chunks.error().kind != ErrorKind::NotFound) {
            check.problems.push_back(chunks.error().message);
        }
    }
    for (const GenerationFile& place : folder.copies) {
        const auto chunks = check_generation(host, place, keys);
        if (chunks) {
            ++check.copies;
        } else if (chunks.error().kind == ErrorKind::NotFound) {
            continue;
        } else if (identity && place.device == identity->device &&
                   chunks.error().kind == ErrorKind::Damaged) {
            check.problems.push_back("a conflicted copy: " + chunks.error().message);
        } else {
            check.notes.push_back("a conflicted copy: " + chunks.error().message +
                                  "; the file is left alone");
        }
    }
    check_set_aside(host, location, check);
    const Seen seen = load_seen(host, location, keys.store);
    if (identity) check_rollback(folder, seen, check);
    std::vector<Error> unread;
    const auto segments = load_readable_segments(host, folder, unread);
    for (const Error& error : unread)
        check.problems.push_back(error.message);
    if (identity) {
        auto all = segments;
        ATTUNE_CHECK(load_spares(host, location, keys.store, all));
        check_last_frame(*identity, seen, all, check);
    }
    for (const LoadedSegment& segment : segments) {
        crypto::Hash32 previous{};
        std::uint64_t last_sequence = 0;
        std::set<std::uint64_t> sequences;
        std::set<std::uint64_t> accepted;
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
            const Keys* root = keys.under_fingerprint(frame.header.key_fingerprint);
            if (frame.header.store == keys.store && root == nullptr) {
                check.problems.push_back(name() + " is sealed under a key that is not known here");
            } else if (root == nullptr || frame.header.store != keys.store ||
                       frame.header.device != segment.place.device ||
                       !frame_tag_holds(frame, root->device_key(segment.place.device))) {
                const CheckedPiece found{frame.header.device, frame.header.sequence, frame.tag,
                                         crypto::hash32({frame.whole})};
                if (is_settled && is_settled(found)) {
                    check.notes.push_back(name() + " could not be verified and was accepted");
                    accepted.insert(found.sequence);
                } else {
                    check.problems.push_back(name() + " could not be verified");
                }
            } else if (!open_frame(frame, root->inbox)) {
                check.problems.push_back(name() + " does not open");
            } else {
                if (!sequences.empty() && frame.header.sequence <= last_sequence) {
                    check.notes.push_back(name() + " stands behind a later one");
                } else if (!sequences.empty() && frame.header.sequence == last_sequence + 1 &&
                           frame.header.previous != previous) {
                    check.notes.push_back(name() + " does not follow the one before it");
                }
                previous = frame.tag;
                last_sequence = frame.header.sequence;
                sequences.insert(last_sequence);
            }
        }
        check_gaps(segment.place, sequences, accepted, check);
    }
    return check;
}

}  // namespace attune::vault
