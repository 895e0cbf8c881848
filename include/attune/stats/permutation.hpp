#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/stats/resample.hpp"

/// Comparing two conditions by shuffling labels. Days are shuffled, or labels within a day; entries
/// never, because entries of one day resemble each other and shuffling them doubles the false
/// alarms (statistics page, 2.3).
namespace attune::stats {

/// A day with an outcome, and whether the condition held on it.
struct LabelledDay {
    double value = 0;
    bool held = false;
};

enum class Shuffle {
    Days,    ///< single days change places
    Blocks,  ///< blocks of seven days change places, because days depend on the day before
    Within,  ///< labels change places within each day
};

struct LabelTest {
    double difference = 0;  ///< mean where the condition held minus mean where it did not
    double p = 1;           ///< two-sided, (1 + draws as far) / (draws + 1)
    Shuffle shuffle = Shuffle::Days;
    std::size_t days_dropped = 0;  ///< within days only: days on which all entries had one label
};

/// The condition varies by day. When the outcome's lag-1 autocorrelation is above 0.2, whole weeks
/// of labels are shuffled instead of days. `days` are consecutive days that have data. Fewer than
/// two days on either side: ErrorKind::NotEnoughData. Source: Edgington & Onghena 2007; Winkler et
/// al. 2014, NeuroImage 92, 381-397.
[[nodiscard]] Result<LabelTest> day_label_test(std::span<const LabelledDay> days,
                                               std::uint64_t seed, int replicates = kReplicates);

struct LabelledEntry {
    std::size_t day = 0;  ///< any number that tells days apart
    double value = 0;
    bool held = false;
};

/// The condition varies within days (a coping, a person): differences between means of a day,
/// weighted by its smaller side. Days with one label only carry no information and are dropped. No
/// day left: ErrorKind::NotEnoughData.
[[nodiscard]] Result<LabelTest> within_day_label_test(std::span<const LabelledEntry> entries,
                                                      std::uint64_t seed,
                                                      int replicates = kReplicates);

/// The share of all circular shifts of `first` against `second` whose correlation is at least as
/// far from 0 as without a shift; the smallest possible p is 1/n. Carry-over inside each series
/// stays as it is, so it is no false alarm. Fewer than ten days, different lengths, or no variance:
/// ErrorKind::NotEnoughData.
[[nodiscard]] Result<double> circular_shift_p(std::span<const double> first,
                                              std::span<const double> second);

}  // namespace attune::stats
