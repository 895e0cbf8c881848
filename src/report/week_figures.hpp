#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/report/document.hpp"
#include "attune/report/week.hpp"
#include "attune/stats/rates.hpp"

/// The numbers of a week, before any word is said about them.
namespace attune::report {

struct RateFigure {
    stats::Count count;
    stats::DesignEffect design;
    std::optional<stats::Interval> interval;  ///< from kRateEntriesMin entries on
};

struct PeakFigures {
    long n = 0;
    double median = 0;
    double low = 0;
    double high = 0;
};

struct TriggerFigure {
    std::string slug;
    long entries = 0;
};

struct CopingFigure {
    std::string slug;
    long times = 0;
    long pairs = 0;
    std::optional<double> before;  ///< medians over true pairs
    std::optional<double> after;
};

struct CaughtFigures {
    long before = 0;
    long during = 0;
    long after = 0;
    long later = 0;
    long unrecorded = 0;

    [[nodiscard]] stats::Count in_time() const {
        return {before + during, before + during + after + later};
    }
};

struct WeekFigures {
    long entries = 0;
    int days_elapsed =
        0;  ///< of the period, without days to come and without a today that is still empty
    std::vector<CivilDay> days_with;      ///< at least one trigger entry
    std::vector<CivilDay> days_without;   ///< elapsed, no trigger entry
    std::vector<TriggerFigure> triggers;  ///< most frequent first, then by slug
    long entries_without_trigger = 0;
    std::optional<PeakFigures> peak;

    long mixed = 0;
    long unsure = 0;
    long unrecorded = 0;
    RateFigure reacted;
    RateFigure responded;
    RateFigure reacted_before;  ///< the 28 days before
    RateFigure responded_before;
    int before_reach = 0;  ///< days from the first earlier entry to the period, at most 28
    std::optional<stats::RateDifference> difference;  ///< reacted, now minus before

    CaughtFigures caught;
    std::vector<CopingFigure> copings;  ///< most used first, then by slug
    std::vector<Suppressed> suppressed;
};

[[nodiscard]] WeekFigures compute_week(const WeekData& data);

/// The Wilson interval of entries that share days; none below kRateEntriesMin entries.
[[nodiscard]] RateFigure rate_figure(const std::vector<stats::Count>& days);

}  // namespace attune::report
