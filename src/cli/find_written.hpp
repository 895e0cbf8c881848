#pragma once

#include <string>

#include "attune/base/result.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// The record of a short id. The recent writes of this machine are found without a secret;
/// everything else needs the open store.
[[nodiscard]] Result<RecordId> find_written(Context& context, const std::string& id);

}  // namespace attune::cli
