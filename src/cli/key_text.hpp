#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"

/// What the commands of `key` say of slots.
namespace attune::cli {

/// Digits of a slot's id that are shown.
inline constexpr std::size_t kSlotDigits = 8;

/// "passphrase", "key file", "recovery code".
[[nodiscard]] std::string_view slot_type_name(vault::SlotType type);
/// "key file 4f2a7c10".
[[nodiscard]] std::string slot_name(const vault::SlotInfo& slot);

/// Names the files that still open with `what` ("the removed secret"); nothing when there are none.
void tell_still_open(Context& context, const std::vector<std::string>& paths,
                     std::string_view what);

}  // namespace attune::cli
