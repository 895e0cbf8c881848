#pragma once

#include "attune/base/result.hpp"
#include "attune/report/week.hpp"

namespace attune::report {

/// Looks up what the vocabularies call the triggers and copings of a week and puts it into
/// `data.labels`; words of the person's own keep their spelling. Reads only the vocabularies it
/// needs. BadInput when one of them cannot be read.
[[nodiscard]] Status add_labels(WeekData& data);

}  // namespace attune::report
