#include <algorithm>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/cli/run.hpp"
#include "support/fake_host.hpp"

/// The commands against the real store over files in memory, by key file: what a person would see
/// and what a script would get back.
namespace attune::cli {

namespace {

using Strings = std::vector<std::string>;

struct Person {
    test::FakeHost fake;
    std::string out;
    std::string err;

    explicit Person(bool with_store = true) {
        fake.files.put("/home/ana/keep", "");
        fake.environment.variables["ATTUNE_KEY_FILE"] = "/home/ana/key";
        if (with_store) {
            CHECK(run({"init", "--key-file", "/home/ana/key", "--no-passphrase",
                       "--no-recovery"}) == 0);
        }
    }
    int run(const Strings& words, std::string input = {}) {
        fake.terminal.out.clear();
        fake.terminal.err.clear();
        fake.terminal.told.clear();
        fake.terminal.input = std::move(input);
        const int code = cli::run(words, fake.host);
        out = fake.terminal.out;
        err = fake.terminal.err;
        return code;
    }
    void forget_key() { fake.environment.variables.erase("ATTUNE_KEY_FILE"); }
    /// The id in "logged 4f2a  …" or "deleted 4f2a   …".
    [[nodiscard]] std::string id() const {
        const auto start = out.find(' ') + 1;
        return out.substr(start, out.find(' ', start) - start);
    }
};

}  // namespace

TEST_CASE("init makes one way in and never a second store") {
    Person person(false);
    CHECK(person.run({"init", "--no-passphrase", "--no-recovery"}) == 2);
    CHECK(person.err.contains("nothing would be left that opens the store"));
    CHECK(person.run({"init"}) == 2);
    CHECK(person.err.contains("--passphrase-file"));
    CHECK(person.fake.files.nodes.size() == 1);
    CHECK(person.run({"init", "--key-file", "/home/ana/key", "--no-passphrase", "--no-recovery"}) ==
          0);
    CHECK(person.fake.files.get("/home/ana/key").size() == 32);
    CHECK(person.run({"init", "--key-file", "/home/ana/key2", "--no-passphrase"}) == 1);
    CHECK_FALSE(person.fake.files.nodes.contains("/home/ana/key2"));
}

TEST_CASE("a key file is never overwritten and goes away when no store was made") {
    Person person(false);
    person.fake.files.put("/home/ana/key", "precious");
    CHECK(person.run({"init", "--key-file", "/home/ana/key", "--no-passphrase", "--no-recovery"}) ==
          1);
    CHECK(person.fake.files.get("/home/ana/key") == "precious");
    person.fake.files.fault = [](test::FileStep step, const std::string& path,
                                 int) -> std::optional<Error> {
        if (step == test::FileStep::Rename && path.contains("sealed"))
            return Error{ErrorKind::Io, "disk full"};
        return std::nullopt;
    };
    CHECK(person.run(
              {"init", "--key-file", "/home/ana/other", "--no-passphrase", "--no-recovery"}) == 74);
    CHECK_FALSE(person.fake.files.nodes.contains("/home/ana/other"));
}

TEST_CASE("a recovery code is shown once, where the person sees it, and opens the store") {
    Person person(false);
    person.fake.terminal.controlling_terminal = true;
    CHECK(person.run({"init", "--no-passphrase"}) == 0);
    const std::string told = person.fake.terminal.told;
    CHECK_FALSE(person.out.contains('-'));
    const auto at = told.find("\n\n    ") + 6;
    const std::string code = told.substr(at, told.find('\n', at) - at);
    CHECK(split(code, '-').size() == 7);
    person.forget_key();
    person.fake.terminal.answers = {"wrong", lower_ascii(code)};
    CHECK(person.run({"list"}) == 0);
    CHECK(person.err.contains("there is no entry yet"));
}

TEST_CASE("a wrong secret is said three times and then gives 3") {
    Person person(false);
    person.fake.terminal.controlling_terminal = true;
    CHECK(person.run({"init", "--no-passphrase"}) == 0);
    person.forget_key();
    person.fake.terminal.answers = {"a", "b", "c", "d"};
    CHECK(person.run({"list"}) == 3);
    CHECK(person.fake.terminal.answers.size() == 1);
}

TEST_CASE("without a store every command says how to make one") {
    Person person(false);
    for (const Strings& words :
         {Strings{"list"}, Strings{"undo"}, Strings{"store", "check"}, Strings{"key", "list"},
          Strings{"export", "jsonl"}, Strings{"log", "words"}, Strings{"lock"}}) {
        CAPTURE(words.front());
        CHECK(person.run(words) == 3);
        CHECK(person.err.contains("attune: hint: 'attune init' makes one\n"));
    }
    CHECK(person.fake.files.nodes.size() == 1);
    CHECK(person.run({"support"}) == 0);
    CHECK(person.run({"doctor"}) == 0);
}

TEST_CASE("log needs no secret and list shows what was understood") {
    Person person;
    person.forget_key();
    CHECK(person.run({"log", "He cancelled dinner", "@sam", "%plans-changed", "hurt=7", "--at",
                      "2026-03-01 21:40"}) == 2);
    CHECK(person.run({"log", "He cancelled dinner", "@sam", "%plans-changed", "hurt=7", "--at",
                      "2026-03-01 19:40"}) == 0);
    CHECK(person.out.starts_with("logged "));
    CHECK(person.out.contains(
        "Sun 1 Mar 19:40  plans-changed  hurt 7  with sam   undo: attune undo "));
    const std::string id = person.id();
    CHECK(person.run({"list"}) == 3);
    CHECK(person.err.contains("--key-file"));
    person.fake.environment.variables["ATTUNE_KEY_FILE"] = "/home/ana/key";
    CHECK(person.run(
              {"list", "--with", "SAM", "--trigger", "plans-changed", "--feel", "hurt=7+"}) == 0);
    CHECK(person.out.contains(id + "  Sun 1 Mar 19:40  plans-changed  hurt 7  with sam\n"));
    CHECK(person.out.contains("He cancelled dinner\n"));
    CHECK(person.run({"list", "--with", "nobody"}) == 0);
    CHECK(person.out.empty());
    CHECK(person.err == "no entry fits\nnothing here has the person 'nobody'\n");
    CHECK(person.run({"show", id}) == 0);
    CHECK(person.out.contains("feeling.hurt    7 (0-10)\n"));
    CHECK(person.run({"show", "ffffffff"}) == 5);
}

TEST_CASE("every verb is a word like any other inside an entry") {
    Person person;
    CHECK(person.run({"log", "I", "want", "to", "forget", "it", "list", "undo", "[a,b]", "{a}",
                      "-x", "help"}) == 0);
    CHECK(person.run({"list", "--porcelain"}) == 0);
    CHECK(person.out.ends_with("\tI want to forget it list undo [a,b] {a} -x help\n"));
}

TEST_CASE("words are kept as a draft whatever is wrong with a flag") {
    for (const Strings& words :
         {Strings{"log", "He left", "--boogus"}, Strings{"log", "He left", "--at", "someday"},
          Strings{"log", "He left", "--intensity", "12"},
          Strings{"log", "He left", "--reacted", "--mixed"},
          Strings{"log", "--at", "yesterday", "21:40", "He left"}}) {
        CAPTURE(words.back());
        Person person;
        CHECK(person.run(words) == 2);
        CHECK(person.err.starts_with("attune: error: "));
        const auto at = person.err.find("kept as draft ");
        REQUIRE(at != std::string::npos);
        CHECK(person.err.contains(": attune edit "));
        CHECK(person.run({"list", "--kind", "draft", "--porcelain"}) == 0);
        CHECK(person.out.contains("He left"));
    }
}

TEST_CASE("a message never repeats the words of an entry") {
    Person person;
    CHECK(person.run({"log", "canaryword", "--intensity", "12"}) == 2);
    CHECK_FALSE(person.err.contains("canaryword"));
    CHECK(person.run({"import", "jsonl", "-"},
                     "{\"kind\":\"trigger\",\"text\":\"canaryword\"}\n") == 65);
    CHECK_FALSE(person.err.contains("canaryword"));
}

TEST_CASE("with no key at all the words come back on the terminal") {
    Person person(false);
    person.fake.terminal.controlling_terminal = true;
    person.fake.terminal.answers = {"n"};
    CHECK(person.run({"log", "He left"}) == 3);
    CHECK(person.fake.terminal.told.contains("He left"));
    CHECK_FALSE(person.err.contains("He left"));
}

TEST_CASE("the prompt takes one line, explains itself, and keeps what Ctrl-C leaves") {
    Person person;
    person.fake.terminal.controlling_terminal = true;
    person.fake.terminal.in_terminal = true;
    person.fake.terminal.err_terminal = true;
    person.fake.terminal.answers = {"?", "No answer #silence anxious=6"};
    CHECK(person.run({"log"}) == 0);
    CHECK(person.out.contains("silence  anxious 6"));
    person.fake.terminal.answers = {"q"};
    CHECK(person.run({"log"}) == 0);
    CHECK(person.err == "nothing written\n");
    person.fake.terminal.answers = {"half a sent\x03"};
    CHECK(person.run({"log"}) == 130);
    CHECK(person.err.contains("kept as draft "));
    CHECK(person.run({"list", "--porcelain", "--kind", "draft"}) == 0);
    CHECK(person.out.contains("half a sent"));
}

TEST_CASE("no question is asked where nobody can answer") {
    Person person;
    CHECK(person.run({"log"}) == 2);
    CHECK(person.run({"log", "x"}) == 0);
    CHECK(person.run({"delete", "--on", "2026-03-01"}) == 2);
    CHECK(person.err.contains("--yes"));
    CHECK(person.run({"delete", "--on", "2026-03-01", "--yes"}) == 0);
    CHECK(person.out == "deleted 1 entry\n");
}

TEST_CASE("standard input is read whole and its line end taken off") {
    Person person;
    CHECK(person.run({"log", "-", "--with", "sam"}, "one\n\ntwo %silence\n") == 0);
    CHECK(person.run({"show", "last", "--json"}) == 0);
    CHECK(person.out.contains(R"("text":"one\n\ntwo","fields")"));
    CHECK(person.run({"log", "-"}, "\n\n") == 2);
}

TEST_CASE("undo takes the last write back, again and again, without a secret") {
    Person person;
    CHECK(person.run({"log", "one"}) == 0);
    CHECK(person.run({"log", "two"}) == 0);
    person.forget_key();
    CHECK(person.run({"undo"}) == 0);
    CHECK(person.out.contains("is removed"));
    CHECK(person.run({"undo"}) == 0);
    person.fake.environment.variables["ATTUNE_KEY_FILE"] = "/home/ana/key";
    CHECK(person.run({"list"}) == 0);
    CHECK(person.err == "there is no entry yet\n");
    CHECK(person.run({"undo"}) == 5);
}

TEST_CASE("a deleted entry comes back by its id, recent or not") {
    Person person;
    CHECK(person.run({"log", "precious"}) == 0);
    const std::string id = person.id();
    CHECK(person.run({"store", "fold"}) == 0);
    for (int i = 0; i < 25; ++i)
        CHECK(person.run({"log", "noise"}) == 0);
    CHECK(person.run({"delete", id}) == 0);
    CHECK(person.run({"search", "precious"}) == 0);
    CHECK(person.out.empty());
    for (int i = 0; i < 25; ++i)
        CHECK(person.run({"log", "noise"}) == 0);
    CHECK(person.run({"undo", id}) == 0);
    CHECK(person.run({"search", "precious", "--porcelain"}) == 0);
    CHECK(person.out.contains("\tprecious\n"));
}

TEST_CASE("export, import into an empty store and export again give the same bytes") {
    const std::string lines =
        "{\"kind\":\"trigger\",\"at\":\"2026-02-01T21:40:00+01:00\",\"text\":\"tab\\tand "
        "\\\"quotes\\\"\","
        "\"people\":[\"Zo\xC3\xAB\"],\"values\":[{\"key\":\"feeling.hurt\",\"num\":0}]}\n"
        "{\"kind\":\"entry\",\"at\":\"2026-01-01T10:00:00Z\",\"text\":\"first\",\"mood\":{\"a\":[1,"
        "null]}}\n"
        "{\"kind\":\"entry\",\"at\":\"2026-01-01T10:00:00Z\",\"text\":\"first\"}\n";
    Person person;
    CHECK(person.run({"import", "jsonl", "-"}, lines) == 0);
    CHECK(
        person.out.starts_with("read 3, new 3, already there 0, set aside 0   undo: attune undo "));
    CHECK(person.run({"import", "jsonl", "-", "--porcelain"}, lines) == 0);
    CHECK(person.out == "3\t0\t3\t0\n");
    CHECK(person.run({"export", "jsonl"}) == 0);
    const std::string first = person.out;
    CHECK(std::count(first.begin(), first.end(), '\n') == 4);
    Person other;
    CHECK(other.run({"import", "jsonl", "-"}, first) == 0);
    CHECK(other.run({"export", "jsonl", "-o", "/home/ana/out.jsonl"}) == 0);
    CHECK(other.out.empty());
    CHECK(other.fake.files.get("/home/ana/out.jsonl") == first);
    CHECK(other.run({"undo"}) == 0);
    CHECK(other.out == "took the import back: 3 entries removed\n");
}

TEST_CASE("an import judges every line and says why one is set aside") {
    Person person;
    const std::string lines =
        "{\"kind\":\"entry\",\"at\":\"2026-01-01T10:00:00Z\",\"text\":\"ok\"}\n"
        "not json\n{\"kind\":\"entry\",\"text\":\"no time\"}\n";
    CHECK(person.run({"import", "jsonl", "-", "--dry-run"}, lines) == 1);
    CHECK(person.out.starts_with("nothing written: read 3, new 1,"));
    CHECK(person.run({"list"}) == 0);
    CHECK(person.err == "there is no entry yet\n");
    CHECK(person.run({"import", "jsonl", "-"}, lines) == 1);
    CHECK(person.err.contains("set aside line 2, column 1: "));
    CHECK(person.err.contains("set aside line 3"));
    CHECK(person.run({"import", "jsonl", "-"}, "a,b\n1,2\n") == 65);
    CHECK(person.run({"import", "jsonl", "/nowhere"}) == 74);
}

TEST_CASE("a file is not replaced when its export cannot be written") {
    Person person;
    CHECK(person.run({"log", "x"}) == 0);
    person.fake.files.put("/home/ana/out", "old");
    person.fake.files.fault = [](test::FileStep step, const std::string& path,
                                 int) -> std::optional<Error> {
        if (step == test::FileStep::Sync && path.contains("out"))
            return Error{ErrorKind::Io, "disk full"};
        return std::nullopt;
    };
    CHECK(person.run({"export", "jsonl", "--force", "-o", "/home/ana/out"}) == 74);
    CHECK(person.fake.files.get("/home/ana/out") == "old");
    CHECK_FALSE(person.fake.files.nodes.contains("/home/ana/out.part"));
}

TEST_CASE("a filter that cannot be read is an error and never ignored") {
    Person person;
    for (const Strings& words :
         {Strings{"list", "--last", "7"}, Strings{"list", "--last", "march"},
          Strings{"list", "--from", "someday"}, Strings{"list", "--feel", "hurt=x"},
          Strings{"list", "--not", "mood=3"}, Strings{"list", "--limit", "-1"},
          Strings{"list", "--on", "today", "--last", "7d"}, Strings{"list", "--text", "\"open"},
          Strings{"list", "--from", "2026-03-01", "--to", "2026-02-01"},
          Strings{"export", "jsonl", "--reverse"}}) {
        CAPTURE(words.back());
        CHECK(person.run(words) == 2);
        CHECK(person.err.starts_with("attune: error: "));
    }
}

TEST_CASE("escape sequences in an entry never reach the terminal") {
    Person person;
    CHECK(person.run({"log", "red \x1b[31malert\x07 \xE2\x80\xAE txt", "@sam"}) == 0);
    for (const Strings& words :
         {Strings{"list"}, Strings{"show", "last"}, Strings{"list", "--accessible"}}) {
        CHECK(person.run(words) == 0);
        CHECK_FALSE(person.out.contains('\x1b'));
        CHECK_FALSE(person.out.contains("\xE2\x80\xAE"));
    }
    CHECK(person.run({"list", "--json"}) == 0);
    CHECK(person.out.contains("\\u001b[31m"));
}

TEST_CASE("a long line is cut to the screen at a cluster's border") {
    Person person;
    std::string words;
    for (int i = 0; i < 60; ++i)
        words += "\u53D6\u6D88 ";
    CHECK(person.run({"log", words}) == 0);
    CHECK(person.run({"list"}) == 0);
    for (const std::string_view line : split(person.out, '\n'))
        CHECK(column_width(line) <= 80);
}

TEST_CASE("output that cannot be written gives 74 although messages follow") {
    Person person;
    CHECK(person.run({"log", "x"}) == 0);
    person.fake.terminal.out_error = Error{ErrorKind::Io, "no space left"};
    CHECK(person.run({"list"}) == 74);
    CHECK(person.run({"export", "jsonl"}) == 74);
    person.fake.terminal.out_error = Error{ErrorKind::ClosedPipe, "closed"};
    CHECK(person.run({"list"}) == 141);
    CHECK(person.err.empty());
}

TEST_CASE("the key is kept for a while and forgotten at once") {
    Person person;
    CHECK(person.run({"unlock", "--for", "2h"}) == 0);
    CHECK(person.fake.keyring.kept.begin()->second.seconds == 7200);
    person.forget_key();
    CHECK(person.run({"list", "-v"}) == 0);
    CHECK(person.err.contains("kernel keyring"));
    CHECK(person.run({"lock"}) == 0);
    CHECK(person.out == "locked\n");
    CHECK(person.run({"list"}) == 3);
    CHECK(person.run({"lock"}) == 0);
    CHECK(person.out == "it was locked already\n");
    CHECK(person.run({"unlock", "--for", "2 years"}) == 2);
}

TEST_CASE("a draft becomes an entry under its own id") {
    Person person;
    CHECK(person.run({"log", "He left", "@sam", "--intensity", "12"}) == 2);
    const auto at = person.err.find("attune edit ") + 12;
    const std::string id = person.err.substr(at, person.err.find('\n', at) - at);
    CHECK(person.run({"edit", id, "--intensity", "8"}) == 0);
    CHECK(person.out.starts_with("changed " + id));
    CHECK(person.run({"list"}) == 0);
    CHECK(person.out.starts_with(id));
    CHECK(person.out.contains("intensity 8  with sam"));
    CHECK_FALSE(person.out.contains("draft"));
    CHECK(person.run({"undo"}) == 0);
    CHECK(person.run({"list", "--kind", "draft", "--porcelain"}) == 0);
    CHECK(person.out.contains("He left"));
}

TEST_CASE("a follow-up needs no secret and points to its entry") {
    Person person;
    CHECK(person.run({"log", "He left"}) == 0);
    person.forget_key();
    CHECK(person.run({"follow", "last", "He", "called", "--better"}) == 0);
    CHECK(person.out.starts_with("followed "));
    CHECK(person.run({"follow"}) == 2);
    person.fake.environment.variables["ATTUNE_KEY_FILE"] = "/home/ana/key";
    CHECK(person.run({"show", "last"}) == 0);
    CHECK(person.out.contains("follows-up"));
    CHECK(person.run({"follow", "ffffffff", "words"}) == 5);
    CHECK(person.err.contains("kept as draft "));
}

}  // namespace attune::cli
