#pragma once

#include "attune/host/clock.hpp"
#include "attune/host/environment.hpp"
#include "attune/host/files.hpp"
#include "attune/host/keyring.hpp"
#include "attune/host/programs.hpp"
#include "attune/host/terminal.hpp"

namespace attune::host {

/// The outside world, handed down as one argument. The real one is made in main.cpp, a fake in
/// tests/support.
struct Host {
    Clock& clock;
    Files& files;
    Terminal& terminal;
    Environment& environment;
    Keyring& keyring;
    Programs& programs;
};

}  // namespace attune::host
