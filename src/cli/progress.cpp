#include "cli/progress.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

/// From when on somebody who watches is told that work goes on.
constexpr auto kMoment = std::chrono::milliseconds(500);
/// A line that is written over more often cannot be read.
constexpr auto kBetween = std::chrono::milliseconds(200);
constexpr std::string_view kErased = "\r\x1b[K";

}  // namespace

Progress::Progress(host::Host& host, const GlobalOptions& global, std::string what, Stopwatch watch)
    : host_(host), what_(std::move(what)), watch_(std::move(watch)), begun_(watch_()) {
    if (global.quiet || !host.terminal.err_is_terminal()) return;
    const bool dumb = host.environment.variable("TERM").value_or("dumb") == "dumb";
    way_ = global.accessible || dumb ? Way::Lines : Way::Drawn;
}

Progress::~Progress() {
    if (shown_ && way_ == Way::Drawn) write(std::string(kErased));
}

void Progress::step(int done, int all, std::string_view of) {
    if (way_ == Way::Silent || done + 1 >= all) return;
    const auto now = watch_();
    if (now - begun_ < kMoment || (shown_ && now - said_ < kBetween)) return;
    if (shown_ && way_ == Way::Lines) return;
    const std::string line = fmt::format("{}: {} of {} {} ...", what_, done, all, of);
    if (way_ == Way::Lines) {
        write(line + "\n");
    } else {
        // The last column stays free: a terminal may go on to the next line behind it. How wide it
        // is, is not known where only standard error is one.
        const int columns = std::max(20, host_.terminal.columns().value_or(40)) - 1;
        write("\r" + std::string(cut_to_columns(line, columns)) + "\x1b[K");
    }
    shown_ = true;
    said_ = now;
}

std::chrono::milliseconds Progress::steady_time() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

void Progress::write(const std::string& text) {
    static_cast<void>(host_.terminal.write(host::Stream::Err, text));
}

}  // namespace attune::cli
