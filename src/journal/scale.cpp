#include "attune/journal/scale.hpp"

namespace attune::journal {

std::optional<Scale> usual_scale(std::string_view key) {
    for (const std::string_view family : {"feeling.", "body.", "coping."}) {
        if (key.starts_with(family)) return Scale{0, 10};
    }
    if (key == "intensity" || key == "now") return Scale{0, 10};
    if (key.starts_with("belief.")) return Scale{0, 100};
    return std::nullopt;
}

}  // namespace attune::journal
