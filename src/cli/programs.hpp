#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/program.hpp"
#include "cli/context.hpp"

/// Programmes as commands and reports reach them.
namespace attune::cli {

/// Every programme of the open store, the one that was set up first in front.
[[nodiscard]] Result<std::vector<journal::Program>> load_programs(Context& context);

/// The one that is meant when nobody names one: the newest.
[[nodiscard]] std::optional<journal::Program> newest_program(
    const std::vector<journal::Program>& programs);

/// One questionnaire at one point of a programme.
struct DueQuiz {
    std::string questionnaire;
    journal::DuePoint point;
    std::optional<CivilDay> taken = {};  ///< the first taking between its first and last day

    [[nodiscard]] bool is_due(CivilDay today) const {
        return !taken && point.first <= today && today <= point.last;
    }
};

/// All of them, by point and then in the order of the programme.
[[nodiscard]] Result<std::vector<DueQuiz>> load_due(Context& context,
                                                    const journal::Program& program);

/// A number of days: 21, 21d, 3w, "21 days". Usage, naming the flag, for anything else, for none
/// and for more than a year.
[[nodiscard]] Result<int> parse_days(const std::string& flag, std::string_view text);

}  // namespace attune::cli
