#include "render/svg.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attune::render {

std::string bar_svg(double share, const std::optional<stats::Interval>& whisker) {
    const auto percent = [](double part) { return 100 * std::clamp(part, 0.0, 1.0); };
    std::string out = fmt::format(
        "<svg class=\"bar\" aria-hidden=\"true\" focusable=\"false\"><rect width=\"{:.1f}%\" "
        "height=\"100%\" rx=\"2\"/>",
        percent(share));
    if (whisker) {
        const double low = percent(whisker->low);
        const double high = percent(whisker->high);
        out += fmt::format(
            "<line class=\"whisker\" x1=\"{:.1f}%\" x2=\"{:.1f}%\" y1=\"50%\" y2=\"50%\"/>", low,
            high);
        for (const double end : {low, high})
            out += fmt::format(
                "<line class=\"whisker\" x1=\"{:.1f}%\" x2=\"{:.1f}%\" y1=\"20%\" y2=\"80%\"/>",
                end, end);
    }
    return out + "</svg>";
}

}  // namespace attune::render
