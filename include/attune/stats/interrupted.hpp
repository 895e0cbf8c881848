#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "attune/base/result.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/resample.hpp"

/// A series of days that something interrupts: did the level jump, did the slope change? Days are
/// numbered from 0 and `start` is the first day of the new phase. Missing days are left out and
/// keep their place on the time axis.
///
/// The model is y = level + slope t + jump D + bend (t - start + 1) D + e with t = 1, 2, ... and D
/// = 1 from `start` on; e carries over from day to day. Source: Bernal et al. 2017, Int. J.
/// Epidemiology 46, 348-355; Schaffer et al. 2021, BMC Med. Res. Methodol. 21, 58.
namespace attune::stats {

/// The four coefficients in the order of the model; slope and bend per day.
struct InterruptedFit {
    std::array<double, 4> coefficients{};
    std::array<double, 4> standard_errors{};
    double phi = 0;    ///< carry-over of the residuals from one day to the next
    double sigma = 0;  ///< standard deviation of the residuals

    [[nodiscard]] double jump() const { return coefficients[2]; }
    [[nodiscard]] double bend() const { return coefficients[3]; }
};

/// Fewer than three days with a value on either side, or a series the model fits without any rest:
/// ErrorKind::NotEnoughData. With `phi` it is taken as known; otherwise it is the one of the
/// highest restricted likelihood (gls with corAR1 in R's nlme). A gap of g days carries phi^g over.
/// Source: Harville 1977, J. Am. Stat. Assoc. 72, 320-338; Pinheiro & Bates 2000, section 5.3.
[[nodiscard]] Result<InterruptedFit> fit_interrupted(std::span<const std::optional<double>> days,
                                                     std::size_t start,
                                                     std::optional<double> phi = {});

/// Ordinary least squares with standard errors that allow for carry-over up to `lags` days,
/// Bartlett weights, times n/(n - 4). phi is 0 in the result. ErrorKind::NotEnoughData as
/// fit_interrupted. Source: Newey & West 1987, Econometrica 55, 703-708.
[[nodiscard]] Result<InterruptedFit> fit_newey_west(std::span<const std::optional<double>> days,
                                                    std::size_t start, int lags = 3);

struct InterruptedEffect {
    double estimate = 0;
    Interval interval;
    double p = 1;  ///< two-sided
};

struct InterruptedTest {
    InterruptedFit fit;
    InterruptedEffect jump;
    InterruptedEffect bend;
};

/// Jump and bend with intervals from series drawn from the fitted model: each drawn series is
/// fitted again, and the studentised distances make the interval (bootstrap-t), because plain
/// percentiles are too narrow when days carry over. Needs kProgramBeforeMin days with a value
/// before `start` and kProgramAfterMin from it on: otherwise ErrorKind::NotEnoughData. Source:
/// Efron & Tibshirani 1993, An Introduction to the Bootstrap, 12.5.
[[nodiscard]] Result<InterruptedTest> interrupted_test(std::span<const std::optional<double>> days,
                                                       std::size_t start, std::uint64_t seed,
                                                       int replicates = kReplicates);

struct RandomStartTest {
    double difference = 0;  ///< mean from the start on minus mean before it
    double p = 1;           ///< two-sided rank of |difference| among all starts; at least 1/window
    std::size_t window = 0;
};

/// The start was drawn at random from `window` days beginning at `first`: the rank of the
/// difference it made among the differences every other start would have made. Valid whatever
/// carries over. ErrorKind::NotEnoughData when some start has no day with a value on either side,
/// or `start` lies outside the window. Source: Edgington 1975, J. Psychology 90, 57-68.
[[nodiscard]] Result<RandomStartTest> random_start_test(std::span<const std::optional<double>> days,
                                                        std::size_t start, std::size_t first,
                                                        std::size_t window);

}  // namespace attune::stats
