#include "cli/together.hpp"

#include <doctest/doctest.h>

#include "attune/cli/run.hpp"
#include "support/fake_host.hpp"

namespace attune::cli {

namespace {

/// Somebody with a store that opens without a question, at a terminal.
struct AtTerminal {
    test::FakeHost fake;
    GlobalOptions global;

    AtTerminal() {
        fake.files.put("/home/ana/keep", "");
        fake.environment.variables["ATTUNE_KEY_FILE"] = "/home/ana/key";
        REQUIRE(run({"init", "--key-file", "/home/ana/key", "--no-passphrase", "--no-recovery"}) ==
                0);
        fake.terminal.in_terminal = fake.terminal.err_terminal = true;
        fake.terminal.controlling_terminal = true;
        global.color = "never";
    }
    int run(const std::vector<std::string>& words) {
        fake.terminal.out.clear();
        fake.terminal.err.clear();
        return cli::run(words, fake.host);
    }
    bool may(const std::string& person, const std::string& typed) {
        fake.terminal.err.clear();
        fake.terminal.input = typed;
        fake.terminal.answers = {};
        if (!typed.empty()) fake.terminal.answers.push_back(typed.substr(0, typed.size() - 1));
        fake.clock.advance(std::chrono::seconds(1));
        Context context(fake.host, global);
        const auto answer = may_do_together(context, person);
        REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : answer.error().message));
        return *answer;
    }
    [[nodiscard]] std::string safety_of(const std::string& person) {
        REQUIRE(run({"people", "list", "--porcelain"}) == 0);
        const auto at = fake.terminal.out.find(person + "\t");
        if (at == std::string::npos) return "nobody";
        std::string line = fake.terminal.out.substr(at, fake.terminal.out.find('\n', at) - at);
        for (int cell = 0; cell < 6; ++cell)
            line = line.substr(line.find('\t') + 1);
        return line.substr(0, line.find('\t'));
    }
};

}  // namespace

TEST_CASE("safety is asked once, and the answer stays with the person") {
    AtTerminal ana;
    CHECK(ana.may("sam", "yes\n"));
    CHECK(ana.safety_of("sam") == "yes");
    // A second question would find nothing typed and end in an error.
    CHECK(ana.may("Sam", ""));
    CHECK_FALSE(ana.may("jo", "not sure\n"));
    CHECK(ana.safety_of("jo") == "not-sure");
    CHECK_FALSE(ana.may("jo", ""));
    CHECK(ana.fake.terminal.err.contains("nothing for two with jo"));
    REQUIRE(ana.run({"people", "edit", "jo", "--safe", "yes"}) == 0);
    CHECK(ana.may("jo", ""));
    REQUIRE(ana.run({"people", "edit", "sam", "--safe", "no"}) == 0);
    CHECK_FALSE(ana.may("sam", ""));
}

TEST_CASE("an answer left open is asked again, and keeps nobody") {
    AtTerminal ana;
    CHECK_FALSE(ana.may("sam", "\n"));
    CHECK(ana.safety_of("sam") == "nobody");
    CHECK(ana.may("sam", "y\n"));
}

TEST_CASE("where no question may be asked nothing for two is done, and nothing is kept") {
    AtTerminal ana;
    ana.fake.terminal.in_terminal = false;
    CHECK_FALSE(ana.may("sam", ""));
    CHECK(ana.fake.terminal.err.contains("people edit sam --safe"));
    CHECK(ana.safety_of("sam") == "nobody");
}

}  // namespace attune::cli
