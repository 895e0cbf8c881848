#include <algorithm>

#include <fmt/format.h>

#include "attune/vault/devices.hpp"
#include "attune/vault/inbox.hpp"
#include "attune/vault/session.hpp"
#include "vault/bookkeeping.hpp"
#include "vault/copies.hpp"
#include "vault/generation_writer.hpp"
#include "vault/left_roots.hpp"
#include "vault/open_base.hpp"
#include "vault/root_search.hpp"
#include "vault/segment.hpp"

namespace attune::vault {

namespace {

constexpr int kLockWaitMs = 10000;
constexpr std::uint64_t kLargeImageBytes = std::uint64_t{64} << 20;

/// One fold, step by step. The order of the steps is the crash argument:
///   1. the next segment exists durably before anything is read, so that a logger never waits for
///   the fold;
///   2. the new generation is written beside the old ones, synced, and verified from disk;
///   3. only then does it get its name, and the folder is synced;
///   4. only then are older generations and segments removed, a segment when all its frames are in
///   the generation just
///      written and in the one before it.
/// Whatever step is the last one that happened, every frame is in a published generation or in a
/// segment.
class Fold {
  public:
    Fold(host::Host& host, const Location& location, const Keys& keys, const FoldRequest& request)
        : host_(host), location_(location), keys_(keys), request_(request) {}

    Result<FoldResult> run() {
        ATTUNE_CHECK(ensure_identity(host_, location_, keys_));
        ATTUNE_TRY(identity_, load_identity(host_, location_, keys_.store));
        const std::string lock_path =
            host::path_join(state_folder(location_, keys_.store), "fold.lock");
        ATTUNE_TRY(const auto lock, host_.files.lock(lock_path, kLockWaitMs));
        ATTUNE_CHECK(switch_segment());
        ATTUNE_TRY(const bool changed, apply_everything());
        if (!changed) return FoldResult{false, base_.place.generation, 0, base_.image->size()};
        ATTUNE_CHECK(publish());
        if (request_.base != nullptr) {
            request_.base->published();
            update_seen(host_, location_, keys_.store,
                        [&](Seen& seen) { seen.generations[identity_.device] = generation_; });
        } else {
            clean_up();
        }
        return result_;
    }

  private:
    /// Step 1: when the segment in use holds frames, a fresh one takes what comes from now on.
    Status switch_segment() {
        ATTUNE_TRY(const auto lock, lock_log(host_, location_, keys_.store));
        const Seen seen = load_seen(host_, location_, keys_.store);
        ATTUNE_TRY(const OpenSegment segment, open_own_segment(host_, location_, identity_, seen));
        if (segment.size == 0) return {};
        const std::uint64_t next = std::max(segment.last_sequence, seen.sequence) + 1;
        ATTUNE_TRY(const OpenSegment fresh, start_segment(host_, location_, identity_, next));
        return {};
    }

    /// Brings the newest image up to date in memory; true when it differs from the file.
    Result<bool> apply_everything() {
        ATTUNE_TRY(folder_, read_folder(host_, location_.folder));
        order_by_epoch(host_, folder_);
        // What cannot be read now stays where it is, and readers say so.
        std::vector<Error> unread;
        segments_ = load_readable_segments(host_, folder_, unread);
        // Bytes that stood behind a last frame may be frames after all.
        load_torn_tails(host_, folder_, identity_.device, segments_, unread);
        for (LoadedSegment& segment : segments_)
            segment.is_whole = segment.is_whole || segment.place.device == request_.gone;
        ATTUNE_CHECK(load_spares(host_, location_, keys_.store, segments_));
        std::vector<std::string> warnings;
        if (request_.base != nullptr) {
            ATTUNE_TRY(base_, request_.base->choose(folder_));
        } else {
            ATTUNE_TRY(base_, choose_base(warnings));
        }
        const Seen seen = load_seen(host_, location_, keys_.store);
        generation_ = base_.place.generation;
        generation_ = std::max(generation_, seen.highest_generation);
        for (const GenerationFile& file : folder_.generations) {
            if (file.generation <= generation_) continue;
            if (file.device == identity_.device || is_authentic(host_, file, keys_))
                generation_ = file.generation;
        }
        for (const GenerationFile& file : folder_.copies) {
            if (file.generation > generation_ && is_authentic(host_, file, keys_))
                generation_ = file.generation;
        }
        for (const auto& [device, generation] : seen.generations)
            generation_ = std::max(generation_, generation);
        ++generation_;

        db::Connection& database = *base_.connection;
        ATTUNE_TRY(auto transaction, db::Transaction::begin(database));
        const Applier& applier = request_.applier;
        if (applier.prepare) ATTUNE_CHECK(applier.prepare(database));
        const MergeImage& merge = applier.whole_image ? applier.whole_image : applier.image;
        std::vector<UnreadFile> passed_over;
        // Images before frames: a frame may take back what only another device's image still holds.
        ATTUNE_TRY(const std::uint64_t merged,
                   merge_others(host_, folder_, keys_, database, base_.place.device, merge,
                                warnings, passed_over));
        ATTUNE_TRY(const std::uint64_t copied, merge_copies(host_, folder_, keys_, database, merge,
                                                            generation_, warnings, passed_over));
        ATTUNE_TRY(const bool left, record_left_roots(database, identity_));
        ATTUNE_TRY(const AppliedFrames applied,
                   apply_segments(database, segments_, keys_, applier, generation_));
        bool changed = applied.fresh > 0 || merged > 0 || copied > 0 || left || request_.force;
        if (request_.change) {
            ATTUNE_TRY(const bool more, request_.change(database));
            changed = changed || more;
        }
        if (!changed) return false;
        if (base_.place.device != identity_.device) {
            // This device's first generation starts from another's: its rows are in.
            ATTUNE_TRY(auto note,
                       database.prepare("INSERT OR REPLACE INTO merged VALUES(?, ?, ?)"));
            ATTUNE_CHECK(note.bind(1, base_.place.device.view())
                             .bind(2, static_cast<std::int64_t>(base_.place.generation))
                             .bind(3, ByteView(base_.checksum))
                             .run());
        }
        ATTUNE_CHECK(forget_old_frames(database));
        if (applier.seal) {
            ATTUNE_TRY(sealing_, applier.seal(database, generation_));
        }
        ATTUNE_CHECK(transaction.commit());
        if (sealing_.compact) ATTUNE_CHECK(database.execute("VACUUM"));
        result_.frames = applied.fresh - applied.set_aside - applied.cut_off;
        return true;
    }

    /// The newest generation of this device; one of another, read to its end, where it has none
    /// yet.
    Result<OpenBase> choose_base(std::vector<std::string>& warnings) {
        std::vector<DamagedGeneration> damaged;
        while (true) {
            ATTUNE_TRY(OpenBase base, open_base(host_, folder_, keys_, identity_.device, false,
                                                damaged, request_.applier.readable, warnings));
            if (base.place.device == identity_.device) return base;
            const Status order = check_database(*base.connection, *base.image, Depth::Pages);
            if (order) return base;
            damaged.push_back({base.place.path, order.error()});
        }
    }

    /// Frames of segments that are gone need not be remembered: were one to come back, its
    /// revisions are known.
    Status forget_old_frames(db::Connection& database) {
        std::uint64_t first = 0;
        for (const SegmentFile& file : folder_.segments) {
            if (file.device == identity_.device && (first == 0 || file.first_sequence < first))
                first = file.first_sequence;
        }
        // A frame that was kept outside the folder joins a segment that starts behind its number.
        for (const LoadedSegment& segment : segments_) {
            for (const SegmentPiece& piece : split_segment(segment.bytes)) {
                if (piece.frame && piece.frame->header.device == identity_.device)
                    first = std::min(first, piece.frame->header.sequence);
            }
        }
        ATTUNE_TRY(auto forget,
                   database.prepare(
                       "DELETE FROM folded WHERE device = ? AND sequence > 0 AND sequence < ?"));
        return forget.bind(1, identity_.device.view())
            .bind(2, static_cast<std::int64_t>(first))
            .run();
    }

    /// Steps 2 and 3.
    Status publish() {
        const std::uint64_t wanted = padded_image_bytes(base_.image->size());
        ATTUNE_TRY(const std::uint64_t free, host_.files.free_bytes(location_.folder));
        if (free < wanted + wanted / 10) {
            return fail(ErrorKind::Io,
                        fmt::format("a new generation needs {} MiB and the disk has {} MiB free",
                                    (wanted + wanted / 10) >> 20, free >> 20),
                        "free some space; everything logged stays safe in the inbox");
        }
        // The root that the slots of this image open, which a change or a merge may just have made.
        ATTUNE_TRY(const Keys keys, load_roots(*base_.connection, keys_.store));
        SealedHeader header;
        header.store = keys.store;
        header.device = identity_.device;
        header.epoch = keys.epoch;
        header.generation = generation_;
        ATTUNE_TRY(header.slots, load_slots(*base_.connection));
        const std::string path =
            host::path_join(location_.folder, generation_name(identity_.device, generation_));
        const std::string temporary = path + ".tmp";
        // What an earlier attempt left, whatever its number was: nobody else writes under this
        // device's name, and fold.lock is held.
        ATTUNE_TRY(const auto names, host_.files.list(location_.folder));
        for (const std::string& name : names) {
            if (name.starts_with(identity_.device.hex()) && name.ends_with(".sealed.tmp"))
                ATTUNE_CHECK(host_.files.unlink(host::path_join(location_.folder, name)));
        }
        const Status written = write_and_verify(temporary, header, keys);
        if (!written) {
            static_cast<void>(host_.files.unlink(temporary));
            return written;
        }
        ATTUNE_CHECK(host_.files.rename(temporary, path));
        ATTUNE_CHECK(host_.files.sync_folder(location_.folder));
        result_.written = true;
        result_.generation = generation_;
        result_.image_bytes = base_.image->size();
        return {};
    }

    Status write_and_verify(const std::string& temporary, const SealedHeader& header,
                            const Keys& keys) {
        ATTUNE_TRY(const ParsedHeader written,
                   write_generation(host_, temporary, header, *base_.image, keys));
        ATTUNE_TRY(const std::uint32_t chunks, verify_generation(host_, temporary, keys));
        if (chunks != written.header.chunk_count) {
            return fail(ErrorKind::Io, fmt::format("'{}' was not written whole", temporary));
        }
        ATTUNE_CHECK(prove_database(temporary, keys));
        return prove_secrets(temporary, keys);
    }

    /// What memory spoilt before it was sealed opens like anything else. Nothing is published that
    /// SQLite cannot read, since frames and older generations go once it is.
    Status prove_database(const std::string& temporary, const Keys& keys) {
        const Status found = [&]() -> Status {
            const GenerationFile place{identity_.device, generation_, temporary};
            ATTUNE_TRY(const OpenBase written, open_generation(host_, place, keys));
            return check_database(*written.connection, *written.image, Depth::Pages);
        }();
        if (found || found.error().kind != ErrorKind::Damaged) return found;
        return fail(
            ErrorKind::Damaged, "a new generation would not be in order and is not kept",
            "everything logged stays safe in the inbox; 'attune store repair' mends the store");
    }

    /// What was just given as a new secret opens what was just written, or the fold comes to
    /// nothing.
    Status prove_secrets(const std::string& temporary, const Keys& keys) {
        if (request_.prove.empty()) return {};
        ATTUNE_TRY(const auto file, host_.files.open_read(temporary));
        ATTUNE_TRY(const ParsedHeader header, read_header(*file, temporary));
        for (const GivenSecret* secret : request_.prove) {
            bool opens = false;
            for (const Slot& slot : header.header.slots) {
                if (opens || slot.type != secret->type) continue;
                const auto opened = open_slot(slot, *secret, host_.environment.available_memory());
                opens = opened && opened->store == keys.store &&
                        crypto::equal(opened->root.view(), keys.root.view());
            }
            if (!opens) {
                return fail(ErrorKind::Refused, "the new secret does not open what was written",
                            "nothing was changed; try again");
            }
        }
        return {};
    }

    /// Step 4. What cannot be removed now is removed by a later fold.
    void clean_up() {
        // Own generations besides the new one, newest first.
        std::vector<GenerationFile> own;
        for (const GenerationFile& file : folder_.generations) {
            if (file.device == identity_.device) own.push_back(file);
        }
        std::size_t kept = result_.image_bytes > kLargeImageBytes ? 1 : 2;
        // What holds words that are to be gone goes as soon as two generations do not.
        while (kept > 1 && own.size() >= kept && own[kept - 1].generation < sealing_.oldest_kept)
            --kept;
        for (std::size_t i = kept; i < own.size(); ++i)
            static_cast<void>(host_.files.unlink(own[i].path));

        const auto lock = lock_log(host_, location_, keys_.store);
        if (lock && !own.empty()) {
            const std::uint64_t previous = own.front().generation;
            std::uint64_t newest_segment = 0;
            for (const SegmentFile& file : folder_.segments) {
                if (file.device == identity_.device && !file.is_copy)
                    newest_segment = std::max(newest_segment, file.first_sequence);
            }
            for (const LoadedSegment& segment : segments_) {
                // A frame that was kept outside the folder, with no device in its name.
                const bool spare = segment.place.device == DeviceId{};
                if (spare) {
                    const auto in_both = segment_is_in(*base_.connection, segment, previous);
                    if (in_both && *in_both)
                        static_cast<void>(host_.files.unlink(segment.place.path));
                    continue;
                }
                if (segment.place.device != identity_.device ||
                    (segment.place.first_sequence == newest_segment && !segment.place.is_copy)) {
                    continue;
                }
                const auto in_both = segment_is_in(*base_.connection, segment, previous);
                if (in_both && *in_both) static_cast<void>(host_.files.unlink(segment.place.path));
            }
            // What a repair put aside holds the words too; what could be read of it is in.
            if (previous >= sealing_.oldest_kept) {
                for (const GenerationFile& file : folder_.damaged) {
                    if (file.device == identity_.device && file.generation < sealing_.oldest_kept)
                        static_cast<void>(host_.files.unlink(file.path));
                }
            }
            for (const GenerationFile& copy : folder_.copies) {
                if (copy.device != identity_.device) continue;
                const auto in_both = copy_is_in(host_, copy, *base_.connection, previous);
                if (in_both && *in_both) static_cast<void>(host_.files.unlink(copy.path));
            }
        }
        if (lock) {
            Seen seen = load_seen(host_, location_, keys_.store);
            seen.generations[identity_.device] = generation_;
            static_cast<void>(save_seen(host_, location_, keys_.store, seen));
        }
    }

    host::Host& host_;
    const Location& location_;
    const Keys& keys_;
    const FoldRequest& request_;
    Identity identity_;
    Folder folder_;
    std::vector<LoadedSegment> segments_;
    OpenBase base_;
    std::uint64_t generation_ = 0;
    Sealing sealing_;
    FoldResult result_;
};

}  // namespace

Result<FoldResult> fold(host::Host& host, const Location& location, const Keys& keys,
                        const FoldRequest& request) {
    return Fold(host, location, keys, request).run();
}

}  // namespace attune::vault
