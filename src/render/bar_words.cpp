#include "render/bar_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::render {

std::string bar_words(const report::Bar& bar) {
    if (!bar.text.empty()) return bar.text;
    if (!bar.interval) return shortest_number(bar.value);
    return fmt::format("{} ({} to {})", shortest_number(bar.value),
                       shortest_number(bar.interval->low), shortest_number(bar.interval->high));
}

double bars_full(const report::Bars& bars) {
    if (bars.full) return *bars.full;
    double full = 0;
    for (const report::Bar& bar : bars.bars) {
        full = std::max(full, bar.interval ? std::max(bar.value, bar.interval->high) : bar.value);
    }
    return full;
}

}  // namespace attune::render
