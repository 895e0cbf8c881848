#pragma once

#include <cstddef>

/// How much data a statement needs before it is made. These are the numbers every report obeys and
/// names when it stays silent; each is tested at its border. Below them counts are shown and
/// nothing is claimed.
namespace attune::stats {

/// A rate with its interval.
inline constexpr long kRateEntriesMin = 5;

/// A period against earlier ones: entries now, entries before, and how far those reach back.
inline constexpr long kCompareNowMin = 10;
inline constexpr long kCompareBeforeMin = 20;
inline constexpr int kCompareDaysMin = 14;

/// A factor or a person: entries and days, on either side of the difference.
inline constexpr long kSideEntriesMin = 8;
inline constexpr std::size_t kSideDaysMin = 5;

/// A subgroup: kSideEntriesMin on kSideDaysMin inside it, and these over all.
inline constexpr long kSubgroupEntriesMin = 60;
inline constexpr std::size_t kSubgroupDaysMin = 42;

/// One series before another: days, and the share of them that may be missing.
inline constexpr std::size_t kLagDaysMin = 42;
inline constexpr double kLagMissingMax = 0.30;

/// A trend: days, and those of them that have data.
inline constexpr std::size_t kTrendDaysMin = 56;
inline constexpr std::size_t kTrendDataMin = 35;

/// A change of level.
inline constexpr std::size_t kChangeDaysMin = 56;

/// Instability and carry-over: days with data, or pairs within days.
inline constexpr std::size_t kInstabilityDaysMin = 28;
inline constexpr std::size_t kInstabilityPairsMin = 40;

/// Emotional granularity: feelings rated together, and on how many occasions.
inline constexpr std::size_t kGranularityFeelingsMin = 3;
inline constexpr std::size_t kGranularityOccasionsMin = 20;

/// A coping against similar moments without it: matched sets.
inline constexpr std::size_t kMatchedSetsMin = 8;

/// Predictions that are closed: for a Brier score, for Spiegelhalter's Z, for Murphy's parts.
inline constexpr std::size_t kBrierMin = 5;
inline constexpr std::size_t kCalibrationZMin = 20;
inline constexpr std::size_t kMurphyMin = 30;

/// A mean difference of paired ratings with its interval.
inline constexpr std::size_t kPairsMin = 5;

/// A program: days with data before its start and from it on.
inline constexpr std::size_t kProgramBeforeMin = 14;
inline constexpr std::size_t kProgramAfterMin = 28;

/// What a p-value has to reach for a claim of its own.
inline constexpr double kClaimLevel = 0.05;
/// The false discovery rate below which a pattern among many is noticed.
inline constexpr double kNoticedLevel = 0.10;

}  // namespace attune::stats
