#include "vault/open_base.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "vault/segment.hpp"

namespace attune::vault {

Result<OpenBase> open_generation(host::Host& host, const GenerationFile& place, const Keys& keys) {
    ATTUNE_TRY(auto file, host.files.open_read(place.path));
    ATTUNE_TRY(auto header, read_header(*file, place.path));
    ATTUNE_CHECK(check_place(header, place));
    if (header.header.store != keys.store) {
        return fail(ErrorKind::ForeignKey, fmt::format("'{}' belongs to another store", place.path),
                    "keep each store in a folder of its own");
    }
    OpenBase base;
    base.place = place;
    base.checksum = header.checksum;
    ATTUNE_TRY(const Keys* root, root_of(keys, header, place.path));
    base.root = root->inbox.public_key;
    base.slots = header.header.slots;
    ATTUNE_TRY(base.image,
               SealedImage::open(std::move(file), std::move(header), root->vault_key, place.path));
    base.vfs = std::make_unique<ImageVfs>(*base.image);
    const auto look = [&]() -> Status {
        ATTUNE_TRY(auto connection, base.vfs->connect(false));
        base.connection = std::make_unique<db::Connection>(std::move(connection));
        // Reads the schema, so that an image that is no database is noticed here.
        ATTUNE_TRY([[maybe_unused]] const auto tables,
                   base.connection->value_of("SELECT count(*) FROM sqlite_schema"));
        return {};
    };
    if (!look()) {
        if (!base.image->is_damaged()) base.image->note_disorder();
        return fail(base.image->damage());
    }
    return base;
}

Result<OpenBase> open_base(host::Host& host, const Folder& folder, const Keys& keys,
                           const std::optional<DeviceId>& own, bool fall_back,
                           const std::vector<DamagedGeneration>& damaged,
                           const std::function<Status(db::Connection&)>& readable,
                           std::vector<std::string>& warnings) {
    std::vector<GenerationFile> candidates = folder.generations;
    const bool have_own = own && std::any_of(candidates.begin(), candidates.end(),
                                             [&](const auto& file) { return file.device == *own; });
    if (have_own) {
        std::stable_partition(candidates.begin(), candidates.end(),
                              [&](const auto& file) { return file.device == *own; });
    }
    // A machine that has none yet begins with any whole one; what a damaged one holds is merged
    // once it is whole, like everything of another machine.
    const bool begins = own && !have_own;
    std::optional<Error> first;
    DeviceId first_device;
    std::optional<Error> too_new;
    for (const GenerationFile& place : candidates) {
        const auto known =
            std::find_if(damaged.begin(), damaged.end(),
                         [&](const DamagedGeneration& file) { return file.path == place.path; });
        auto base = known == damaged.end() ? open_generation(host, place, keys)
                                           : Result<OpenBase>(fail(known->error));
        if (base && readable) {
            // A chunk of it that does not open is damage, whatever the question was.
            if (Status fits = readable(*base->connection); !fits)
                base = fail(base->image->is_damaged() ? base->image->damage() : fits.error());
        }
        if (base) {
            base->fell_back = first.has_value() && !begins;
            if (first && begins) {
                // A merge says it of every other device, and leaves out the one of the base.
                if (first_device == base->place.device) warnings.push_back(told_of(*first));
            } else if (first) {
                warnings.push_back(first->message);
                warnings.push_back(
                    fmt::format("reading the older generation {} and the inboxes instead; "
                                "'attune store repair' mends the store",
                                place.generation));
            }
            return base;
        }
        if (base.error().kind == ErrorKind::NotFound) continue;
        // Another machine may have gone over to a newer program; merging says so.
        if (base.error().kind == ErrorKind::TooNew && !(own && place.device == *own)) {
            if (!too_new) too_new = base.error();
            continue;
        }
        if (!first) {
            first = base.error();
            first_device = place.device;
        }
        if (!(fall_back || begins) || base.error().kind == ErrorKind::TooNew)
            return fail(std::move(base).error());
    }
    if (first) return fail(*first);
    if (too_new) return fail(*too_new);
    return fail(ErrorKind::Damaged, "no generation of the store can be read");
}

bool is_authentic(host::Host& host, const GenerationFile& place, const Keys& keys) {
    const auto file = host.files.open_read(place.path);
    if (!file) return false;
    const auto header = read_header(**file, place.path);
    if (!header || !check_place(*header, place) || header->header.store != keys.store) return false;
    const auto root = root_of(keys, *header, place.path);
    return root && crypto::equal(generation_key((*root)->vault_key, header->bytes).commitment,
                                 header->commitment);
}

Status load_spares(host::Host& host, const Location& location, const StoreId& store,
                   std::vector<LoadedSegment>& segments) {
    for (const std::string& path : list_spare_frames(host, location, store)) {
        auto bytes = host.files.load(path, frame_bytes(kFrameClasses - 1));
        if (!bytes) continue;  // moved into the inbox meanwhile
        segments.push_back({SegmentFile{DeviceId{}, 0, path}, std::move(*bytes)});
    }
    return {};
}

}  // namespace attune::vault
