#pragma once

#include <cstddef>

#include "attune/report/patterns.hpp"
#include "attune/stats/random.hpp"

/// Diaries like those of a person, made of chance alone.
namespace attune::calibration {

struct DiaryPlan {
    int days = 182;
    double phi = 0.3;  ///< how much of a day's level is carried over into the next
    /// Added to the log-odds of reacting where trigger 0 meets person 0; 0 plants nothing.
    double together = 0;
    double person = 0;    ///< the same for person 1 alone
    double coping = 0;    ///< points that coping 0 takes away beyond what goes by itself
    double practice = 0;  ///< how far a day's peak follows yesterday's practice, in SD
    double busy = 2.5;    ///< entries of an average day that has any
};

inline const CivilDay kDiaryStart = *CivilDay::make(2025, 1, 6);  // a Monday

/// Entries that come in clusters, with people and triggers that stay for a while, levels of
/// reacting and of intensity that carry over from day to day, copings with their drops, practice
/// and a mood rated on most days. Without planted effects nothing has to do with anything else.
[[nodiscard]] report::PatternInput draw_diary(const DiaryPlan& plan, stats::Random& random);

}  // namespace attune::calibration
