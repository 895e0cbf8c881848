#pragma once

#include "attune/report/profile.hpp"
#include "report/part.hpp"
#include "report/period_parts.hpp"

/// The subjects of a profile that no other report has.
namespace attune::report {

/// The newest taking of each questionnaire, in general and by person, with map and history.
[[nodiscard]] Part standing_part(const PeriodView& view);

/// Triggers and feelings by person.
[[nodiscard]] Part typical_part(const PeriodView& view);

/// How true each belief felt, rating by rating.
[[nodiscard]] Part beliefs_part(const std::vector<Thread>& beliefs, CivilDay today);

}  // namespace attune::report
