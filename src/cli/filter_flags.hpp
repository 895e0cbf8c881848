#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/when.hpp"
#include "attune/query/filter.hpp"
#include "cli/option_set.hpp"

namespace attune::cli {

/// The filter language as flags: the same for list, search, export and delete.
struct FilterFlags {
    std::optional<std::string> from, to, on, last;
    std::vector<std::string> with, triggers, feelings, kinds, unwanted;
    std::vector<std::string> text;
    bool reacted = false, responded = false, mixed = false, unsure = false;
    bool bring = false;
    bool conflicts = false;
    std::optional<long long> limit;
    bool reverse = false;

    /// True when nothing was asked for that narrows the entries down (`limit` and `reverse` do
    /// not).
    [[nodiscard]] bool empty() const;
};

/// Every flag of the filter language.
void describe(OptionSet& options, FilterFlags& flags);
/// The same without --limit and --reverse, for commands that take everything that fits.
void describe_wishes(OptionSet& options, FilterFlags& flags);

/// Usage, naming the flag, for a value that cannot be read; nothing is ever ignored.
[[nodiscard]] Result<query::Filter> filter_of(const FilterFlags& flags, const journal::Now& now);

}  // namespace attune::cli
