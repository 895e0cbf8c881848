#pragma once

#include "attune/query/filter.hpp"
#include "cli/context.hpp"
#include "cli/option_set.hpp"

namespace attune::cli {

/// Forms of a list beside text, --json and --porcelain.
struct ListForms {
    bool jsonl = false;
    bool csv = false;
};
void describe(OptionSet& options, ListForms& forms);

/// Prints every entry that fits, as text, --json, --jsonl, --csv or --porcelain; says on standard
/// error when there is none. The text of an unlimited list without any wish ends after the newest
/// few and says so. Where words are looked for, the text shows the place that has them.
[[nodiscard]] Status print_matches(Context& context, query::Filter filter, query::Order order,
                                   const ListForms& forms);

}  // namespace attune::cli
