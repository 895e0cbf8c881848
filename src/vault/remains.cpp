#include "attune/vault/remains.hpp"

#include <limits>

#include "attune/vault/devices.hpp"
#include "attune/vault/quarantine.hpp"
#include "vault/bookkeeping.hpp"

namespace attune::vault {

namespace {

/// True when a frame of the segment speaks of what is forgotten.
Result<bool> holds_forgotten(const LoadedSegment& segment, const Keys& keys,
                             const IsForgotten& is_forgotten, db::Connection& connection) {
    for (const SegmentPiece& piece : split_segment(segment.bytes)) {
        if (!piece.frame || piece.frame->header.store != keys.store) continue;
        const FrameHeader& header = piece.frame->header;
        const Keys* root = keys.under_fingerprint(header.key_fingerprint);
        const auto body = root != nullptr ? open_frame(*piece.frame, root->inbox) : std::nullopt;
        if (!body) continue;
        const auto gone =
            is_forgotten(connection, {header.device, header.sequence, piece.frame->tag, *body});
        if (gone && *gone) return true;
        if (!gone && gone.error().kind != ErrorKind::BadInput &&
            gone.error().kind != ErrorKind::TooNew) {
            return fail(gone.error());
        }
    }
    return false;
}

}  // namespace

Result<bool> has_own_remains(host::Host& host, const Location& location, const Keys& keys,
                             const IsForgotten& is_forgotten, std::uint64_t clean,
                             db::Connection& connection) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const auto identity = load_identity(host, location, keys.store);
    if (!identity) return false;
    for (const GenerationFile& file : folder.damaged) {
        if (file.device == identity->device && file.generation < clean) return true;
    }
    ATTUNE_TRY(const bool copies, has_own_copies(host, location, keys.store, connection));
    if (copies) return true;
    Folder own;
    for (const SegmentFile& file : folder.segments) {
        if (file.device == identity->device) own.segments.push_back(file);
    }
    for (const SegmentFile& file : folder.torn) {
        if (file.device == identity->device) own.torn.push_back(file);
    }
    std::vector<Error> unread;
    auto segments = load_readable_segments(host, own, unread);
    load_torn_tails(host, own, identity->device, segments, unread);
    for (const LoadedSegment& segment : segments) {
        // One with a frame that cannot be taken in would stay however often is folded.
        constexpr std::uint64_t kAnyGeneration = std::numeric_limits<std::int64_t>::max();
        ATTUNE_TRY(const bool known, segment_is_in(connection, segment, kAnyGeneration));
        if (!known) continue;
        if (segment.is_whole && !segment.bytes.empty()) return true;
        ATTUNE_TRY(const bool holds, holds_forgotten(segment, keys, is_forgotten, connection));
        if (holds) return true;
    }
    return false;
}

Status drop_forgotten(db::Connection& connection, const Keys& keys, const IsForgotten& is_forgotten,
                      bool unreadable) {
    ATTUNE_TRY(const auto pieces, load_quarantine(connection, keys));
    for (const SetAside& piece : pieces) {
        const auto gone = piece.frame ? is_forgotten(connection, *piece.frame)
                                      : Result<bool>(fail(ErrorKind::BadInput, "no frame"));
        const bool is_readable = gone || gone.error().kind == ErrorKind::TooNew;
        if (!is_readable && gone.error().kind != ErrorKind::BadInput) return fail(gone.error());
        const bool drops = is_readable ? gone && *gone : unreadable;
        if (drops) ATTUNE_CHECK(release_quarantined(connection, piece.hash));
    }
    return {};
}

Result<std::vector<std::string>> put_aside_files(host::Host& host, const Location& location,
                                                 const StoreId& store) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const auto identity = load_identity(host, location, store);
    std::vector<std::string> found;
    for (const GenerationFile& file : folder.damaged) {
        if (identity && file.device == identity->device) found.push_back(file.path);
    }
    return found;
}

Result<std::vector<std::string>> own_copies(host::Host& host, const Location& location,
                                            const StoreId& store) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const auto identity = load_identity(host, location, store);
    std::vector<std::string> found;
    for (const GenerationFile& copy : folder.copies) {
        if (identity && copy.device == identity->device) found.push_back(copy.path);
    }
    return found;
}

}  // namespace attune::vault
