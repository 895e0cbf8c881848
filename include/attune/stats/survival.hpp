#pragma once

#include <optional>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/interval.hpp"

/// How long things take when some have not ended yet: the time until a feeling is down to half.
namespace attune::stats {

struct Duration {
    double time = 0;    ///< above 0, any unit
    bool ended = true;  ///< false: still open when last looked at, so it took longer than `time`
};

/// The scale on which an interval is symmetric. R's default is Log, whose values the statistics
/// page gives for the median; LogLog keeps both ends inside 0 and 1 by itself. Both use Greenwood's
/// variance. Source: Kalbfleisch & Prentice 1980, section 1.4.
enum class SurvivalScale { Log, LogLog };

/// The share that has not ended after `time`, from that time on.
struct SurvivalStep {
    double time = 0;
    double share = 1;
    Interval interval;  ///< the share itself where it is 0
};

/// One step for each time at which something ended. ErrorKind::NotEnoughData when nothing ended.
/// Source: Kaplan & Meier 1958, J. Am. Stat. Assoc. 53, 457-481.
[[nodiscard]] Result<std::vector<SurvivalStep>> survival_curve(
    std::span<const Duration> durations, SurvivalScale scale = SurvivalScale::Log,
    double level = kUsualLevel);

struct MedianTime {
    std::optional<double> median;  ///< missing: not reached
    std::optional<double> low;
    std::optional<double> high;  ///< missing: not reached
};

/// The time by which half have ended, with its interval; halfway between two times where the curve
/// lies at exactly one half between them. ErrorKind::NotEnoughData when nothing ended. Source:
/// Brookmeyer & Crowley 1982, Biometrics 38.
[[nodiscard]] Result<MedianTime> median_time(std::span<const Duration> durations,
                                             SurvivalScale scale = SurvivalScale::Log,
                                             double level = kUsualLevel);

/// Time until half of `start`, if it fades at a constant rate from `start` to `later` within
/// `time`: time ln 2 / ln(start/later). Nothing unless 0 < later < start and time > 0. To be marked
/// "two-point" wherever it is shown.
[[nodiscard]] std::optional<double> two_point_half_time(double start, double later, double time);

}  // namespace attune::stats
