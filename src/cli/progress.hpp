#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "attune/host/host.hpp"
#include "cli/global_options.hpp"

namespace attune::cli {

/// Tells somebody who watches that work goes on: on standard error, from half a second on.
///
/// On a terminal that can be drawn on, one line is written over and is gone when this ends; it is
/// never wider than the terminal. For accessible reading and on a dumb terminal it is one plain
/// line that stays. Nothing where standard error is no terminal, and nothing under --quiet.
class Progress {
  public:
    /// A time that only grows. Not the clock of the host, which stands still under ATTUNE_NOW.
    using Stopwatch = std::function<std::chrono::milliseconds()>;

    /// `what` is what goes on: "looking for patterns". The host outlives this.
    Progress(host::Host& host, const GlobalOptions& global, std::string what,
             Stopwatch watch = steady_time);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    Progress(Progress&&) = delete;
    Progress& operator=(Progress&&) = delete;

    /// So many of all are done. Nothing is said of the last one alone.
    void step(int done, int all, std::string_view of);

    /// Milliseconds since some moment before this program.
    [[nodiscard]] static std::chrono::milliseconds steady_time();

  private:
    enum class Way { Silent, Lines, Drawn };
    void write(const std::string& text);

    host::Host& host_;
    std::string what_;
    Way way_ = Way::Silent;
    Stopwatch watch_;
    std::chrono::milliseconds begun_;
    std::chrono::milliseconds said_{};  ///< when the line was written last
    bool shown_ = false;
};

}  // namespace attune::cli
