#include "vault/copies.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "vault/merge_file.hpp"

namespace attune::vault {

namespace {

Result<bool> is_known(db::Connection& connection, const crypto::Hash32& checksum) {
    ATTUNE_TRY(auto find, connection.prepare("SELECT 1 FROM copied WHERE checksum = ?1 UNION ALL "
                                             "SELECT 1 FROM merged WHERE checksum = ?1"));
    find.bind(1, ByteView(checksum));
    return find.step();
}

/// Merges one copy; nothing when it is known, or cannot be read.
Result<std::uint64_t> merge_copy(host::Host& host, const GenerationFile& copy, const Keys& keys,
                                 db::Connection& connection, const MergeImage& merge,
                                 std::uint64_t generation, std::vector<std::string>& warnings,
                                 std::vector<UnreadFile>& unread) {
    const auto leave = [&](const Error& why) -> Result<std::uint64_t> {
        unread.push_back({copy, why, true});
        return 0;
    };
    auto file = host.files.open_read(copy.path);
    if (!file && file.error().kind == ErrorKind::NotFound) return 0;
    if (!file) return leave(file.error());
    auto header = read_header(**file, copy.path);
    if (!header) return leave(header.error());
    if (header->header.store != keys.store)
        return leave(
            {ErrorKind::ForeignKey, fmt::format("'{}' belongs to another store", copy.path)});
    const crypto::Hash32 checksum = header->checksum;
    ATTUNE_TRY(const bool known, is_known(connection, checksum));
    if (known) return 0;
    const auto root = root_of(keys, *header, copy.path);
    if (!root) return leave(root.error());
    auto image =
        SealedImage::open(*std::move(file), *std::move(header), (*root)->vault_key, copy.path);
    if (!image) return leave(image.error());
    ATTUNE_TRY(const MergedFile merged,
               merge_file(connection, **image, {keys, **root, merge}, warnings));
    if (merged.left_alone) return leave(*merged.left_alone);
    ATTUNE_TRY(auto note, connection.prepare("INSERT OR IGNORE INTO copied VALUES(?, ?)"));
    ATTUNE_CHECK(
        note.bind(1, ByteView(checksum)).bind(2, static_cast<std::int64_t>(generation)).run());
    // What is remembered has to reach a generation even where nothing was new.
    return merged.added + 1;
}

}  // namespace

Result<std::uint64_t> merge_copies(host::Host& host, const Folder& folder, const Keys& keys,
                                   db::Connection& connection, const MergeImage& merge,
                                   std::uint64_t generation, std::vector<std::string>& warnings,
                                   std::vector<UnreadFile>& unread) {
    ATTUNE_CHECK(
        connection.execute("CREATE TABLE IF NOT EXISTS copied(checksum BLOB PRIMARY KEY, "
                           "generation INTEGER NOT NULL) WITHOUT ROWID"));
    std::uint64_t added = 0;
    for (const GenerationFile& copy : folder.copies) {
        ATTUNE_TRY(const std::uint64_t count,
                   merge_copy(host, copy, keys, connection, merge, generation, warnings, unread));
        added += count;
    }
    return added;
}

std::vector<std::string> tell_unread(const std::vector<UnreadFile>& unread, const Seen& seen,
                                     std::vector<Told>& told) {
    std::map<DeviceId, std::string> names;
    for (const UnreadFile& copy : unread)
        names[copy.place.device] += copy.place.path + "\n";
    std::vector<std::string> warnings;
    for (const auto& [device, list] : names) {
        const auto hash = crypto::hash32({as_bytes(list)});
        ByteReader in(hash);
        const Told news{device, Told::What::UnreadCopy, in.u64()};
        if (std::find(seen.told.begin(), seen.told.end(), news) != seen.told.end()) continue;
        told.push_back(news);
        for (const UnreadFile& copy : unread) {
            if (copy.place.device != device) continue;
            if (!copy.is_copy) {
                warnings.push_back(copy.error.message + "; the file is left alone");
                continue;
            }
            const bool mends = copy.error.kind == ErrorKind::Damaged;
            warnings.push_back(
                fmt::format("a conflicted copy is passed over: {}{}", copy.error.message,
                            mends ? "; 'attune store repair' brings in what it still gives" : ""));
        }
    }
    return warnings;
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
