#include "cli/progress.hpp"

#include <chrono>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "support/fake_host.hpp"

using namespace attune;
using namespace attune::cli;
using test::FakeHost;
using namespace std::chrono_literals;

namespace {

/// What standard error has got once ten steps of 100 ms are done.
std::string seen(FakeHost& fake, const GlobalOptions& global = {}, int steps = 10) {
    {
        auto time = 0ms;
        Progress progress(fake.host, global, "looking for patterns", [&] { return time; });
        for (int done = 0; done < steps; ++done) {
            progress.step(done, steps, "weeks");
            time += 100ms;
        }
    }
    return fake.terminal.err;
}

}  // namespace

TEST_CASE("progress is written over from half a second on and is gone in the end") {
    FakeHost fake;
    fake.terminal.err_terminal = true;
    fake.environment.variables["TERM"] = "xterm";
    const std::string text = seen(fake);
    CHECK(text ==
          "\rlooking for patterns: 5 of 10 weeks ...\x1b[K"
          "\rlooking for patterns: 7 of 10 weeks ...\x1b[K"
          "\r\x1b[K");
}

TEST_CASE("work of a moment says nothing, and leaves nothing to be erased") {
    FakeHost fake;
    fake.terminal.err_terminal = true;
    fake.environment.variables["TERM"] = "xterm";
    CHECK(seen(fake, {}, 5).empty());
}

TEST_CASE("nobody who cannot watch is told of progress") {
    FakeHost piped;
    piped.environment.variables["TERM"] = "xterm";
    CHECK(seen(piped).empty());
    FakeHost quiet;
    quiet.terminal.err_terminal = true;
    quiet.environment.variables["TERM"] = "xterm";
    GlobalOptions without_words;
    without_words.quiet = true;
    CHECK(seen(quiet, without_words).empty());
    CHECK(quiet.terminal.out.empty());
}

TEST_CASE("for accessible reading and on a dumb terminal progress is one plain line") {
    const std::string line = "looking for patterns: 5 of 10 weeks ...\n";
    FakeHost spoken;
    spoken.terminal.err_terminal = true;
    spoken.environment.variables["TERM"] = "xterm";
    GlobalOptions accessible;
    accessible.accessible = true;
    CHECK(seen(spoken, accessible) == line);
    FakeHost dumb;
    dumb.terminal.err_terminal = true;
    dumb.environment.variables["TERM"] = "dumb";
    CHECK(seen(dumb) == line);
}

TEST_CASE("progress is never wider than the terminal, so that it can be erased") {
    for (const int columns : {20, 30, 40, 80}) {
        FakeHost fake;
        fake.terminal.err_terminal = true;
        fake.terminal.out_terminal = true;
        fake.terminal.column_count = columns;
        fake.environment.variables["TERM"] = "xterm";
        const std::string text = seen(fake);
        for (const auto piece : split(text, '\r'))
            CHECK(column_width(piece.substr(0, piece.find('\x1b'))) < columns);
        CHECK(text.find("looking for") != std::string::npos);
    }
}
