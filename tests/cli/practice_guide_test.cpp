#include "cli/practice_guide.hpp"

#include <deque>

#include <doctest/doctest.h>

#include "support/fake_host.hpp"

namespace attune::cli {

namespace {

using definition::Milliseconds;
using definition::Practice;
using std::chrono::seconds;

/// Lets no time pass, and notes what it was asked to wait. What is in `ends` ends waits, by number
/// from 0, after half of their time.
class NotedWaiting final : public host::Waiting {
  public:
    std::vector<Milliseconds> asked;
    std::map<std::size_t, host::Woken> ends;

    host::Waited wait(Milliseconds length) override {
        asked.push_back(length);
        const auto end = ends.find(asked.size() - 1);
        if (end == ends.end()) return {host::Woken::Time, length};
        return {end->second, length / 2};
    }
};

Practice two_steps() {
    Practice practice;
    practice.id = "two";
    practice.steps.push_back({"Look far away.", seconds(3), false, {}, {}});
    practice.steps.push_back(
        {"Breathe.", seconds(20), true, {{"in", seconds(4)}, {"out", seconds(6)}}, {}});
    return practice;
}

struct Screening {
    test::FakeHost fake;
    GlobalOptions global;
    NotedWaiting waiting;
    Practice practice = two_steps();

    Screening() {
        global.color = "never";
        fake.environment.variables["TERM"] = "xterm";
        fake.terminal.err_terminal = fake.terminal.in_terminal = true;
    }
    Guided run(bool keys = true, bool bell = false) {
        Context context(fake.host, global);
        return guide_practice(
            context, practice,
            {.lengths = stretched_steps(practice, practice.length()), .keys = keys, .bell = bell},
            waiting);
    }
    [[nodiscard]] const std::string& shown() const { return fake.terminal.err; }
};

}  // namespace

TEST_CASE("every step has its time, and the clock counts down over all of them") {
    Screening ana;
    const Guided guided = ana.run();
    CHECK(guided.finished);
    CHECK(!guided.interrupted);
    CHECK(guided.done == seconds(23));
    CHECK(ana.shown().starts_with("\nLook far away.\n\r  0:23 left\x1b[K"));
    CHECK(ana.shown().contains("\r  0:21 left\x1b[K\r\x1b[K\nBreathe.\n"));
    CHECK(ana.shown().contains("\r  in   ●···     0:20 left"));
    CHECK(ana.shown().contains("\r  out  ●●●●●●   0:11 left"));
    CHECK(ana.shown().ends_with("\r  out  ●●●●●●   0:01 left\x1b[K\r\x1b[K"));
    for (const Milliseconds asked : ana.waiting.asked)
        CHECK(asked <= seconds(1));
}

TEST_CASE("in accessible mode and on a dumb terminal nothing is drawn anew") {
    for (const bool accessible : {true, false}) {
        Screening ana;
        ana.global.accessible = accessible;
        if (!accessible) ana.fake.environment.variables["TERM"] = "dumb";
        CHECK(ana.run().done == seconds(23));
        CHECK(ana.shown() ==
              "1 of 2, 3 seconds: Look far away.\n2 of 2, 20 seconds: Breathe.\n"
              "in, 4 seconds\nout, 6 seconds\nin, 4 seconds\nout, 6 seconds\n");
        CHECK(ana.waiting.asked.size() == 5);
    }
}

TEST_CASE("what ended early counts the time that passed, and the rest of its words is not shown") {
    for (const host::Woken how : {host::Woken::Quit, host::Woken::Interrupted}) {
        Screening ana;
        ana.waiting.ends[1] = how;
        const Guided guided = ana.run();
        CHECK(guided.done == Milliseconds(1500));
        CHECK(!guided.finished);
        CHECK(guided.interrupted == (how == host::Woken::Interrupted));
        CHECK(!ana.shown().contains("Breathe"));
        CHECK(ana.shown().ends_with("\r\x1b[K"));
    }
}

TEST_CASE("Enter goes on to the next step, and on the last one the practice is finished") {
    Screening ana;
    ana.waiting.ends[0] = host::Woken::Next;
    ana.waiting.ends[2] = host::Woken::Next;
    const Guided guided = ana.run();
    CHECK(guided.finished);
    CHECK(guided.done == Milliseconds(500 + 1000 + 500));
}

TEST_CASE("only ASCII where the terminal asks for it, and the bell only when it was asked for") {
    Screening ana;
    ana.global.ascii = true;
    CHECK(ana.run(true, true).finished);
    CHECK(ana.shown().contains("\r  out  oooo..   0:1"));
    CHECK(std::all_of(ana.shown().begin(), ana.shown().end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    CHECK(std::count(ana.shown().begin(), ana.shown().end(), '\a') == 2);
    Screening quiet;
    CHECK(quiet.run().finished);
    CHECK(!quiet.shown().contains('\a'));
}

TEST_CASE("no line of the timer is wider than the terminal, and words are wrapped") {
    Screening ana;
    ana.practice.steps[0].say = "One two three four five six seven eight nine ten eleven twelve.";
    ana.practice.steps[1].pace[0].word = "a very long word for a beat";
    ana.fake.terminal.column_count = 24;
    CHECK(ana.run().finished);
    std::string line;
    for (const char c : ana.shown() + "\n") {
        if (c != '\n' && c != '\r') {
            line += c;
            continue;
        }
        if (line.ends_with("\x1b[K")) line.resize(line.size() - 3);
        CHECK(line.size() <= 24 + 30);  // bytes; a dot takes three
        line.clear();
    }
}

TEST_CASE("hostile words of a definition cannot steer the terminal") {
    Screening ana;
    ana.practice.steps[0].say = "a\x1b[2Jb";
    ana.practice.steps[1].pace[0].word = "in\x1b]0;x\x07";
    CHECK(ana.run().finished);
    CHECK(!ana.shown().contains("\x1b[2J"));
    CHECK(!ana.shown().contains("\x1b]0"));
}

TEST_CASE("a clock shows whole seconds that have begun") {
    CHECK(clock_of(Milliseconds(0)) == "0:00");
    CHECK(clock_of(Milliseconds(1)) == "0:01");
    CHECK(clock_of(Milliseconds(59'001)) == "1:00");
    CHECK(clock_of(std::chrono::minutes(62)) == "62:00");
}

}  // namespace attune::cli
