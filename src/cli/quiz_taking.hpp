#pragma once

#include <optional>
#include <string>

#include "attune/base/result.hpp"
#include "cli/context.hpp"
#include "cli/exit_code.hpp"
#include "cli/option_set.hpp"
#include "cli/quiz_result.hpp"

namespace attune::cli {

/// Options of `attune quiz take` and of `attune quiz`, which are the same.
struct TakeOptions {
    std::optional<std::string> name;
    std::optional<std::string> about;
    std::optional<std::string> answers;
    std::optional<std::string> order;
    std::optional<std::string> norm;
    bool explain = false;
    bool resume = false;
    bool fresh = false;
    ResultOutput output;
};

/// Everything but the name.
void describe_take(OptionSet& options, TakeOptions& take);

/// Takes a questionnaire (from prompts or --answers), seals the taking and shows its result. What
/// was answered is kept as a draft when the person leaves; the next call offers to go on with it,
/// where the store opens without a question. A questionnaire that repeats over people asks for one
/// after another.
/// Without a name a pick list is offered on a terminal; elsewhere that is Usage.
[[nodiscard]] Result<ExitCode> take_questionnaire(const TakeOptions& take, Context& context);

}  // namespace attune::cli
