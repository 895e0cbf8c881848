#pragma once

#include <vector>

#include "attune/store/logbook.hpp"
#include "attune/vault/private_state.hpp"

namespace attune::store {

/// The recent writes in the private state: the vault keeps one byte for each that the store gives
/// its meaning.
[[nodiscard]] std::vector<RecentWrite> recent_writes(const vault::Seen& seen);
/// Puts a write in front of the list.
void remember_write(vault::Seen& seen, const RecentWrite& write);
/// Marks the write that made this revision as taken back.
void mark_undone(vault::Seen& seen, const RevisionId& revision);
/// Marks the import with this batch id as taken back.
void mark_undone(vault::Seen& seen, const RecordId& batch);

}  // namespace attune::store
