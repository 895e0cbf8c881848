#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/random.hpp"

/// Resampling of whole days. Entries of one day, and days next to each other, resemble each other;
/// so what is drawn anew are runs of days, never single entries.
namespace attune::stats {

/// Replicates of every resampled figure, unless stated: (1999 + 1) * 0.025 is whole, so the ends
/// are order statistics.
inline constexpr int kReplicates = 1999;

/// Days in one block: max(3, ceil(days^(1/3))), and 7 from 42 days on, which keeps weekdays
/// together. Source: the order n^(1/3) is from Kuensch 1989, Annals of Statistics 17, 1217-1241.
[[nodiscard]] std::size_t block_days(std::size_t days);

/// As many day numbers (0 to days - 1) as there are days, in blocks of consecutive days that run on
/// from the last day to the first; the last block is cut. `days` and `block` are at least 1.
/// Source: circular block bootstrap, Politis & Romano 1992, in Exploring the Limits of Bootstrap,
/// 263-270.
[[nodiscard]] std::vector<std::size_t> draw_days(std::size_t days, std::size_t block,
                                                 Random& random);

/// A figure over some days, given by their numbers, repeats included; nothing when it cannot be
/// computed from them.
using DayStatistic = std::function<std::optional<double>(std::span<const std::size_t> days)>;

struct BootstrapOptions {
    std::uint64_t seed = 0;
    int replicates = kReplicates;
    double level = kUsualLevel;
    std::size_t block = 0;  ///< 0 stands for block_days
};

/// Percentile interval of a figure over days. ErrorKind::NotEnoughData with fewer than three days,
/// or when the figure could not be computed in more than a tenth of the replicates. Source: Politis
/// & Romano 1992 for the draw, Efron 1979 for the interval.
[[nodiscard]] Result<Interval> bootstrap_interval(std::size_t days, const DayStatistic& statistic,
                                                  const BootstrapOptions& options);

/// What one day adds to a mean.
struct DayPart {
    double sum = 0;
    double count = 0;
};

/// The same for a mean over days, the sum of all sums by that of all counts: the same draws and the
/// same interval, but a run of days is added at once. Errors as above.
[[nodiscard]] Result<Interval> bootstrap_mean_interval(std::span<const DayPart> days,
                                                       const BootstrapOptions& options);

/// The percentile interval of replicates: their (B + 1) (1 - level)/2-th smallest and largest, with
/// straight lines between neighbours (Hyndman & Fan 1996, definition 6). `replicates` is not empty.
[[nodiscard]] Interval percentile_interval(std::vector<double> replicates, double level);

}  // namespace attune::stats
