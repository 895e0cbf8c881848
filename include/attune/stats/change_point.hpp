#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/resample.hpp"

/// Whether the level of a series of days changed, and when. Days are numbered from 0; a break at 9
/// means that day 9 is the first of a new level.
namespace attune::stats {

struct Segmentation {
    std::vector<std::size_t> breaks;  ///< rising
    double residual_squares = 0;      ///< around the mean of each segment
    double bic = 0;  ///< with breaks + 1 means, their breaks and one variance as parameters
};

/// The best division into `breaks` + 1 segments of at least `segment_min` days, by least squares.
/// ErrorKind:: NotEnoughData when they do not fit. Source: Bai & Perron 2003, J. Applied
/// Econometrics 18, 1-22.
[[nodiscard]] Result<Segmentation> best_segmentation(std::span<const double> days,
                                                     std::size_t breaks, std::size_t segment_min);

/// Breaks that each lower the sum of squares by more than `penalty`, segments of at least
/// `segment_min` days. Source: optimal partitioning, Jackson et al. 2005; Killick, Fearnhead &
/// Eckley 2012, J. Am. Stat. Assoc. 107.
[[nodiscard]] std::vector<std::size_t> penalised_breaks(std::span<const double> days,
                                                        double penalty, std::size_t segment_min);

/// 2 s^2 ln(n) (1 + phi)/(1 - phi): s from the median deviation of day-to-day differences over sqrt
/// 2, phi the bias-corrected carry-over, at most 0.95. Without the last factor carry-over would be
/// taken for change. Nothing for fewer than five days or no variance. Source: statistics page, 2.7;
/// Shi et al. 2022.
[[nodiscard]] std::optional<double> change_penalty(std::span<const double> days);

/// max |partial sums of residuals from the mean| / (sd sqrt n), the sd with divisor n - 1. Nothing
/// for fewer than three days or no variance. Source: Ploberger & Kraemer 1992, Econometrica 60,
/// 271-285.
[[nodiscard]] std::optional<double> cusum_statistic(std::span<const double> days);

/// P(max |Brownian bridge| >= statistic): the p-value for independent days. Source: Kolmogorov
/// 1933.
[[nodiscard]] double cusum_p_independent(double statistic);

/// The p-value of cusum_statistic among series that carry over from day to day as this one does and
/// do not change. ErrorKind::NotEnoughData for fewer than ten days or no variance.
[[nodiscard]] Result<double> cusum_p_ar1(std::span<const double> days, std::uint64_t seed,
                                         int replicates = kReplicates);

}  // namespace attune::stats
