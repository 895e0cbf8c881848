#pragma once

#include <optional>
#include <string_view>

namespace attune::journal {

struct Scale {
    double low;
    double high;
};

/// The scale a value of this key has when none is written beside it: 0..10 for feeling.*, body.*,
/// coping.*, intensity and now; 0..100 for belief.*; none for anything else (seconds, counts,
/// scores).
[[nodiscard]] std::optional<Scale> usual_scale(std::string_view key);

}  // namespace attune::journal
