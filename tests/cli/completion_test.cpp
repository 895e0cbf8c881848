#include "cli/completion.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/cli/run.hpp"
#include "cli/commands.hpp"
#include "cli/completion_scripts.hpp"
#include "cli/global_options.hpp"
#include "support/fake_host.hpp"

namespace attune::cli {

namespace {

using Words = std::vector<std::string>;

struct Desk {
    test::FakeHost fake;
    GlobalOptions global;
    OptionSet set;
    bool unlocked = true;

    Desk() { describe(set, global); }

    [[nodiscard]] Words complete(const Words& words) {
        const auto names = [&](std::string_view facet) -> Words {
            if (!unlocked) return {};
            if (facet == "person") return {"sam", "sammy", "$(ls)", "two words"};
            if (facet == "trigger") return {"silence"};
            if (facet == "feeling") return {"anxious"};
            if (facet == "coping") return {"breath"};
            return {};
        };
        Words out;
        for (const Candidate& one : complete_words(words, set, fake.host, names).words)
            out.push_back(one.word);
        return out;
    }
    [[nodiscard]] bool files(const Words& words) {
        return complete_words(words, set, fake.host, [](std::string_view) { return Words(); })
            .files;
    }
};

bool has(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("every verb and every second word is offered, and the hidden call is not") {
    Desk desk;
    CHECK(desk.complete({""}) == all_verbs());
    CHECK(desk.complete({}) == all_verbs());
    CHECK_FALSE(has(desk.complete({""}), std::string(kCompleteVerb)));
    for (const Command* command : all_commands()) {
        const auto space = command->name.find(' ');
        if (space == std::string_view::npos) continue;
        CAPTURE(command->name);
        const std::string verb(command->name.substr(0, space));
        CHECK(has(desk.complete({verb, ""}), std::string(command->name.substr(space + 1))));
    }
}

TEST_CASE("every option of every command is offered behind it") {
    Desk desk;
    for (const Command* command : all_commands()) {
        CAPTURE(command->name);
        const auto invocation = command->invoke();
        Words words;
        for (const std::string_view word : split(command->name, ' '))
            words.emplace_back(word);
        static_cast<void>(invocation->prepare(desk.fake.host, {}, desk.set));
        OptionSet own;
        invocation->describe(own);
        words.emplace_back("-");
        const Words offered = desk.complete(words);
        for (const Option& option : own.options())
            CHECK(has(offered, option.long_name.empty() ? option.short_name : option.long_name));
        CHECK(has(offered, "--json"));
    }
}

TEST_CASE("the value of an option is completed behind it and behind its sign") {
    Desk desk;
    CHECK(desk.complete({"--color", "a"}) == Words{"auto", "always"});
    CHECK(desk.complete({"list", "--color=n"}) == Words{"--color=never"});
    CHECK(desk.complete({"list", "--with", "sam"}) == Words{"sam", "sammy"});
    CHECK(desk.complete({"list", "--with=samm"}) == Words{"--with=sammy"});
    CHECK(desk.complete({"log", "--at", "yes"}) == Words{"yesterday"});
    CHECK(desk.complete({"list", "--kind", "asse"}) == Words{"assessment"});
    CHECK(desk.complete({"config", "set", "date_order", "d"}) == Words{"day-month"});
    CHECK(desk.complete({"quiz", "take", "maa"}) == Words{"maas"});
    CHECK(desk.complete({"practice", "show", "body"}) == Words{"body-scan"});
    CHECK(desk.complete({"practice", "body-scan", "--minu"}) == Words{"--minutes"});
    CHECK(desk.complete({"help", "exit"}) == Words{"exit-codes"});
    CHECK(desk.files({"list", "--key-file", ""}));
    CHECK(desk.files({"quiz", "score", "maas", ""}));
    CHECK_FALSE(desk.files({"list", "--with", ""}));
}

TEST_CASE("a form's flags and choices are offered behind its kind") {
    Desk desk;
    CHECK(has(desk.complete({"note", ""}), "win"));
    CHECK(has(desk.complete({"note", "win", "--"}), "--draw"));
    CHECK(has(desk.complete({"note", "win", "--type", ""}), "kindness"));
}

TEST_CASE("signs in prose are completed with names, while the store is open") {
    Desk desk;
    CHECK(desk.complete({"log", "x", "@sam"}) == Words{"@sam", "@sammy"});
    CHECK(desk.complete({"log", "%"}) == Words{"%silence"});
    CHECK(desk.complete({"log", "+br"}) == Words{"+breath"});
    CHECK(desk.complete({"log", "an"}) == Words{"anxious="});
    CHECK(desk.complete({"log", "a"}).empty());
    CHECK(desk.complete({"log", "--", "@sam"}) == Words{"@sam", "@sammy"});
    CHECK(desk.complete({"log", "--", "--wi"}).empty());
    desk.unlocked = false;
    CHECK(desk.complete({"log", "x", "@sam"}).empty());
    CHECK(desk.complete({"list", "--with", ""}).empty());
}

TEST_CASE("names that a shell would understand are not offered") {
    Desk desk;
    CHECK(desk.complete({"list", "--with", "$"}).empty());
    CHECK(desk.complete({"list", "--with", "two"}).empty());
}

TEST_CASE("the hidden call makes no file, asks nobody and says nothing on standard error") {
    test::FakeHost fake;
    fake.terminal.controlling_terminal = true;
    for (const Words& words :
         {Words{"__complete"}, Words{"__complete", "lo"}, Words{"__complete", "list", "--with", ""},
          Words{"__complete", "nonsense", "--what", "\x1b"}}) {
        CHECK(run(words, fake.host) == 0);
    }
    CHECK(fake.terminal.out.starts_with("words\nlog\t"));
    CHECK(fake.terminal.err.empty());
    CHECK(fake.terminal.told.empty());
    CHECK(fake.files.steps() == 0);
}

TEST_CASE("each shell has a script and other names have none") {
    Desk desk;
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const auto script = completion_script(shell, desk.set);
        REQUIRE(script);
        CHECK(script->contains("log|note|follow|edit|search"));
        CHECK(script->contains("__complete"));
        CHECK_FALSE(script->contains("@VERB"));
        CHECK_FALSE(script->contains("@VALUED"));
    }
    CHECK(completion_script("zsh", desk.set)->contains("--store|--key-file"));
    CHECK_FALSE(completion_script("csh", desk.set));
    CHECK(run({"completion", "csh"}, desk.fake.host) == 2);
    CHECK(run({"completion"}, desk.fake.host) == 2);
}

}  // namespace attune::cli
