#pragma once

#include <optional>
#include <span>

/// Middles and spreads of plain numbers. Nothing comes back where the number of values is too small
/// to say.
namespace attune::stats {

/// Nothing for no values.
[[nodiscard]] std::optional<double> mean(std::span<const double> values);

/// The middle value, or halfway between the two middle ones. Nothing for no values.
[[nodiscard]] std::optional<double> median(std::span<const double> values);

/// The value below which a share `p` in [0, 1] lies, straight lines between the ordered values.
/// Nothing for no values. Source: Hyndman & Fan 1996, definition 7 (the usual one of R).
[[nodiscard]] std::optional<double> quantile(std::span<const double> values, double p);

/// Sample standard deviation (divisor n - 1). Nothing for fewer than two values.
[[nodiscard]] std::optional<double> standard_deviation(std::span<const double> values);

/// Median distance from the median times 1.4826, which estimates the standard deviation of normal
/// values. Nothing for no values. Source: Hampel 1974, J. Am. Stat. Assoc. 69, 383-393.
[[nodiscard]] std::optional<double> median_deviation(std::span<const double> values);

}  // namespace attune::stats
