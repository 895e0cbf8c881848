#pragma once

#include <memory>

#include "attune/host/host.hpp"

namespace attune::host {

/// The real files of this machine.
[[nodiscard]] std::unique_ptr<Files> make_posix_files();
/// Wall clock and zone: ATTUNE_NOW (ISO 8601 with offset) stops the clock, TZ and /etc/localtime
/// name the zone.
[[nodiscard]] std::unique_ptr<Clock> make_posix_clock();
/// With `plain_lines` a typed line is edited by the terminal itself and nothing is drawn anew, as
/// a terminal that is read aloud wants it; otherwise by LineEditor where the terminal can do it.
[[nodiscard]] std::unique_ptr<Terminal> make_posix_terminal(bool plain_lines = false);
[[nodiscard]] std::unique_ptr<Environment> make_posix_environment();
[[nodiscard]] std::unique_ptr<Keyring> make_posix_keyring();
[[nodiscard]] std::unique_ptr<Programs> make_posix_programs();

/// Once at start: no core files, not dumpable, standard descriptors 0-2 open, umask 077, SIGPIPE
/// ignored.
void harden_process();

/// Overwrites the argument strings in the process image, so that other users cannot read them from
/// /proc. The program must have copied what it needs.
void wipe_arguments(int argc, char** argv);

}  // namespace attune::host
