#include "vault/copies.hpp"

#include <fmt/format.h>

#include "vault/image_vfs.hpp"

namespace attune::vault {

namespace {

Result<bool> is_known(db::Connection& connection, const crypto::Hash32& checksum) {
    ATTUNE_TRY(auto find, connection.prepare("SELECT 1 FROM copied WHERE checksum = ?1 UNION ALL "
                                             "SELECT 1 FROM merged WHERE checksum = ?1"));
    find.bind(1, ByteView(checksum));
    return find.step();
}

/// Merges one copy; nothing when it is known, or cannot be read, which is then said.
Result<std::uint64_t> merge_copy(host::Host& host, const GenerationFile& copy, const Keys& keys,
                                 db::Connection& connection, const MergeImage& merge,
                                 std::uint64_t generation, std::vector<std::string>& warnings) {
    const auto leave = [&](const std::string& why) -> Result<std::uint64_t> {
        warnings.push_back(
            fmt::format("the conflicted copy '{}' is left alone: {}", copy.path, why));
        return 0;
    };
    auto file = host.files.open_read(copy.path);
    if (!file && file.error().kind == ErrorKind::NotFound) return 0;
    if (!file) return leave(file.error().message);
    auto header = read_header(**file, copy.path);
    if (!header) return leave(header.error().message);
    if (header->header.store != keys.store) return leave("it belongs to another store");
    const crypto::Hash32 checksum = header->checksum;
    ATTUNE_TRY(const bool known, is_known(connection, checksum));
    if (known) return 0;
    const auto root = root_of(keys, *header, copy.path);
    if (!root) return leave(root.error().message);
    auto image =
        SealedImage::open(*std::move(file), *std::move(header), (*root)->vault_key, copy.path);
    if (!image) return leave(image.error().message);
    ImageVfs vfs(**image);
    ATTUNE_TRY(auto theirs, vfs.connect(false));
    ATTUNE_CHECK(connection.execute("SAVEPOINT copying"));
    auto count = merge(connection, theirs);
    const auto slots = count ? merge_secrets(connection, theirs, keys, **root, warnings)
                             : Result<std::uint64_t>(0);
    if (!slots) count = fail(slots.error());
    if (!count) {
        ATTUNE_CHECK(connection.execute("ROLLBACK TO copying; RELEASE copying"));
        if (!(*image)->is_damaged() && count.error().kind != ErrorKind::TooNew)
            return fail(count.error());
        return leave(count.error().message);
    }
    ATTUNE_CHECK(connection.execute("RELEASE copying"));
    ATTUNE_TRY(auto note, connection.prepare("INSERT OR IGNORE INTO copied VALUES(?, ?)"));
    ATTUNE_CHECK(
        note.bind(1, ByteView(checksum)).bind(2, static_cast<std::int64_t>(generation)).run());
    // What is remembered has to reach a generation even where nothing was new.
    return *count + 1;
}

}  // namespace

Result<std::uint64_t> merge_copies(host::Host& host, const Folder& folder, const Keys& keys,
                                   db::Connection& connection, const MergeImage& merge,
                                   std::uint64_t generation, std::vector<std::string>& warnings) {
    ATTUNE_CHECK(
        connection.execute("CREATE TABLE IF NOT EXISTS copied(checksum BLOB PRIMARY KEY, "
                           "generation INTEGER NOT NULL) WITHOUT ROWID"));
    std::uint64_t added = 0;
    for (const GenerationFile& copy : folder.copies) {
        ATTUNE_TRY(const std::uint64_t count,
                   merge_copy(host, copy, keys, connection, merge, generation, warnings));
        added += count;
    }
    return added;
}

Result<bool> copy_is_in(host::Host& host, const GenerationFile& copy, db::Connection& connection,
                        std::uint64_t generation) {
    const auto file = host.files.open_read(copy.path);
    const auto header =
        file ? read_header(**file, copy.path) : Result<ParsedHeader>(fail(file.error()));
    if (!header) return false;
    // A copy of what was merged under its own name is in as well.
    ATTUNE_TRY(auto find, connection.prepare("SELECT 1 FROM copied WHERE checksum = ?1 AND "
                                             "generation > 0 AND generation <= ?2 UNION ALL "
                                             "SELECT 1 FROM merged WHERE checksum = ?1"));
    find.bind(1, ByteView(header->checksum)).bind(2, static_cast<std::int64_t>(generation));
    return find.step();
}

}  // namespace attune::vault
