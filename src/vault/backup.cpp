#include <algorithm>

#include <fmt/format.h>

#include "attune/vault/inbox.hpp"
#include "attune/vault/repair.hpp"
#include "vault/bookkeeping.hpp"
#include "vault/generation_writer.hpp"
#include "vault/mend_header.hpp"
#include "vault/open_base.hpp"
#include "vault/segment.hpp"

namespace attune::vault {

namespace {

constexpr std::size_t kCopyBytes = std::size_t{1} << 19;

/// Copies a file into a new one and syncs it.
Status copy_file(host::Host& host, host::File& from, const std::string& to) {
    ATTUNE_TRY(const auto file, host.files.create(to));
    Bytes block(kCopyBytes);
    for (std::uint64_t at = 0;;) {
        ATTUNE_TRY(const std::size_t count, from.read_at(at, block));
        if (count == 0) break;
        ATTUNE_CHECK(file->write(ByteView(block).first(count)));
        at += count;
    }
    ATTUNE_CHECK(file->sync());
    file->drop_cache();
    return {};
}

/// Copies to `path` by way of a temporary file beside it, verified before it gets its name.
Status copy_verified(host::Host& host, host::File& from, const std::string& path, const Keys& keys,
                     const crypto::Hash32& checksum) {
    const std::string temporary = path + ".tmp";
    if (host.files.info(temporary)) ATTUNE_CHECK(host.files.unlink(temporary));
    const auto written = [&]() -> Status {
        ATTUNE_CHECK(copy_file(host, from, temporary));
        ATTUNE_TRY([[maybe_unused]] const auto chunks, verify_generation(host, temporary, keys));
        ATTUNE_TRY(const auto reopened, host.files.open_read(temporary));
        ATTUNE_TRY(const ParsedHeader header, read_header(*reopened, temporary));
        if (header.checksum != checksum)
            return fail(ErrorKind::Io, fmt::format("'{}' was not written whole", temporary));
        return host.files.rename(temporary, path);
    }();
    if (!written) {
        static_cast<void>(host.files.unlink(temporary));
        return written;
    }
    return host.files.sync_folder(host::parent_folder(path));
}

}  // namespace

std::vector<std::string> sealed_files(host::Host& host, const Location& location) {
    std::vector<std::string> paths;
    const auto names = host.files.list(location.folder);
    for (const std::string& name : names ? *names : std::vector<std::string>{}) {
        if (name.find(".sealed") != std::string::npos)
            paths.push_back(host::path_join(location.folder, name));
    }
    // Longer numbers are newer; whole names go before those that say they are damaged.
    std::stable_sort(paths.begin(), paths.end(), [](const std::string& a, const std::string& b) {
        const bool a_whole = a.ends_with(".sealed");
        const bool b_whole = b.ends_with(".sealed");
        if (a_whole != b_whole) return a_whole;
        return a.size() != b.size() ? a.size() > b.size() : a > b;
    });
    return paths;
}

Result<Keys> unlock_files(host::Host& host, const std::vector<std::string>& paths,
                          const GivenSecret& secret) {
    std::optional<Error> obstacle;
    bool any_slot = false;
    for (const std::string& path : paths) {
        const auto file = host.files.open_read(path);
        if (!file) {
            if (!obstacle) obstacle = file.error();
            continue;
        }
        const auto strict = read_header(**file, path);
        if (!strict && strict.error().kind == ErrorKind::TooNew) {
            if (!obstacle) obstacle = strict.error();
            continue;
        }
        const auto header =
            strict ? std::optional(MendedHeader{*strict, false, true}) : mend_header(**file);
        if (!header) {
            if (!obstacle) obstacle = strict.error();
            continue;
        }
        for (const Slot& slot : header->header.header.slots) {
            if (slot.version != 1 || slot.type != secret.type) continue;
            any_slot = true;
            auto opened = open_slot(slot, secret, host.environment.available_memory());
            if (!opened) {
                if (opened.error().kind != ErrorKind::WrongSecret && !obstacle)
                    obstacle = opened.error();
                continue;
            }
            Keys keys = Keys::from_root(opened->store, opened->epoch, std::move(opened->root));
            const bool fits =
                !header->is_exact ||
                crypto::equal(generation_key(keys.vault_key, header->header.bytes).commitment,
                              header->header.commitment);
            if (fits) return keys;
            if (!obstacle) {
                obstacle = Error{
                    .kind = ErrorKind::AlteredHeader,
                    .message = "the secret is right, but the header of '" + path + "' was altered"};
            }
        }
    }
    if (obstacle) return fail(*obstacle);
    return fail(ErrorKind::WrongSecret, any_slot ? "the secret opens none of the files"
                                                 : "no secret of this kind opens the files");
}

Result<BackupFacts> check_backup(host::Host& host, const std::string& path, const Keys& keys) {
    ATTUNE_TRY(const std::uint32_t chunks, verify_generation(host, path, keys));
    ATTUNE_TRY(auto file, host.files.open_read(path));
    ATTUNE_TRY(auto header, read_header(*file, path));
    BackupFacts facts{header.header.store, header.header.device, header.header.generation, chunks};
    ATTUNE_TRY(const OpenBase base,
               open_generation(host, {facts.device, facts.generation, path}, keys));
    ATTUNE_CHECK(check_database(*base.connection, *base.image, Depth::Indexes));
    return facts;
}

Result<BackupFacts> write_backup(host::Host& host, const Location& location, const Keys& keys,
                                 const std::string& path, bool replace) {
    if (const auto there = host.files.info(path)) {
        if (there->type != host::FileType::Regular)
            return fail(ErrorKind::Usage, fmt::format("'{}' is no file", path));
        if (!replace) {
            return fail(ErrorKind::Refused, fmt::format("'{}' is there already", path),
                        "--force replaces it; another name keeps both");
        }
    }
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const auto identity = load_identity(host, location, keys.store);
    std::optional<DeviceId> own;
    for (const GenerationFile& file : folder.generations) {
        if (identity && file.device == identity->device) own = file.device;
    }
    std::vector<Error> problems;
    ATTUNE_TRY(const FoundGeneration newest, newest_generation(host, folder, own, problems));
    if (!problems.empty()) return fail(problems.front());
    ATTUNE_CHECK(copy_verified(host, *newest.file, path, keys, newest.header.checksum));
    return BackupFacts{keys.store, newest.place.device, newest.place.generation,
                       newest.header.header.chunk_count};
}

Status place_backup(host::Host& host, const Location& location, const Keys& keys,
                    const std::string& path) {
    if (read_folder(host, location.folder))
        return fail(ErrorKind::Refused, "there is a store in the folder already");
    ATTUNE_TRY(const auto file, host.files.open_read(path));
    ATTUNE_TRY(const ParsedHeader header, read_header(*file, path));
    ATTUNE_CHECK(host.files.make_folder(location.folder));
    // A machine that was a device of the store before might give its numbers out again; what it
    // wrote stays that device's.
    const std::string identity = host::path_join(state_folder(location, keys.store), "identity");
    if (host.files.info(identity)) ATTUNE_CHECK(host.files.unlink(identity));
    const std::string name = host::path_join(
        location.folder, generation_name(header.header.device, header.header.generation));
    ATTUNE_CHECK(copy_verified(host, *file, name, keys, header.checksum));
    return ensure_identity(host, location, keys);
}

Result<FoldResult> merge_backup(host::Host& host, const Location& location, const Keys& keys,
                                const Applier& applier, const std::string& path) {
    ATTUNE_TRY(const auto file, host.files.open_read(path));
    ATTUNE_TRY(const ParsedHeader header, read_header(*file, path));
    FoldRequest request;
    request.applier = applier;
    request.change = [&](db::Connection& database) -> Result<bool> {
        ATTUNE_TRY(
            const OpenBase backup,
            open_generation(host, {header.header.device, header.header.generation, path}, keys));
        const MergeImage& merge = applier.whole_image ? applier.whole_image : applier.image;
        ATTUNE_TRY(const std::uint64_t added, merge(database, *backup.connection));
        ATTUNE_TRY(const Keys* root, root_of(keys, header, path));
        std::vector<std::string> told;  // the next reading says the same of the merged slots
        ATTUNE_TRY(const std::uint64_t slots,
                   merge_secrets(database, *backup.connection, keys, *root, told));
        return added + slots > 0;
    };
    return fold(host, location, keys, request);
}

}  // namespace attune::vault
