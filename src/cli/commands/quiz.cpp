#include "cli/commands.hpp"
#include "cli/quiz_taking.hpp"

namespace attune::cli {

namespace {

void describe(OptionSet& options, TakeOptions& take) {
    options.argument(take.name, "NAME", "an id from 'attune quiz list', or a file");
    describe_take(options, take);
}

Result<ExitCode> run(const TakeOptions& take, Context& context) {
    return take_questionnaire(take, context);
}

}  // namespace

const Command kQuiz{.name = "quiz",
                    .summary = "take a questionnaire; alone it offers a list",
                    .group = Group::Assess,
                    .needs = Needs::Nothing,
                    .invoke = invoke<TakeOptions, describe, run>,
                    .details = "'attune quiz NAME' is 'attune quiz take NAME'."};

}  // namespace attune::cli
