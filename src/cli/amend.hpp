#pragma once

#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/log_arguments.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/when.hpp"

namespace attune::cli {

/// A draft as journal::draft_of wrote it, taken apart again: options stand on lines of their own at
/// its end. Lines that only look like options are text.
[[nodiscard]] journal::LogArguments read_draft(std::string_view draft);

/// The entry that a draft becomes. Options given now replace those of the draft of the same name;
/// the draft's time stands unless one of them says otherwise, and what the draft's own `--at` says
/// is meant as of that time. Usage as build_trigger_record.
[[nodiscard]] Result<journal::Record> entry_of_draft(const journal::Record& draft,
                                                     const journal::LogArguments& given,
                                                     const journal::Now& now);

/// A record with changes: new words replace its text, people and words with several values are
/// added, single answers (response, outcome, caught), numbers and fields are replaced, and the time
/// when one is given.
[[nodiscard]] Result<journal::Record> amended(journal::Record record,
                                              const journal::LogArguments& given,
                                              const journal::Now& now);

}  // namespace attune::cli
