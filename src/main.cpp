#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "attune/cli/run.hpp"
#include "attune/host/posix.hpp"

int main(int argc, char** argv) {
    try {
        attune::host::harden_process();
        const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
        attune::host::wipe_arguments(argc, argv);
        const auto clock = attune::host::make_posix_clock();
        const auto files = attune::host::make_posix_files();
        const auto terminal = attune::host::make_posix_terminal();
        const auto environment = attune::host::make_posix_environment();
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
