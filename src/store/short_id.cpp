#include "store/short_id.hpp"

#include "attune/base/text.hpp"

namespace attune::store {

int short_id_digits(std::uint64_t entries) {
    int digits = 4;
    for (std::uint64_t ids = 65536; digits < 10 && entries > ids / 100; ids *= 16)
        ++digits;
    return digits;
}

std::optional<std::uint64_t> parse_last(std::string_view text) {
    if (text == "last") return 0;
    if (!text.starts_with("last-") || text.size() > 14) return std::nullopt;
    const auto number = parse_integer(text.substr(5));
    if (!number || *number < 0) return std::nullopt;
    return static_cast<std::uint64_t>(*number);
}

std::optional<IdRange> parse_id_prefix(std::string_view text) {
    if (text.empty() || text.size() > 2 * RecordId::kBytes) return std::nullopt;
    std::string low = lower_ascii(text);
    std::string high = low;
    low.append(2 * RecordId::kBytes - text.size(), '0');
    high.append(2 * RecordId::kBytes - text.size(), 'f');
    const auto first = RecordId::from_hex(low);
    const auto last = RecordId::from_hex(high);
    if (!first || !last) return std::nullopt;
    return IdRange{*first, *last};
}

}  // namespace attune::store
