#include "cli/commands.hpp"
#include "cli/quiz_taking.hpp"

namespace attune::cli {

namespace {

void describe(OptionSet& options, TakeOptions& take) {
    options.required_argument(take.name, "NAME", "an id from 'attune quiz list', or a file");
    describe_take(options, take);
}

Result<ExitCode> run(const TakeOptions& take, Context& context) {
    return take_questionnaire(take, context);
}

}  // namespace

const Command kQuizTake{.name = "quiz take",
                        .summary = "answer a questionnaire and see where you stand",
                        .group = Group::Assess,
                        .needs = Needs::Nothing,
                        .invoke = invoke<TakeOptions, describe, run>,
                        .details =
                            "Items are asked one at a time; Enter skips, b goes back, and at the "
                            "end any answer can be changed. q, Ctrl-C and a closed terminal keep "
                            "what was answered as a sealed draft, and the next call goes on with "
                            "it. --answers gives all at once: '4,2,-,5' or a file of numbers, or "
                            "of lines 'q1 = 4'. Nothing asks for a passphrase, except --resume.\n\n"
                            "  attune quiz take attachment --about sam\n"
                            "  attune quiz take maas --answers 4,4,3,5,2,4,4,3,5,4,4,2,3,4,5\n"};

}  // namespace attune::cli
