#pragma once

#include <optional>
#include <span>

#include "attune/base/result.hpp"
#include "attune/stats/interval.hpp"

/// Shares of entries: intervals, differences, and what it costs that entries of one day resemble
/// each other.
namespace attune::stats {

/// `hits` of `of` entries, 0 <= hits <= of.
struct Count {
    long hits = 0;
    long of = 0;

    /// Between 0 and 1; 0 for no entries.
    [[nodiscard]] double share() const {
        return of == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(of);
    }
    friend bool operator==(const Count&, const Count&) = default;
};

/// A share and the number of independent entries it is worth, which need not be whole.
struct Rate {
    double share = 0;
    double n = 0;
};

/// The rate of a count when every entry is its own witness.
[[nodiscard]] Rate rate_of(const Count& count);

/// Wilson's score interval of a rate with rate.n > 0 and level in (0, 1). No entries:
/// ErrorKind::NotEnoughData. Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212; Brown, Cai &
/// DasGupta 2001.
[[nodiscard]] Result<Interval> wilson_interval(const Rate& rate, double level = kUsualLevel);

/// Jeffreys' interval: quantiles of Beta(hits + 1/2, of - hits + 1/2), with the low end 0 when
/// there are no hits and the high end 1 when all are. No entries: ErrorKind::NotEnoughData. Source:
/// Brown, Cai & DasGupta 2001, Statistical Science 16, 101-133.
[[nodiscard]] Result<Interval> jeffreys_interval(const Count& count, double level = kUsualLevel);

/// One share minus another.
struct RateDifference {
    double difference = 0;
    Interval interval;
};

/// Newcombe's score interval of first - second (method 10), from the two Wilson intervals. A side
/// without entries: ErrorKind::NotEnoughData. Source: Newcombe 1998, Statistics in Medicine 17,
/// 873-890.
[[nodiscard]] Result<RateDifference> newcombe_difference(const Rate& first, const Rate& second,
                                                         double level = kUsualLevel);

/// How far a count is worth less than its entries because entries of one day resemble each other.
struct DesignEffect {
    double n = 0;             ///< entries
    double mean_per_day = 0;  ///< over days with at least one entry
    std::optional<double>
        correlation;         ///< intra-day, as estimated; nothing when it cannot be estimated
    double n_effective = 0;  ///< n / (1 + (mean_per_day - 1) max(0, correlation))
};

/// The intra-day correlation of a yes/no outcome by analysis of variance over days; days without
/// entries carry no information. Between -1 and 1. Nothing with fewer than two days, without two
/// entries on any day, or when all entries are alike. Source: Fisher 1925; for unequal groups
/// Donner & Koval 1980, Biometrics 36, 19-25.
[[nodiscard]] std::optional<double> intra_day_correlation(std::span<const Count> days);

/// The design effect of a rate over days; a correlation that cannot be estimated counts as none.
/// Source: Kish 1965, Survey Sampling, section 5.4.
[[nodiscard]] DesignEffect design_effect(std::span<const Count> days);

/// The rate over all days with its effective n: what the interval of a clustered rate is computed
/// from.
[[nodiscard]] Rate clustered_rate(std::span<const Count> days);

}  // namespace attune::stats
