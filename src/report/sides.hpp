#pragma once

#include <map>
#include <optional>
#include <string>

#include "attune/base/civil_day.hpp"
#include "attune/report/document.hpp"
#include "attune/stats/rates.hpp"
#include "report/week_figures.hpp"

/// How often something is so with a person and without.
namespace attune::report {

using CountsByDay = std::map<CivilDay, stats::Count>;

/// The rate over these days, with its interval from kRateEntriesMin entries on.
[[nodiscard]] RateFigure rate_over(const CountsByDay& days);

struct Sides {
    CountsByDay with;
    CountsByDay without;
    RateFigure rate_with = {};
    RateFigure rate_without = {};
    std::optional<stats::RateDifference> difference = {};

    /// The rates of both sides.
    void rate();
    /// 8 entries on 5 days on either side (statistics page, 2.16). After rate().
    [[nodiscard]] bool enough() const;
    /// Newcombe's difference on the effective n, its interval widened for `looked_at` comparisons
    /// (Bonferroni); none without enough(). After rate().
    void compare(long looked_at);
};

/// "-15 points against entries without, likely between -37 and +11: could be luck".
[[nodiscard]] std::string difference_words(const stats::RateDifference& difference);

/// The same for programs; null without a difference.
[[nodiscard]] Machine difference_machine(const Sides& sides, long looked_at);

}  // namespace attune::report
