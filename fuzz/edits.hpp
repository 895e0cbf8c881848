#pragma once

#include <algorithm>

#include "attune/base/bytes.hpp"
#include "fuzz/property.hpp"

namespace attune::fuzz {

/// Changes `bytes` as the input says: overwrites, takes out, puts in or doubles pieces, or cuts the
/// end off. At most `edits_max` of them.
inline void apply_edits(Bytes& bytes, Choices& choices, int edits_max = 16) {
    const auto place = [&](std::size_t at) {
        return bytes.begin() + static_cast<std::ptrdiff_t>(at);
    };
    for (int i = 0; i < edits_max && !choices.empty(); ++i) {
        const std::uint8_t kind = choices.byte() % 8;
        const std::size_t at = choices.below(bytes.size() + 1);
        const std::string_view piece = choices.text(1 + choices.byte() % 64);
        const std::size_t room = std::min(piece.size(), bytes.size() - at);
        if (kind < 4) {
            std::copy_n(piece.begin(), room, place(at));
        } else if (kind == 4) {
            bytes.insert(place(at), piece.begin(), piece.end());
        } else if (kind == 5) {
            bytes.erase(place(at), place(at + room));
        } else if (kind == 6) {
            const Bytes twice(place(at), place(at + room));
            bytes.insert(place(at), twice.begin(), twice.end());
        } else {
            bytes.resize(at);
        }
    }
}

}  // namespace attune::fuzz
