#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "attune/definition/practice.hpp"
#include "attune/host/waiting.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// How a practice went.
struct Guided {
    definition::Milliseconds done{};  ///< that really passed
    bool finished = false;            ///< no step was left out at the end
    bool interrupted = false;         ///< Ctrl-C, or the terminal is gone
};

struct GuideOptions {
    std::vector<definition::Milliseconds> lengths;  ///< of the steps, one for each
    bool keys = true;                               ///< Enter and q are looked at, and so told of
    bool bell = false;  ///< rings the terminal's bell at every step, for closed eyes
};

/// Leads through the steps on standard error: the words of each one, and below them the time that
/// is left, drawn anew once a second. In accessible mode, on a dumb terminal and where standard
/// error is none, nothing is drawn anew: one line for each step ("2 of 5, 40 seconds: ..."), and
/// one for each beat of a pacer. What no longer can be shown is no error.
[[nodiscard]] Guided guide_practice(Context& context, const definition::Practice& practice,
                                    const GuideOptions& options, host::Waiting& waiting);

/// "1:05", "0:40", "62:00": a length to the next whole second.
[[nodiscard]] std::string clock_of(definition::Milliseconds length);

}  // namespace attune::cli
