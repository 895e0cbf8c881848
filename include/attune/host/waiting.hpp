#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace attune::host {

/// What ended a wait.
enum class Woken {
    Time,         ///< the time was over
    Next,         ///< Enter or the space bar
    Key,          ///< one of the keys that are watched for
    Quit,         ///< q, or the end of the terminal's input
    Interrupted,  ///< Ctrl-C, a hang-up, or the wish that the program end
};

/// How a wait went. `passed` is never longer than what was asked for, so that a program that was
/// stopped, or a machine that slept, does not count as waited.
struct Waited {
    Woken woken = Woken::Time;
    std::chrono::milliseconds passed{};
    char key = 0;  ///< of Woken::Key
};

/// Lets time pass while a person does something else. While it lives, Ctrl-C, SIGTERM and SIGHUP
/// end a wait instead of the program, and keys are neither echoed nor waited on by lines.
class Waiting {
  public:
    virtual ~Waiting() = default;
    [[nodiscard]] virtual Waited wait(std::chrono::milliseconds length) = 0;
};

/// Waits for real. Keys are looked at only with `keys`, where standard input is a terminal; without
/// it nothing is read, and standard input may be closed. The terminal is put back as it was when it
/// ends, and keys that were pressed meanwhile and not looked at are dropped. `watched` are small
/// letters that wake as well; q among them still quits.
[[nodiscard]] std::unique_ptr<Waiting> make_posix_waiting(bool keys, std::string watched = {});

}  // namespace attune::host
