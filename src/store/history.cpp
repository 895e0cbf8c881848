#include <algorithm>

#include <fmt/format.h>

#include "attune/store/library.hpp"
#include "store/library_state.hpp"

namespace attune::store {

Result<bool> Library::is_in_conflict(const RecordId& id) {
    static constexpr const char* kFind = "SELECT 1 FROM conflict WHERE id = ?";
    ATTUNE_TRY(db::Statement * find, database().prepared(kFind));
    find->bind(1, id.view());
    auto row = find->step();
    find->reset();
    return row;
}

Result<std::vector<HistoryStep>> Library::history(const RecordId& id) {
    std::vector<std::int64_t> rows;
    {
        ATTUNE_TRY(auto find, database().prepare(
                                  "SELECT n FROM entry WHERE id = ? ORDER BY clock, device, n"));
        find.bind(1, id.view());
        while (true) {
            ATTUNE_TRY(const bool row, find.step());
            if (!row) break;
            rows.push_back(find.integer(0));
        }
    }
    if (rows.empty())
        return fail(ErrorKind::NotFound, fmt::format("no entry '{}'", id.hex().substr(0, 10)));
    ATTUNE_TRY(const auto leaves, state_->rows.leaves(id));
    std::vector<HistoryStep> steps;
    for (const std::int64_t n : rows) {
        ATTUNE_TRY(Revision revision, state_->rows.load(n));
        const auto leaf = std::find(leaves.begin(), leaves.end(), n);
        steps.push_back({.revision = revision.id,
                         .device = revision.device,
                         .created_ms = revision.created_ms,
                         .parents = std::move(revision.parents),
                         .imported = revision.batch.has_value(),
                         .removed = revision.removed,
                         .shown = leaf == leaves.begin(),
                         .conflict = leaf != leaves.begin() && leaf != leaves.end(),
                         .record = std::move(revision.content)});
    }
    return steps;
}

}  // namespace attune::store
