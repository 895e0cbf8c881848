#include "vault/merge_file.hpp"

#include <fmt/format.h>

#include "vault/bookkeeping.hpp"
#include "vault/image_vfs.hpp"

namespace attune::vault {

namespace {

/// Why the file is to be left alone after `error`, which may be of either database; nothing when
/// the file is not to blame.
std::optional<Error> blame(db::Connection& ours, const SealedImage& image, const Error& error) {
    if (image.is_damaged()) return image.damage();
    if (error.kind == ErrorKind::TooNew)
        return Error{ErrorKind::TooNew, fmt::format("'{}' {}", image.name(), error.message)};
    if (error.kind == ErrorKind::Io) return std::nullopt;
    if (error.kind == ErrorKind::Damaged && !is_in_order(ours, Depth::Indexes)) return std::nullopt;
    // A database of tables or rows that this program would not write, and that ours does not take.
    return Error{ErrorKind::Damaged,
                 fmt::format("'{}' does not fit this store: {}", image.name(), error.message)};
}

/// Everything of the file; afterwards the secrets and roots of `ours` are still such that a
/// generation can be written with them.
Result<std::uint64_t> take_all(db::Connection& ours, db::Connection& theirs,
                               const MergeTerms& terms, std::vector<std::string>& warnings) {
    ATTUNE_TRY(const std::uint64_t records, terms.merge(ours, theirs));
    ATTUNE_TRY(const std::uint64_t secrets,
               merge_secrets(ours, theirs, terms.keys, terms.sealed_by, warnings));
    ATTUNE_CHECK(load_slots(ours));
    ATTUNE_CHECK(load_roots(ours, terms.keys.store));
    return records + secrets;
}

}  // namespace

Result<MergedFile> merge_file(db::Connection& ours, SealedImage& image, const MergeTerms& terms,
                              std::vector<std::string>& warnings) {
    ImageVfs vfs(image);
    auto theirs = vfs.connect(false);
    if (!theirs) {
        if (!image.is_damaged()) image.note_disorder();
        return MergedFile{0, image.damage()};
    }
    ATTUNE_CHECK(ours.execute("SAVEPOINT merging"));
    const std::size_t said = warnings.size();
    auto added = take_all(ours, *theirs, terms, warnings);
    if (added) {
        ATTUNE_CHECK(ours.execute("RELEASE merging"));
        return MergedFile{*added};
    }
    warnings.resize(said);
    ATTUNE_CHECK(ours.execute("ROLLBACK TO merging; RELEASE merging"));
    auto why = blame(ours, image, added.error());
    if (!why) return fail(std::move(added).error());
    return MergedFile{0, std::move(why)};
}

}  // namespace attune::vault
