#include "render/chart_words.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"

namespace attune::render {

using namespace report;

std::string bar_words(const Bar& bar) {
    if (!bar.text.empty()) return bar.text;
    if (!bar.interval) return shortest_number(bar.value);
    return fmt::format("{} ({} to {})", shortest_number(bar.value),
                       shortest_number(bar.interval->low), shortest_number(bar.interval->high));
}

double bars_full(const Bars& bars) {
    if (bars.full) return *bars.full;
    double full = 0;
    for (const Bar& bar : bars.bars) {
        full = std::max(full, bar.interval ? std::max(bar.value, bar.interval->high) : bar.value);
    }
    return full;
}

std::string brief_number(double value) {
    const double rounded = std::round(value * 10) / 10;
    // No "-0".
    return shortest_number(rounded == 0 ? 0 : rounded);
}

std::string percent_words(double share) {
    return fmt::format("{} %", std::lround(100 * share));
}

std::string level_words(double value, const std::optional<stats::Interval>& range) {
    if (!range) return brief_number(value);
    return fmt::format("{} ({} to {})", brief_number(value), brief_number(range->low),
                       brief_number(range->high));
}

std::string share_words(double share, const std::optional<stats::Interval>& range) {
    if (!range) return percent_words(share);
    return fmt::format("{} ({} to {})", percent_words(share), percent_words(range->low),
                       percent_words(range->high));
}

std::string day_words(CivilDay day) {
    return fmt::format("{} {}", static_cast<unsigned>(day.ymd().day()), day.month_name());
}

std::string slope_words(const SlopePair& pair) {
    if (!pair.text.empty()) return pair.text;
    return fmt::format("{} -> {}, {}", brief_number(pair.before), brief_number(pair.after),
                       counted(pair.pairs, "pair", "pairs"));
}

std::string change_words(const HistoryPoint& point) {
    const auto said = [](ChangeMark mark) -> std::string {
        if (mark == ChangeMark::Lower) return "lower";
        return mark == ChangeMark::Higher ? "higher" : "";
    };
    const std::string first = said(point.since_first);
    const std::string previous = said(point.since_previous);
    if (first.empty() && previous.empty()) return {};
    if (first == previous) return first + " than at first and than last time";
    std::string out = first.empty() ? "" : first + " than at first";
    if (!previous.empty()) out += (out.empty() ? "" : ", ") + previous + " than last time";
    return out;
}

LevelLine as_level(const ShareLine& line) {
    LevelLine out{.title = line.title,
                  .description = line.description,
                  .low = 0,
                  .high = 1,
                  .points = {},
                  .twin = line.twin};
    for (const SharePoint& point : line.points)
        out.points.push_back({point.first, point.share, point.band, point.count});
    return out;
}

}  // namespace attune::render
