#pragma once

#include <optional>
#include <span>
#include <vector>

/// Values of one day after the other, such as the median intensity of each day. A day without data
/// is missing and stays missing: it is neither 0 nor filled in, and no pair is made across it.
namespace attune::stats {

using DaySeries = std::vector<std::optional<double>>;

/// Days with a value.
[[nodiscard]] std::size_t days_with_value(std::span<const std::optional<double>> days);

/// Every value as one day, none missing.
[[nodiscard]] DaySeries complete_series(std::span<const double> values);

/// Mean of squared differences between neighbouring days. Nothing without two days in a row that
/// have a value. Source: von Neumann et al. 1941, Annals of Mathematical Statistics 12, 153-162.
[[nodiscard]] std::optional<double> mean_squared_difference(
    std::span<const std::optional<double>> days);

/// Lag-1 autocorrelation about the mean of all days with a value; the denominator is their sum of
/// squares, as in R's acf. With missing days the numerator is scaled from the pairs there are to
/// the pairs there would be. Nothing for fewer than three days with a value, no pair, or no
/// variance. Source: Box & Jenkins 1976, chapter 2.
[[nodiscard]] std::optional<double> autocorrelation(std::span<const std::optional<double>> days);

/// The lag-1 autocorrelation freed of its bias in short series, (n r + 1)/(n - 3) with n days that
/// have a value; how much of today is carried over into tomorrow (inertia). Not cut off: may pass 1
/// in short series. Nothing when there is no autocorrelation or for fewer than five days. Source:
/// Kuppens et al. 2010; Marriott & Pope 1954, Biometrika 41, 390-402.
[[nodiscard]] std::optional<double> inertia(std::span<const std::optional<double>> days);

}  // namespace attune::stats
