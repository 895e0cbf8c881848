#pragma once

namespace attune::stats {

/// Closed at both ends.
struct Interval {
    double low = 0;
    double high = 0;

    [[nodiscard]] bool contains(double value) const { return low <= value && value <= high; }
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// The coverage of every interval attune prints, unless it says otherwise.
inline constexpr double kUsualLevel = 0.95;

}  // namespace attune::stats
