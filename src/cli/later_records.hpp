#pragma once

#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/record.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// The live records that point to `id`, oldest first: its follow-ups and theirs, the evidence it
/// was named as, the experiments that test it.
[[nodiscard]] Result<std::vector<journal::Record>> load_pointing_to(store::Library& library,
                                                                    const RecordId& id);

}  // namespace attune::cli
