#pragma once

#include <optional>
#include <span>

#include "attune/base/result.hpp"
#include "attune/stats/resample.hpp"

namespace attune::stats {

/// Percentile interval of theil_sen_slope for days that carry over from one to the next: what is
/// left beside the fitted line is drawn anew in blocks of consecutive days, missing days with it,
/// put back on the line, and the slope is taken again. In units of the value per day.
/// ErrorKind::NotEnoughData with fewer than three days with a value, or when the slope could not
/// be computed in more than a tenth of the draws. Takes time with the square of the number of days.
/// Source: block bootstrap of residuals, Efron & Tibshirani 1993, An Introduction to the Bootstrap,
/// 9.4; blocks as in resample.hpp.
[[nodiscard]] Result<Interval> theil_sen_interval(std::span<const std::optional<double>> days,
                                                  const BootstrapOptions& options);

}  // namespace attune::stats
