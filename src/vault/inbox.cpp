#include "attune/vault/inbox.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/vault/devices.hpp"
#include "attune/vault/pinned.hpp"
#include "vault/root_search.hpp"
#include "vault/segment.hpp"

namespace attune::vault {

namespace {

constexpr int kLockWaitMs = 10000;

/// A clock that never goes back: 48 bits of milliseconds, 16 bits of counter that carries into
/// them.
std::uint64_t next_clock(host::Host& host, std::uint64_t last) {
    const auto now = static_cast<std::uint64_t>(host.clock.now().time_since_epoch().count()) << 16;
    return std::max(now, last + 1);
}

/// Appends bytes and fsyncs them; on an error the segment is cut back to where it was.
Status append_durably(OpenSegment& segment, ByteView bytes) {
    Status done = segment.file->write(bytes);
    if (done) done = segment.file->sync();
    if (!done) {
        static_cast<void>(segment.file->truncate(segment.size));
        return done;
    }
    segment.size += bytes.size();
    return {};
}

/// The identity for a folder whose headers are all damaged: the one whose device has files there.
/// Damage keeps nobody from writing down what happens now.
Result<Identity> find_identity(host::Host& host, const Location& location, const Folder& folder) {
    const auto names = host.files.list(location.state_root);
    for (const std::string& name : names ? *names : std::vector<std::string>{}) {
        const auto store = StoreId::from_hex(name);
        if (!store) continue;
        auto identity = load_identity(host, location, *store);
        if (!identity) continue;
        for (const GenerationFile& file : folder.generations) {
            if (file.device == identity->device) return identity;
        }
    }
    return fail(ErrorKind::NotFound, "no identity of this machine fits the folder");
}

}  // namespace

Result<std::unique_ptr<host::Lock>> lock_log(host::Host& host, const Location& location,
                                             const StoreId& store) {
    const std::string folder = state_folder(location, store);
    ATTUNE_CHECK(host.files.make_folder(folder));
    return host.files.lock(host::path_join(folder, "log.lock"), kLockWaitMs);
}

void update_seen(host::Host& host, const Location& location, const StoreId& store,
                 const std::function<void(Seen&)>& change) {
    const auto lock = lock_log(host, location, store);
    if (!lock) return;
    Seen seen = load_seen(host, location, store);
    change(seen);
    static_cast<void>(save_seen(host, location, store, seen));
}

bool seals_to_another_key(host::Host& host, const Location& location) {
    const auto folder = read_folder(host, location.folder);
    if (!folder) return false;
    std::vector<Error> problems;
    const auto headers = newest_headers(host, *folder, problems);
    if (!headers) return false;
    const SealedHeader& newest = headers->front().header.header;
    const auto identity = load_identity(host, location, newest.store);
    return identity && newest.epoch >= identity->epoch && newest.public_key != identity->public_key;
}

Result<Inbox> Inbox::open(host::Host& host, const Location& location) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    std::vector<Error> problems;
    const auto newest = newest_generation(host, folder, std::nullopt, problems);
    if (!newest && newest.error().kind != ErrorKind::Damaged) return fail(newest.error());
    auto identity = newest ? load_identity(host, location, newest->header.header.store)
                           : find_identity(host, location, folder);
    if (!identity && identity.error().kind == ErrorKind::NotFound) {
        if (!newest) return fail(newest.error());
        const auto devices = list_devices(host, location, newest->header.header.store);
        if (devices && devices->size() >= kDevicesMax) {
            return fail(
                ErrorKind::Locked,
                fmt::format("this machine is no device of the store, and {} share it already",
                            devices->size()),
                "'attune store devices retire DEVICE' on one of them makes room");
        }
        return fail(ErrorKind::Locked, "this machine has not unlocked the store yet",
                    "run 'attune unlock' once; after that logging needs no passphrase");
    }
    if (!identity) return fail(std::move(identity).error());
    ATTUNE_CHECK(check_own_format(host, location, folder, identity->store));
    Inbox inbox(host, location, std::move(*identity));
    inbox.seen_ = load_seen(host, location, inbox.identity_.store);
    return inbox;
}

Result<Appended> Inbox::append(
    const std::function<Result<Bytes>(std::uint64_t sequence, std::uint64_t clock)>& make_body,
    const std::function<void(Seen&)>& note, Unwritable unwritable) {
    const StoreId& store = identity_.store;
    // A state folder that cannot be written must not keep words from being taken: without a lock
    // nothing is appended to the segment, but a spare frame can still be kept.
    const auto lock = lock_log(*host_, location_, store);
    seen_ = load_seen(*host_, location_, store);
    // An unlock beside us may have gone over to another root since this inbox was opened; what is
    // written under the old one from now on would be set aside.
    if (auto current = load_identity(*host_, location_, store);
        current && current->device == identity_.device) {
        identity_ = std::move(*current);
    }
    auto segment = lock ? open_own_segment(*host_, location_, identity_, seen_)
                        : Result<OpenSegment>(fail(lock.error()));

    Appended appended;
    appended.sequence = std::max(seen_.sequence, segment ? segment->last_sequence : 0) + 1;
    appended.clock = next_clock(*host_, seen_.clock);
    ATTUNE_TRY(Bytes body, make_body(appended.sequence, appended.clock));
    if (!frame_class_for(body.size())) {
        return fail(ErrorKind::TooLarge, "the entry is larger than 1 MiB",
                    "split it, or keep the long text in a file of its own");
    }
    FrameHeader header;
    header.device = identity_.device;
    header.sequence = appended.sequence;
    header.store = store;
    header.previous = segment && segment->last_sequence >= segment->first_sequence
                          ? segment->last_tag
                          : seen_.last_tag;
    const Bytes frame = encode_frame(header, body, identity_.public_key, identity_.device_key);
    crypto::wipe(body);

    Status written;
    if (segment) {
        // Frames kept aside earlier go first, in the same write.
        Bytes batch;
        const auto spares = list_spare_frames(*host_, location_, store);
        std::vector<std::string> moved;
        for (const std::string& path : spares) {
            const auto spare = host_->files.load(path, frame_bytes(kFrameClasses - 1));
            if (!spare) continue;
            const auto view = frame_at(*spare, 0);
            if (!view || view->whole.size() != spare->size() || !is_own_frame(*view, identity_)) {
                continue;
            }
            batch.insert(batch.end(), spare->begin(), spare->end());
            moved.push_back(path);
        }
        batch.insert(batch.end(), frame.begin(), frame.end());
        written = append_durably(*segment, batch);
        if (written) {
            for (const std::string& path : moved)
                static_cast<void>(host_->files.unlink(path));
        }
    } else {
        written = fail(segment.error());
    }
    if (!written) {
        if (unwritable == Unwritable::Refuse) return fail(written.error());
        if (!keep_spare_frame(*host_, location_, store, appended.sequence, frame))
            return fail(written.error());
        appended.kept_aside = true;
    }
    seen_.sequence = appended.sequence;
    seen_.last_tag = frame_at(frame, 0)->tag;
    seen_.clock = appended.clock;
    note(seen_);
    if (seen_.writes.size() > 20) seen_.writes.resize(20);
    static_cast<void>(save_seen(*host_, location_, store, seen_));
    return appended;
}

}  // namespace attune::vault
