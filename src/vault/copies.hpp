#pragma once

#include "vault/bookkeeping.hpp"

/// Conflicted copies: what a sync tool leaves beside a file when two machines wrote the same name.
/// Only lost or copied private state leads there, and nothing in them may be lost. Table
/// copied(checksum, generation) remembers by S which copies are in the image.
namespace attune::vault {

/// Merges every conflicted copy of a generation that is not in the image yet, marked with
/// `generation`. What cannot be read is added to `unread` and left alone. Returns the number of
/// revisions added.
[[nodiscard]] Result<std::uint64_t> merge_copies(host::Host& host, const Folder& folder,
                                                 const Keys& keys, db::Connection& connection,
                                                 const MergeImage& merge, std::uint64_t generation,
                                                 std::vector<std::string>& warnings,
                                                 std::vector<UnreadFile>& unread);

/// What is to be said of files that are passed over: each device's once, until others are there or
/// `store devices --accept`. What was said is added to `told`.
[[nodiscard]] std::vector<std::string> tell_unread(const std::vector<UnreadFile>& unread,
                                                   const Seen& seen, std::vector<Told>& told);

/// True when what the copy holds was taken in by a generation up to `generation`.
[[nodiscard]] Result<bool> copy_is_in(host::Host& host, const GenerationFile& copy,
                                      db::Connection& connection, std::uint64_t generation);

}  // namespace attune::vault
