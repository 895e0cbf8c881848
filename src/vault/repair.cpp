#include "attune/vault/repair.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "vault/bookkeeping.hpp"
#include "vault/generation_writer.hpp"
#include "vault/mend_header.hpp"
#include "vault/open_base.hpp"

namespace attune::vault {

namespace {

/// Finds out what is whole, and gives the fold that writes the new generation an image to start
/// from. The order is the crash argument: nothing in the folder is touched before the new
/// generation has its name; then the damaged files are renamed, one by one, and a repair that was
/// interrupted there finds them again.
class Repair final : public BaseChooser {
  public:
    Repair(host::Host& host, const Location& location, const Keys& keys,
           const RepairRequest& request)
        : host_(host), location_(location), keys_(keys), request_(request) {}

    /// True when a generation of this device, or of the lost one, is damaged.
    Result<bool> is_needed() {
        ATTUNE_TRY(const Folder folder, read_folder(host_, location_.folder));
        ATTUNE_CHECK(examine(folder));
        return !own_damaged_.empty() || !whole_;
    }

    Result<OpenBase> choose(const Folder& folder) override {
        ATTUNE_CHECK(examine(folder));
        ATTUNE_TRY(OpenBase base,
                   whole_ ? open_generation(host_, *whole_, keys_) : make_empty(folder));
        db::Connection& database = *base.connection;
        ATTUNE_TRY(auto transaction, db::Transaction::begin(database));
        if (request_.applier.prepare) ATTUNE_CHECK(request_.applier.prepare(database));
        for (const GenerationFile& file : damaged_)
            ATTUNE_CHECK(salvage(file, database, base.image.get()));
        // Without a single whole generation, what earlier repairs set aside may still give
        // something.
        if (!whole_) {
            for (const std::string& path : sealed_files(host_, location_)) {
                if (path.ends_with(".damaged"))
                    ATTUNE_CHECK(salvage({{}, 0, path}, database, base.image.get()));
            }
        }
        ATTUNE_CHECK(transaction.commit());
        return base;
    }

    void published() override {
        for (const GenerationFile& file : own_damaged_) {
            const std::string stem = is_lost(file) ? name_for_lost() : file.path;
            std::string name = stem + ".damaged";
            for (int i = 2; host_.files.info(name); ++i)
                name = fmt::format("{}.{}.damaged", stem, i);
            if (host_.files.rename(file.path, name)) result.renamed.push_back(name);
        }
        static_cast<void>(host_.files.sync_folder(location_.folder));
    }

    RepairResult result;

  private:
    Status examine(const Folder& folder) {
        whole_.reset();
        damaged_.clear();
        own_damaged_.clear();
        result = {};
        const auto identity = load_identity(host_, location_, keys_.store);
        if (identity) own_ = identity->device;
        const auto is_own = [&](const GenerationFile& file) {
            return identity && file.device == identity->device;
        };
        for (const GenerationFile& copy : folder.copies)
            examine_copy(copy, is_own(copy) || is_lost(copy));
        bool whole_is_own = false;
        for (const GenerationFile& file : folder.generations) {
            const Status whole = check_whole(file);
            if (whole) {
                // Whole under a root that nothing is sealed to any more: merged, not begun from.
                if (is_lost(file) && is_of_older_root(file)) continue;
                if (!whole_ || (is_own(file) && !whole_is_own)) {
                    whole_ = file;
                    whole_is_own = is_own(file);
                }
                continue;
            }
            if (whole.error().kind == ErrorKind::TooNew) {
                if (is_own(file)) return whole;
                result.left.push_back(file.path);
                continue;
            }
            if (whole.error().kind == ErrorKind::NotFound) continue;
            result.damaged.push_back(whole.error().message);
            // What an older root sealed is whole as far as this key can tell.
            if (whole.error().kind == ErrorKind::ForeignKey ||
                (is_of_older_root(file) && !is_lost(file))) {
                result.left.push_back(file.path);
                continue;
            }
            damaged_.push_back(file);
            if (is_own(file) || is_lost(file)) {
                own_damaged_.push_back(file);
            } else {
                result.left.push_back(file.path);
            }
        }
        return {};
    }

    /// A whole conflicted copy is merged by every fold. What a damaged one of this device still
    /// gives is brought in, and then it is put aside like a damaged generation.
    void examine_copy(const GenerationFile& copy, bool is_ours) {
        const Status whole = check_whole(copy);
        if (whole || whole.error().kind == ErrorKind::NotFound) return;
        result.damaged.push_back(whole.error().message);
        if (is_ours && whole.error().kind == ErrorKind::Damaged &&
            (!is_of_older_root(copy) || is_lost(copy))) {
            damaged_.push_back(copy);
            own_damaged_.push_back(copy);
        } else {
            result.left.push_back(copy.path);
        }
    }

    [[nodiscard]] bool is_lost(const GenerationFile& file) const {
        return request_.lost && file.device == *request_.lost;
    }

    /// Nobody purges under the name of a machine that is gone. The number is lower than that of any
    /// generation without words that were forgotten, so that this file goes with them.
    [[nodiscard]] std::string name_for_lost() const {
        return host::path_join(location_.folder, generation_name(own_, 1));
    }

    [[nodiscard]] bool is_of_older_root(const GenerationFile& place) const {
        const auto file = host_.files.open_read(place.path);
        if (!file) return false;
        const auto header = read_header(**file, place.path);
        return header && header->header.epoch < keys_.epoch;
    }

    /// Every chunk opens, and the database in them holds together.
    Status check_whole(const GenerationFile& place) {
        const Keys* root = &keys_;
        {
            ATTUNE_TRY(const auto file, host_.files.open_read(place.path));
            ATTUNE_TRY(const ParsedHeader header, read_header(*file, place.path));
            ATTUNE_CHECK(check_place(header, place));
            // A lost machine may never have seen the newest root.
            const Keys* named = keys_.under(header.header.public_key);
            if (is_lost(place) && named != nullptr) root = named;
        }
        ATTUNE_TRY([[maybe_unused]] const auto chunks, verify_generation(host_, place.path, *root));
        ATTUNE_TRY(const OpenBase base, open_generation(host_, place, *root));
        ATTUNE_CHECK(check_database(*base.connection, *base.image, Depth::Indexes));
        return request_.applier.readable ? request_.applier.readable(*base.connection) : Status();
    }

    /// Takes out of one damaged file what can be read of it.
    Status salvage(const GenerationFile& place, db::Connection& database, SealedImage* neighbour) {
        auto file = host_.files.open_read(place.path);
        if (!file) return {};
        const Keys* root = &keys_;
        auto header = mend_header(**file, &root->vault_key);
        for (auto other = keys_.others.rbegin();
             other != keys_.others.rend() && (!header || !header->is_exact); ++other) {
            root = &*other;
            header = mend_header(**file, &root->vault_key);
        }
        if (header && header->is_exact) {
            const Keys* named = keys_.under(header->header.header.public_key);
            if (named != nullptr) root = named;
        }
        if (!header || !header->is_exact || header->header.header.store != keys_.store) {
            result.unread.push_back(place.path);
            return {};
        }
        if (header->changed) result.mended.push_back(fmt::format("'{}': its header", place.path));
        const SealedHeader facts = header->header.header;
        auto image =
            SealedImage::open_damaged(std::move(*file), std::move(header->header), root->vault_key,
                                      place.path, neighbour, request_.mended_chunks_max);
        if (!image) {
            result.unread.push_back(place.path);
            return take_header_slots(database, facts, *root);
        }
        ImageVfs vfs(**image);
        {
            auto theirs = vfs.connect(false);
            if (theirs) ATTUNE_CHECK(request_.salvage(database, *theirs, place.path));
            const bool merged = theirs && try_secrets(database, *theirs, *root);
            if (!merged) ATTUNE_CHECK(take_header_slots(database, facts, *root));
        }
        for (const std::uint64_t chunk : (*image)->mended_chunks())
            result.mended.push_back(fmt::format("'{}': one bit of chunk {}", place.path, chunk));
        return {};
    }

    /// Brings in slots, removals and roots; false when their tables cannot be read to the end.
    bool try_secrets(db::Connection& database, db::Connection& theirs, const Keys& root) {
        std::vector<std::string> warnings;
        if (!database.execute("SAVEPOINT secrets")) return false;
        const auto merged = merge_secrets(database, theirs, keys_, root, warnings);
        static_cast<void>(
            database.execute(merged ? "RELEASE secrets" : "ROLLBACK TO secrets; RELEASE secrets"));
        return merged.has_value();
    }

    /// The header says which secrets counted when its file was written. It is believed where it is
    /// newer than the image that the repair starts from: a secret that was taken away since must
    /// not open the store again, and one that was added has to.
    Status take_header_slots(db::Connection& database, const SealedHeader& header,
                             const Keys& root) {
        ATTUNE_TRY(const Keys newest, load_roots(database, keys_.store));
        if (newest.is_newer_than(root)) return {};
        const bool is_later = root.is_newer_than(newest);
        if (!is_later && whole_ && header.generation <= whole_->generation) return {};
        if (is_later) ATTUNE_CHECK(insert_root(database, root));
        ATTUNE_TRY(auto known, database.prepare("SELECT 1 FROM slot WHERE id = ?"));
        const std::int64_t clock = host_.clock.now().time_since_epoch().count() << 16;
        std::set<SlotId> named;
        for (const Slot& slot : header.slots) {
            named.insert(slot.id);
            known.reset();
            known.bind(1, slot.id.view());
            ATTUNE_TRY(const bool is_known, known.step());
            if (!is_known) ATTUNE_CHECK(insert_slot(database, slot, header.epoch, clock));
        }
        ATTUNE_TRY(const auto counting, load_slots(database));
        ATTUNE_TRY(auto remove,
                   database.prepare("UPDATE slot SET removed = 1, clock = ? WHERE id = ?"));
        for (const Slot& slot : counting) {
            if (!named.contains(slot.id))
                ATTUNE_CHECK(remove.bind(1, clock).bind(2, slot.id.view()).run());
        }
        return {};
    }

    /// An image without any record, for a store of which only headers and inboxes are left.
    Result<OpenBase> make_empty(const Folder& folder) {
        std::vector<Slot> slots;
        std::optional<Error>
            refused;  // by the disk: there may be slots where nothing could be read
        for (const GenerationFile& place : folder.generations) {
            const auto file = host_.files.open_read(place.path);
            const auto read =
                file ? read_header(**file, place.path) : Result<ParsedHeader>(fail(file.error()));
            if (!read && read.error().kind == ErrorKind::Io) refused = read.error();
            if (!file) continue;
            const auto header = mend_header(**file, &keys_.vault_key);
            if (!header) continue;
            if (header->is_exact || slots.empty()) slots = header->header.header.slots;
            if (header->is_exact) break;
        }
        if (slots.empty() && refused) return fail(*refused);
        if (slots.empty()) return fail(ErrorKind::Damaged, "no key slot of the store is left");
        ATTUNE_TRY(const Identity identity, load_identity(host_, location_, keys_.store));
        OpenBase base;
        base.place.device = identity.device;
        base.image = std::make_unique<SealedImage>();
        base.vfs = std::make_unique<ImageVfs>(*base.image);
        ATTUNE_TRY(auto connection, base.vfs->connect(true));
        base.connection = std::make_unique<db::Connection>(std::move(connection));
        const auto clock = static_cast<std::uint64_t>(host_.clock.now().time_since_epoch().count())
                           << 16;
        ATTUNE_CHECK(make_vault_tables(*base.connection, keys_, slots, clock));
        ATTUNE_CHECK(request_.make_schema(*base.connection));
        return base;
    }

    host::Host& host_;
    const Location& location_;
    const Keys& keys_;
    const RepairRequest& request_;
    DeviceId own_;
    std::optional<GenerationFile> whole_;      ///< the newest of this device, else of another
    std::vector<GenerationFile> damaged_;      ///< of every device, newest first
    std::vector<GenerationFile> own_damaged_;  ///< those to put aside
};

}  // namespace

Result<RepairResult> repair(host::Host& host, const Location& location, const Keys& keys,
                            const RepairRequest& request) {
    ATTUNE_CHECK(ensure_identity(host, location, keys));
    Repair repairing(host, location, keys, request);
    ATTUNE_TRY(const bool needed, repairing.is_needed());
    if (!needed) return std::move(repairing.result);
    FoldRequest fold_request;
    fold_request.applier = request.applier;
    fold_request.force = true;
    fold_request.base = &repairing;
    ATTUNE_TRY(const FoldResult folded, fold(host, location, keys, fold_request));
    repairing.result.written = folded.written;
    repairing.result.generation = folded.generation;
    repairing.result.frames = folded.frames;
    return std::move(repairing.result);
}

}  // namespace attune::vault
