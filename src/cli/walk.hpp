#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "cli/context.hpp"

/// The keys that every row of questions has in common, on the terminal itself and one question at a
/// time:
///
///     ?     explains, and asks again
///     b     goes back to the question before; what was said there stays until it is said anew
///     q     leaves; so do Ctrl-C, the end of the terminal and a terminal that hangs up
///     \q    the letter itself where an answer is meant; \b and \? as well
///
/// What an answer is, and what Enter means, the stops say. No question waits for a limited time.
namespace attune::cli {

/// What became of a typed line.
struct Heard {
    bool done = true;      ///< false: the same stop is asked again
    std::string say = {};  ///< shown either way; ends with a line break unless it is empty
};

/// The questions of a walk.
class Stops {
  public:
    virtual ~Stops() = default;
    [[nodiscard]] virtual std::size_t count() const = 0;
    /// False for a stop that is passed over, as things have been answered.
    [[nodiscard]] virtual bool is_asked(std::size_t stop) = 0;
    /// The question, down to where the cursor waits. `again`: it stands on the screen already.
    [[nodiscard]] virtual std::string question(std::size_t stop, bool again) = 0;
    [[nodiscard]] virtual std::string explanation(std::size_t stop) = 0;
    /// Takes what was typed, without white space around it; nothing is Enter alone.
    [[nodiscard]] virtual Heard take(std::size_t stop, std::string_view typed) = 0;
    /// Goes one step back inside the stop; false when it is at its start.
    [[nodiscard]] virtual bool step_back(std::size_t /*stop*/) { return false; }
};

/// How a walk ended.
struct Walked {
    bool finished = false;
    bool interrupted = false;              ///< left otherwise than by `q`
    std::optional<std::size_t> stop = {};  ///< where, when it was not finished
    std::string unfinished = {};           ///< what stood on the line that Ctrl-C ended
};

/// Asks the stops in their order, on the controlling terminal. A terminal that is gone is an
/// interruption and not an error, so that what was answered can still be kept.
[[nodiscard]] Walked walk(Context& context, Stops& stops);

}  // namespace attune::cli
