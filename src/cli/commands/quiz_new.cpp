#include "attune/definition/starter.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output_file.hpp"

namespace attune::cli {

namespace {

struct QuizNewOptions {
    std::optional<std::string> name;
    std::optional<std::string> output;
    bool force = false;
};

void describe(OptionSet& options, QuizNewOptions& fresh) {
    options.argument(fresh.name, "NAME", "the id of the questionnaire; 'evenings' without one");
    options.text(fresh.output, "-o,--output", "FILE", "write to FILE instead of standard output")
        .flag(fresh.force, "--force", "replace FILE when it is there already");
}

Result<ExitCode> run(const QuizNewOptions& fresh, Context& context) {
    ATTUNE_TRY(const std::string text,
               definition::starter_questionnaire(fresh.name.value_or("evenings")));
    ATTUNE_TRY(OutputFile output, OutputFile::open(context, fresh.output, fresh.force));
    ATTUNE_CHECK(output.write(text));
    ATTUNE_CHECK(output.publish());
    if (output.is_file()) {
        const std::string name = Screen::visible(*fresh.output);
        context.screen().say("written to " + name + "; 'attune quiz check " + name +
                             "' finds mistakes in what you make of it");
    }
    return ExitCode::Done;
}

}  // namespace

const Command kQuizNew{.name = "quiz new",
                       .summary = "write a commented questionnaire file to start from",
                       .group = Group::Assess,
                       .needs = Needs::Nothing,
                       .invoke = invoke<QuizNewOptions, describe, run>,
                       .details =
                           "The file is in order as it is: change it, and let 'attune quiz check' "
                           "say what it makes of "
                           "it. attune-questionnaire(5) explains every key.\n\n"
                           "  attune quiz new evenings -o evenings.toml\n"
                           "  attune quiz check evenings.toml\n"};

}  // namespace attune::cli
