#pragma once

#include <string>
#include <vector>

#include "attune/store/library.hpp"
#include "cli/context.hpp"

/// What became of a record, version by version.
namespace attune::cli {

/// One thing that a version changed; empty where there was or is nothing.
struct FieldChange {
    std::string name;
    std::string before;
    std::string after;
};

/// What a version changed against another one, in the order of `attune show`. Two tombstones, or
/// the same content, change nothing.
[[nodiscard]] std::vector<FieldChange> changes_between(const store::HistoryStep& before,
                                                       const store::HistoryStep& after);

/// `added`, `imported`, `changed`, `removed` or `restored`, against the version before (null for
/// the first one).
[[nodiscard]] std::string_view step_name(const store::HistoryStep* before,
                                         const store::HistoryStep& step);

/// Prints all versions, as text or, under --json, as one document.
[[nodiscard]] Status print_history(Context& context, const RecordId& id,
                                   const std::vector<store::HistoryStep>& steps);

/// The versions beside the one that is shown: the start of a revision id, when and where it was
/// written, and what is different in it. Empty unless versions were written apart.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> other_versions(
    const std::vector<store::HistoryStep>& steps, const journal::Now& now);

}  // namespace attune::cli
