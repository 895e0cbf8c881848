#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/ids.hpp"

namespace attune::store {

/// Digits of a printed short id: the fewest of 4 to 10 with which a new id meets one of `entries`
/// others by chance in less than one of a hundred cases.
[[nodiscard]] int short_id_digits(std::uint64_t entries);

/// N of `last-N`, 0 for `last`; nothing for anything else.
[[nodiscard]] std::optional<std::uint64_t> parse_last(std::string_view text);

/// The ids that start with these hexadecimal digits, as a closed range; nothing when there are none
/// or over 32 digits, or a character that is no digit.
struct IdRange {
    RecordId first;
    RecordId last;
};
[[nodiscard]] std::optional<IdRange> parse_id_prefix(std::string_view text);

}  // namespace attune::store
