#include "vault/bookkeeping.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include <fmt/format.h>

#include "vault/left_roots.hpp"
#include "vault/merge_file.hpp"

namespace attune::vault {

namespace {

constexpr std::uint64_t kSegmentBytesMax = std::uint64_t{1} << 31;

/// Runs frames through checks, the applier and the books.
class FrameIntake {
  public:
    FrameIntake(db::Connection& connection, const Keys& keys, const Applier& applier,
                std::uint64_t generation)
        : connection_(connection), keys_(keys), applier_(applier), generation_(generation) {}

    Status take(const LoadedSegment& segment) {
        // Frames that wait are looked at again, so the pieces stay.
        const auto& pieces = pieces_.emplace_back(split_segment(segment.bytes));
        for (const SegmentPiece& piece : pieces) {
            const ByteView bytes = ByteView(segment.bytes).subspan(piece.offset, piece.size);
            if (piece.frame) {
                ATTUNE_CHECK(take_frame(*piece.frame));
            } else if (piece.offset + piece.size < segment.bytes.size()) {
                ATTUNE_CHECK(take_junk(segment.place.device, bytes, "no frame", counts_.set_aside));
            } else if (segment.is_whole) {
                ATTUNE_CHECK(take_junk(segment.place.device, bytes, "a write that was cut off",
                                       counts_.cut_off));
            }  // else it may be a frame that is still on its way
        }
        return {};
    }

    /// Tries frames that wait for others until nothing moves any more: in which order devices and
    /// segments are read must not matter.
    Status settle() {
        bool moved = true;
        while (moved) {
            moved = false;
            for (const FrameView* frame : std::exchange(waiting_, {})) {
                ATTUNE_TRY(const FrameVerdict verdict, try_once(*frame));
                if (verdict == FrameVerdict::Waits) {
                    waiting_.push_back(frame);
                } else {
                    moved = true;
                }
            }
        }
        return {};
    }

    [[nodiscard]] const AppliedFrames& counts() const { return counts_; }

  private:
    Status take_frame(const FrameView& frame) {
        ++counts_.total;
        // A frame that was spoilt on the way still carries the tag of the whole one, and must not
        // pass for it: it is known by its own bytes. Once the whole one is in, it is worth nothing.
        ATTUNE_TRY(bool known, is_folded(frame.header.device, frame.header.sequence, frame.tag));
        if (!known) {
            ATTUNE_TRY(known, is_folded(frame.header.device, frame.header.sequence,
                                        crypto::hash32({frame.whole})));
        }
        if (known) return {};
        if (frame.header.store == keys_.store && root_of(frame) == nullptr) {
            ++counts_.unknown_root;
            return {};
        }
        const std::uint64_t too_new = counts_.too_new;
        ATTUNE_TRY(const FrameVerdict verdict, try_once(frame));
        // What a newer program wrote waits for this one to become newer as well.
        if (verdict == FrameVerdict::Waits && counts_.too_new == too_new)
            waiting_.push_back(&frame);
        return {};
    }

    /// Applies a frame or sets it aside, and remembers it; one that waits is left as it is.
    Result<FrameVerdict> try_once(const FrameView& frame) {
        std::string reason;
        ATTUNE_TRY(const FrameVerdict verdict, try_to_apply(frame, reason));
        if (verdict == FrameVerdict::Waits) return verdict;
        ++counts_.fresh;
        counts_.fresh_bytes += frame.whole.size();
        if (verdict == FrameVerdict::Refused) {
            ++counts_.set_aside;
            ATTUNE_CHECK(
                quarantine(frame.header.device, frame.header.sequence, reason, frame.whole));
            // A frame that is no device's own work says nothing about that device's numbers.
            ATTUNE_TRY(const bool own_work, is_own_work(frame));
            if (own_work && applier_.skipped) {
                ATTUNE_CHECK(
                    applier_.skipped(connection_, frame.header.device, frame.header.sequence));
            }
        }
        const bool spoilt = verdict == FrameVerdict::Refused && !tag_holds(frame);
        ATTUNE_CHECK(mark_folded(frame.header.device, frame.header.sequence,
                                 spoilt ? crypto::hash32({frame.whole}) : frame.tag));
        return verdict;
    }

    Status take_junk(const DeviceId& device, ByteView bytes, std::string_view reason,
                     std::uint64_t& count) {
        ++counts_.total;
        const auto hash = crypto::hash32({bytes});
        ATTUNE_TRY(const bool known, is_folded(device, 0, hash));
        if (known) return {};
        ++counts_.fresh;
        ++count;
        ATTUNE_CHECK(quarantine(device, 0, reason, bytes));
        return mark_folded(device, 0, hash);
    }

    /// What becomes of the frame, and why it does not count when it is refused.
    Result<FrameVerdict> try_to_apply(const FrameView& frame, std::string& reason) {
        const auto refuse = [&](const char* why) {
            reason = why;
            return FrameVerdict::Refused;
        };
        if (frame.header.store != keys_.store) return refuse("another store");
        const Keys* root = root_of(frame);
        if (root == nullptr) return refuse("sealed to another key");
        if (!frame_tag_holds(frame, device_key(*root, frame.header.device)))
            return refuse("no valid tag");
        ATTUNE_TRY(const bool own_work, is_own_work(frame));
        if (!own_work) return refuse("sealed to a key that its device had left");
        const auto body = open_frame(frame, root->inbox);
        if (!body) return refuse("does not open");
        ATTUNE_CHECK(connection_.execute("SAVEPOINT frame"));
        auto applied = applier_.frame(
            connection_, {frame.header.device, frame.header.sequence, frame.tag, *body});
        const bool too_new = !applied && applied.error().kind == ErrorKind::TooNew;
        if (!applied && !too_new && applied.error().kind != ErrorKind::BadInput)
            return fail(std::move(applied).error());
        if (too_new) ++counts_.too_new;
        const FrameVerdict verdict = applied   ? *applied
                                     : too_new ? FrameVerdict::Waits
                                               : FrameVerdict::Refused;
        ATTUNE_CHECK(connection_.execute(verdict == FrameVerdict::Applied
                                             ? "RELEASE frame"
                                             : "ROLLBACK TO frame; RELEASE frame"));
        return verdict == FrameVerdict::Refused ? refuse("content does not fit its frame")
                                                : verdict;
    }

    /// The root a frame was made under; nullptr when it is not known.
    const Keys* root_of(const FrameView& frame) const {
        return keys_.under_fingerprint(frame.header.key_fingerprint);
    }

    bool tag_holds(const FrameView& frame) {
        const Keys* root = root_of(frame);
        return root != nullptr && frame.header.store == keys_.store &&
               frame_tag_holds(frame, device_key(*root, frame.header.device));
    }

    /// True when nobody but its device can have made the frame.
    Result<bool> is_own_work(const FrameView& frame) {
        if (!tag_holds(frame)) return false;
        ATTUNE_TRY(const bool left,
                   had_left_root(connection_, frame.header.device, frame.header.key_fingerprint,
                                 frame.header.sequence));
        return !left;
    }

    const crypto::Secret& device_key(const Keys& root, const DeviceId& device) {
        const auto found = device_keys_.find({&root, device});
        if (found != device_keys_.end()) return found->second;
        return device_keys_.emplace(std::pair(&root, device), root.device_key(device))
            .first->second;
    }

    Result<bool> is_folded(const DeviceId& device, std::uint64_t sequence,
                           const crypto::Hash32& tag) {
        if (!find_) {
            ATTUNE_TRY(
                find_,
                prepare("SELECT 1 FROM folded WHERE device = ? AND sequence = ? AND tag = ?"));
        }
        find_->bind(1, device.view())
            .bind(2, static_cast<std::int64_t>(sequence))
            .bind(3, ByteView(tag));
        auto row = find_->step();
        find_->reset();
        return row;
    }

    Status mark_folded(const DeviceId& device, std::uint64_t sequence, const crypto::Hash32& tag) {
        if (!mark_) {
            ATTUNE_TRY(mark_, prepare("INSERT OR IGNORE INTO folded VALUES(?, ?, ?, ?)"));
        }
        return mark_->bind(1, device.view())
            .bind(2, static_cast<std::int64_t>(sequence))
            .bind(3, ByteView(tag))
            .bind(4, static_cast<std::int64_t>(generation_))
            .run();
    }

    Status quarantine(const DeviceId& device, std::uint64_t sequence, std::string_view reason,
                      ByteView bytes) {
        ATTUNE_TRY(auto insert, connection_.prepare(
                                    "INSERT OR IGNORE INTO quarantine VALUES(?, ?, ?, ?, ?, ?)"));
        const auto hash = crypto::hash32({bytes});
        return insert.bind(1, ByteView(hash))
            .bind(2, device.view())
            .bind(3, static_cast<std::int64_t>(sequence))
            .bind(4, reason)
            .bind(5, bytes)
            .bind(6, static_cast<std::int64_t>(generation_))
            .run();
    }

    Result<std::optional<db::Statement>> prepare(std::string_view sql) {
        ATTUNE_TRY(auto statement, connection_.prepare(sql));
        return std::optional<db::Statement>(std::move(statement));
    }

    db::Connection& connection_;
    const Keys& keys_;
    const Applier& applier_;
    std::uint64_t generation_;
    std::map<std::pair<const Keys*, DeviceId>, crypto::Secret> device_keys_;
    std::optional<db::Statement> find_;
    std::optional<db::Statement> mark_;
    std::deque<std::vector<SegmentPiece>> pieces_;
    std::vector<const FrameView*> waiting_;
    AppliedFrames counts_;
};

}  // namespace

Status make_vault_tables(db::Connection& connection, const Keys& keys,
                         const std::vector<Slot>& slots, std::uint64_t clock) {
    ATTUNE_CHECK(connection.execute(R"sql(
CREATE TABLE folded(device BLOB NOT NULL, sequence INTEGER NOT NULL, tag BLOB NOT NULL,
    generation INTEGER NOT NULL, PRIMARY KEY(device, sequence, tag)) WITHOUT ROWID;
CREATE TABLE merged(device BLOB PRIMARY KEY, generation INTEGER NOT NULL, checksum BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE quarantine(hash BLOB PRIMARY KEY, device BLOB NOT NULL, sequence INTEGER NOT NULL,
    reason TEXT NOT NULL, bytes BLOB NOT NULL, generation INTEGER NOT NULL) WITHOUT ROWID;
)sql"));
    return make_slot_tables(connection, keys, slots, clock);
}

namespace {

/// The bytes of a segment. A file that is larger than the memory there is was made to be that: no
/// machine writes so much between two unlocks.
Result<Bytes> load_segment(host::Host& host, const SegmentFile& place) {
    const auto info = host.files.info(place.path);
    if (info && info->type == host::FileType::Regular &&
        info->size > host.environment.available_memory() / 2) {
        return fail(ErrorKind::TooLarge,
                    fmt::format("'{}' holds {} bytes, more than there is memory for", place.path,
                                info->size),
                    "move it away when no device of yours wrote it");
    }
    return host.files.load(place.path, kSegmentBytesMax);
}

}  // namespace

Result<std::vector<LoadedSegment>> load_segments(host::Host& host, const Folder& folder) {
    std::vector<Error> unread;
    auto segments = load_readable_segments(host, folder, unread);
    if (!unread.empty()) return fail(unread.front());
    return segments;
}

std::vector<LoadedSegment> load_readable_segments(host::Host& host, const Folder& folder,
                                                  std::vector<Error>& unread) {
    std::vector<LoadedSegment> segments;
    for (const SegmentFile& place : folder.segments) {
        auto bytes = load_segment(host, place);
        if (bytes) {
            segments.push_back({place, std::move(*bytes)});
        } else if (bytes.error().kind != ErrorKind::NotFound) {
            // A fold beside us removes a segment only after its frames are in two generations.
            unread.push_back(std::move(bytes).error());
        }
    }
    return segments;
}

void load_torn_tails(host::Host& host, const Folder& folder, const std::optional<DeviceId>& own,
                     std::vector<LoadedSegment>& segments, std::vector<Error>& unread) {
    Folder torn;
    torn.segments = folder.torn;
    auto tails = load_readable_segments(host, torn, unread);
    for (LoadedSegment& tail : tails)
        segments.push_back(std::move(tail));
    for (LoadedSegment& segment : segments)
        segment.is_whole = own && segment.place.device == *own && segment.place.is_copy;
}

Result<AppliedFrames> apply_segments(db::Connection& connection,
                                     const std::vector<LoadedSegment>& segments, const Keys& keys,
                                     const Applier& applier, std::uint64_t generation) {
    FrameIntake intake(connection, keys, applier, generation);
    for (const LoadedSegment& segment : segments)
        ATTUNE_CHECK(intake.take(segment));
    ATTUNE_CHECK(intake.settle());
    return intake.counts();
}

Result<std::uint64_t> merge_secrets(db::Connection& ours, db::Connection& theirs, const Keys& keys,
                                    const Keys& sealed_by, std::vector<std::string>& warnings) {
    ATTUNE_TRY(const std::uint64_t slots, merge_slots(ours, theirs, sealed_by, warnings));
    ATTUNE_TRY(const std::uint64_t left, merge_left_roots(ours, theirs, keys, sealed_by));
    return slots + left;
}

std::string told_of(const Error& why) {
    return why.kind == ErrorKind::Damaged
               ? why.message + "; it is another machine's and is read once it is whole"
               : why.message;
}

namespace {

/// Merges the newest generation of `rest`, which holds those of one device, and returns what that
/// added. Nothing when it is damaged or needs a newer program: that is said, and it is taken off
/// `rest`.
Result<std::optional<std::uint64_t>> merge_newest(host::Host& host, Folder& rest,
                                                  const DeviceId& device, const Keys& keys,
                                                  db::Connection& connection,
                                                  const MergeImage& merge,
                                                  std::vector<std::string>& warnings,
                                                  std::vector<UnreadFile>& newer) {
    std::vector<Error> problems;
    const auto pass_newer = [&](const Error& why) {
        newer.push_back({GenerationFile{device, 0, why.message}, why});
    };
    auto newest = newest_generation(host, rest, std::nullopt, problems);
    bool too_new = false;
    for (const Error& problem : problems) {
        // Behind the newest of them the older ones say nothing more.
        if (problem.kind != ErrorKind::TooNew) {
            warnings.push_back(told_of(problem));
        } else if (!too_new) {
            pass_newer(problem);
        }
        too_new = too_new || problem.kind == ErrorKind::TooNew;
    }
    if (!newest) return std::optional<std::uint64_t>(0);
    const auto pass_over = [&](const Error& why) {
        if (why.kind == ErrorKind::TooNew) {
            pass_newer(why);
        } else {
            warnings.push_back(told_of(why));
        }
        std::erase_if(rest.generations, [&](const GenerationFile& file) {
            return file.generation >= newest->place.generation;
        });
        return std::optional<std::uint64_t>();
    };
    {
        ATTUNE_TRY(auto known,
                   connection.prepare("SELECT 1 FROM merged WHERE device = ? AND checksum = ?"));
        known.bind(1, device.view()).bind(2, ByteView(newest->header.checksum));
        ATTUNE_TRY(const bool is_known, known.step());
        if (is_known) return std::optional<std::uint64_t>(0);
    }
    const crypto::Hash32 checksum = newest->header.checksum;
    const auto root = root_of(keys, newest->header, newest->place.path);
    if (!root) return pass_over(root.error());
    auto image = SealedImage::open(std::move(newest->file), std::move(newest->header),
                                   (*root)->vault_key, newest->place.path);
    if (!image) return pass_over(image.error());
    ATTUNE_TRY(const MergedFile file,
               merge_file(connection, **image, {keys, **root, merge}, warnings));
    if (file.left_alone) return pass_over(*file.left_alone);
    ATTUNE_TRY(auto note, connection.prepare("INSERT OR REPLACE INTO merged VALUES(?, ?, ?)"));
    ATTUNE_CHECK(note.bind(1, device.view())
                     .bind(2, static_cast<std::int64_t>(newest->place.generation))
                     .bind(3, ByteView(checksum))
                     .run());
    return std::optional<std::uint64_t>(file.added);
}

}  // namespace

Result<std::uint64_t> merge_others(host::Host& host, const Folder& folder, const Keys& keys,
                                   db::Connection& connection, const DeviceId& base_device,
                                   const MergeImage& merge, std::vector<std::string>& warnings,
                                   std::vector<UnreadFile>& newer) {
    std::vector<DeviceId> devices;
    for (const GenerationFile& file : folder.generations) {
        if (file.device != base_device &&
            std::find(devices.begin(), devices.end(), file.device) == devices.end()) {
            devices.push_back(file.device);
        }
    }
    std::uint64_t added = 0;
    for (const DeviceId& device : devices) {
        Folder rest;
        for (const GenerationFile& file : folder.generations) {
            if (file.device == device) rest.generations.push_back(file);
        }
        // Newest first; behind a damaged one stands an older one whose frames are in the segments.
        while (!rest.generations.empty()) {
            ATTUNE_TRY(const auto count,
                       merge_newest(host, rest, device, keys, connection, merge, warnings, newer));
            if (!count) continue;
            added += *count;
            break;
        }
    }
    return added;
}

Result<bool> segment_is_in(db::Connection& connection, const LoadedSegment& segment,
                           std::uint64_t generation) {
    ATTUNE_TRY(auto find, connection.prepare(
                              "SELECT 1 FROM folded WHERE device = ?1 AND sequence = ?2 AND tag IN "
                              "(?3, ?5) AND generation <= ?4"));
    for (const SegmentPiece& piece : split_segment(segment.bytes)) {
        const ByteView bytes = ByteView(segment.bytes).subspan(piece.offset, piece.size);
        const DeviceId& device = piece.frame ? piece.frame->header.device : segment.place.device;
        const std::uint64_t sequence = piece.frame ? piece.frame->header.sequence : 0;
        const crypto::Hash32 tag = piece.frame ? piece.frame->tag : crypto::hash32({bytes});
        find.reset();
        find.bind(1, device.view())
            .bind(2, static_cast<std::int64_t>(sequence))
            .bind(3, ByteView(tag))
            .bind(4, static_cast<std::int64_t>(generation))
            .bind(5, ByteView(crypto::hash32({bytes})));
        ATTUNE_TRY(const bool row, find.step());
        if (!row) return false;
    }
    return true;
}

}  // namespace attune::vault
