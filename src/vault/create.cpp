#include "attune/vault/create.hpp"

#include <fmt/format.h>

#include "attune/vault/private_state.hpp"
#include "vault/bookkeeping.hpp"
#include "vault/generation_writer.hpp"
#include "vault/image_vfs.hpp"
#include "vault/segment.hpp"

namespace attune::vault {

namespace {

/// Builds the first image in memory: the vault's books and whatever tables the room above wants.
Status fill_image(SealedImage& image, const Keys& keys, const std::vector<Slot>& slots,
                  std::uint64_t clock, const std::function<Status(db::Connection&)>& make_schema) {
    ImageVfs vfs(image);
    ATTUNE_TRY(auto connection, vfs.connect(true));
    ATTUNE_TRY(auto transaction, db::Transaction::begin(connection));
    ATTUNE_CHECK(make_vault_tables(connection, keys, slots, clock));
    ATTUNE_CHECK(make_schema(connection));
    return transaction.commit();
}

/// What an attempt that was cut short left: no store came of it, and nothing was written down.
Status remove_left_overs(host::Host& host, const Location& location) {
    ATTUNE_TRY(const auto names, host.files.list(location.folder));
    for (const std::string& name : names) {
        const std::string path = host::path_join(location.folder, name);
        const auto info = host.files.info(path);
        const bool empty = info && info->type == host::FileType::Regular && info->size == 0;
        if (name.ends_with(".sealed.tmp") || (name.ends_with(".inbox") && empty))
            ATTUNE_CHECK(host.files.unlink(path));
    }
    return {};
}

}  // namespace

Result<bool> holds_store(host::Host& host, const Location& location) {
    const auto folder = read_folder(host, location.folder);
    // Copies of a store that was there: nothing may be made beside them.
    if (folder || folder.error().kind == ErrorKind::Damaged) return true;
    if (folder.error().kind == ErrorKind::NoStore) return false;
    return fail(folder.error());
}

bool exists(host::Host& host, const Location& location) {
    return holds_store(host, location).value_or(true);
}

Result<Keys> create(host::Host& host, const Location& location, const std::vector<NewSlot>& slots,
                    const std::function<Status(db::Connection&)>& make_schema) {
    if (slots.empty()) {
        return fail(ErrorKind::Usage, "a store needs at least one secret that opens it",
                    "leave out --no-passphrase or --no-recovery, or add --key-file FILE");
    }
    if (slots.size() > kSlotsMaxCommand)
        return fail(ErrorKind::Usage, "a store holds at most 8 secrets");
    ATTUNE_TRY(const bool there, holds_store(host, location));
    if (there) {
        return fail(ErrorKind::Refused,
                    fmt::format("there is a store in '{}' already", location.folder),
                    "'--store DIR' names another folder");
    }
    StoreId store;
    host.environment.random(store.bytes);
    crypto::Secret root(crypto::kKeyBytes);
    host.environment.random(root.bytes());
    Keys keys = Keys::from_root(store, 1, std::move(root));

    SealedHeader header;
    header.store = store;
    header.epoch = keys.epoch;
    header.generation = 1;
    for (const NewSlot& wanted : slots) {
        ATTUNE_TRY(Slot slot, make_slot(host.environment, wanted.secret, wanted.low_memory, keys));
        header.slots.push_back(slot);
    }
    Identity identity;
    identity.store = store;
    identity.epoch = keys.epoch;
    identity.public_key = keys.inbox.public_key;
    identity.machine = machine_hash(host);
    host.environment.random(identity.device.bytes);
    identity.device_key = keys.device_key(identity.device);
    header.device = identity.device;

    SealedImage image;
    const auto clock = static_cast<std::uint64_t>(host.clock.now().time_since_epoch().count())
                       << 16;
    ATTUNE_CHECK(fill_image(image, keys, header.slots, clock, make_schema));

    // The generation gets its name last: before that there is no store, after it there is a whole
    // one.
    ATTUNE_CHECK(host.files.make_folder(location.folder));
    ATTUNE_CHECK(remove_left_overs(host, location));
    ATTUNE_CHECK(save_identity(host, location, identity));
    ATTUNE_TRY(const OpenSegment segment, start_segment(host, location, identity, 1));
    const std::string path = host::path_join(location.folder, generation_name(identity.device, 1));
    const std::string temporary = path + ".tmp";
    const auto written = write_generation(host, temporary, header, image, keys);
    const auto verified = written ? verify_generation(host, temporary, keys)
                                  : Result<std::uint32_t>(fail(written.error()));
    if (!verified) {
        static_cast<void>(host.files.unlink(temporary));
        static_cast<void>(host.files.unlink(segment.path));
        return fail(verified.error());
    }
    ATTUNE_CHECK(host.files.rename(temporary, path));
    ATTUNE_CHECK(host.files.sync_folder(location.folder));

    // Every secret opens what now stands on the disk, or the store is not handed out.
    for (const NewSlot& wanted : slots) {
        auto reopened = unlock(host, location, wanted.secret);
        if (!reopened) {
            static_cast<void>(host.files.unlink(path));
            static_cast<void>(host.files.unlink(segment.path));
            return fail(std::move(reopened).error());
        }
    }
    return keys;
}

}  // namespace attune::vault
