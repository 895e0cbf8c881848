#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// Whether something for two may be suggested or started with this person: true only when its
/// safety is "yes". When it was never asked, the person is asked once, where questions may be
/// asked, and the answer is kept; Enter leaves it open. "no" and "not sure" turn such suggestions
/// off until `people edit NAME --safe` says otherwise; one calm line on standard error says so.
/// Reads the store, so it unlocks. Needs no person that was added.
[[nodiscard]] Result<bool> may_do_together(Context& context, std::string_view person);

/// After something was started together: asks about each person who was never asked about. Says
/// nothing and asks nothing where no question may be asked or the store cannot be opened without
/// one; never fails what was started.
void ask_about_company(Context& context, const std::vector<std::string>& people);

}  // namespace attune::cli
