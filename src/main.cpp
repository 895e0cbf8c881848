#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "attune/cli/run.hpp"
#include "attune/host/posix.hpp"

namespace {

/// The terminal is made before the options are read; a word that only looks like this one costs
/// the comfort of editing a line and nothing else.
bool wants_plain_lines(const std::vector<std::string>& arguments,
                       const attune::host::Environment& environment) {
    const auto variable = environment.variable("ATTUNE_ACCESSIBLE");
    return (variable && !variable->empty()) ||
           std::find(arguments.begin(), arguments.end(), "--accessible") != arguments.end();
}

}  // namespace

int main(int argc, char** argv) {
    try {
        attune::host::harden_process();
        const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
        attune::host::wipe_arguments(argc, argv);
        const auto clock = attune::host::make_posix_clock();
        const auto files = attune::host::make_posix_files();
        const auto environment = attune::host::make_posix_environment();
        const auto terminal =
            attune::host::make_posix_terminal(wants_plain_lines(arguments, *environment));
        const auto keyring = attune::host::make_posix_keyring();
        const auto programs = attune::host::make_posix_programs();
        attune::host::Host host{*clock, *files, *terminal, *environment, *keyring, *programs};
        return attune::cli::run(arguments, host);
    } catch (const std::exception& error) {
        // Nothing of ours throws: whatever arrives here escaped from a library through a file that
        // wraps it.
        std::fprintf(stderr, "attune: error: this is a bug in attune: %s\n", error.what());
        return 70;
    }
}
