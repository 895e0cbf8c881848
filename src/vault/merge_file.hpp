#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attune/vault/session.hpp"
#include "vault/sealed_image.hpp"

namespace attune::vault {

/// What a merge of one file goes by.
struct MergeTerms {
    const Keys& keys;       ///< all that are known
    const Keys& sealed_by;  ///< the one of them that the file is sealed under
    const MergeImage& merge;
};

/// What became of one file of another device.
struct MergedFile {
    std::uint64_t added = 0;  ///< revisions, slots and roots that were new
    /// The file cannot be taken in as it is, and nothing of it was: a chunk does not open, its
    /// database is not in order or does not fit, or it needs a newer program.
    std::optional<Error> left_alone = {};
};

/// Merges the records, secrets and roots of another device's image, or nothing of it. What is wrong
/// with that file never keeps this store closed: only what is wrong with `ours` is an error.
[[nodiscard]] Result<MergedFile> merge_file(db::Connection& ours, SealedImage& image,
                                            const MergeTerms& terms,
                                            std::vector<std::string>& warnings);

}  // namespace attune::vault
