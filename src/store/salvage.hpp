#pragma once

#include <map>
#include <string>
#include <vector>

#include "attune/db/connection.hpp"
#include "attune/store/recovery.hpp"

namespace attune::store {

/// Reads damaged images row by row: what cannot be read is passed over, and noted as far as the
/// indexes still tell what it was.
class Salvager {
  public:
    /// Copies every revision, definition and import that can be read whole, and forgets what was
    /// forgotten there.
    [[nodiscard]] Status take(db::Connection& ours, db::Connection& theirs);
    /// What was noted and is not in the union either. A revision counts when another one of its
    /// record is there, too.
    [[nodiscard]] Result<std::vector<LostRecord>> lost(db::Connection& ours) const;
    /// Rows of which nothing at all is known.
    [[nodiscard]] std::uint64_t unknown_rows() const { return unknown_; }

  private:
    struct Missing {
        RecordId id;
        RevisionId rev;
        std::string day;
        std::string kind;
    };
    std::vector<Missing> missing_;
    std::uint64_t unknown_ = 0;
};

}  // namespace attune::store
