#include "attune/cli/run.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "support/fake_host.hpp"

namespace attune::cli {

namespace {

using Strings = std::vector<std::string>;

int lines_in(const std::string& text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("attune alone says what it is in at most 14 lines and makes nothing") {
    test::FakeHost fake;
    CHECK(run({}, fake.host) == 0);
    CHECK(lines_in(fake.terminal.out) <= 14);
    CHECK(fake.terminal.out.contains("attune init"));
    CHECK(fake.terminal.err.empty());
    CHECK(fake.files.steps() == 0);
}

TEST_CASE("the version is one line wherever it is asked for") {
    test::FakeHost fake;
    CHECK(run({"--version"}, fake.host) == 0);
    CHECK(fake.terminal.out == version_line());
    CHECK(run({"--ascii", "--version"}, fake.host) == 0);
    CHECK(fake.terminal.out == version_line() + version_line());
}

TEST_CASE("an unknown verb gets the nearest one and is never run") {
    test::FakeHost fake;
    CHECK(run({"hepl"}, fake.host) == 2);
    CHECK(fake.terminal.out.empty());
    CHECK(fake.terminal.err ==
          "attune: error: there is no command 'hepl'\n"
          "attune: hint: the nearest one is 'attune help'\n");
}

TEST_CASE("control characters in an unknown verb are made visible") {
    test::FakeHost fake;
    CHECK(run({"\x1b[2Jx"}, fake.host) == 2);
    CHECK_FALSE(fake.terminal.err.contains('\x1b'));
}

TEST_CASE("a closed standard output ends quietly with 141") {
    test::FakeHost fake;
    fake.terminal.out_error = Error{ErrorKind::ClosedPipe, "the reader closed the pipe"};
    CHECK(run({"help", "all"}, fake.host) == 141);
    CHECK(run({"--version"}, fake.host) == 141);
    CHECK(fake.terminal.err.empty());
}

TEST_CASE("a full disk behind standard output is said and gives 74") {
    test::FakeHost fake;
    fake.terminal.out_error = Error{ErrorKind::Io, "could not write the output: no space"};
    CHECK(run({"help"}, fake.host) == 74);
    CHECK(fake.terminal.err == "attune: error: could not write the output: no space\n");
}

TEST_CASE("every topic and every command has a help page of at most 100 columns") {
    for (const Topic& topic : all_topics()) {
        CAPTURE(topic.name);
        test::FakeHost fake;
        CHECK(run({"help", std::string(topic.name)}, fake.host) == 0);
        CHECK_FALSE(fake.terminal.out.empty());
        for (const std::string_view line : split(fake.terminal.out, '\n')) {
            CHECK(column_width(line) <= 100);
        }
    }
    for (const Command* command : all_commands()) {
        CAPTURE(command->name);
        test::FakeHost fake;
        Strings words{"help"};
        for (const std::string_view word : split(command->name, ' '))
            words.emplace_back(word);
        CHECK(run(words, fake.host) == 0);
        CHECK(fake.terminal.out.starts_with("attune " + std::string(command->name)));
        words.erase(words.begin());
        words.emplace_back("-h");
        CHECK(run(words, fake.host) == 0);
    }
}

TEST_CASE("help never uses a word that attune does not say") {
    std::string all;
    for (const Topic& topic : all_topics())
        all += topic.text;
    for (const Command* command : all_commands()) {
        test::FakeHost fake;
        Strings words{"help"};
        for (const std::string_view word : split(command->name, ' '))
            words.emplace_back(word);
        CHECK(run(words, fake.host) == 0);
        all += fake.terminal.out;
    }
    const std::string lower = lower_ascii(all);
    for (const char* word :
         {"failed", "broke", "streak", "bad day", "should", "toxic", "you are"}) {
        CAPTURE(word);
        CHECK_FALSE(lower.contains(word));
    }
}

TEST_CASE("text becomes ASCII where the locale has nothing else") {
    test::FakeHost fake;
    fake.environment.utf8 = false;
    CHECK(run({"help", "help"}, fake.host) == 0);
    CHECK(std::none_of(fake.terminal.out.begin(), fake.terminal.out.end(),
                       [](char c) { return static_cast<unsigned char>(c) > 126; }));
}

}  // namespace attune::cli
