#include "cli/edit_session.hpp"

#include <deque>

#include <doctest/doctest.h>

#include "attune/cli/run.hpp"
#include "support/fake_host.hpp"

namespace attune::cli {

namespace {

using Strings = std::vector<std::string>;

constexpr const char* kRun = "/run/user/1000";

/// Somebody at a terminal whose editor is a function of the test.
struct Writer {
    test::FakeHost fake;
    std::string out;
    std::string err;
    /// What the editor makes of the text, one call after the other; nothing leaves it alone.
    std::deque<std::function<std::string(std::string)>> edits;
    std::vector<std::string> seen;  ///< what each call of the editor began with
    host::ProgramEnd end;

    Writer() {
        fake.files.put("/home/ana/keep", "");
        fake.files.put(std::string(kRun) + "/bus", "");
        fake.files.memory_folders = {kRun};
        fake.environment.variables["XDG_RUNTIME_DIR"] = kRun;
        fake.environment.variables["ATTUNE_KEY_FILE"] = "/home/ana/key";
        fake.environment.variables["EDITOR"] = "vim";
        fake.terminal.in_terminal = fake.terminal.err_terminal = true;
        fake.programs.found = {{"vim", "/usr/bin/vim.basic"}};
        fake.programs.body = [this](const test::ScriptedPrograms::Call& call) {
            const std::string& path = call.arguments.back();
            CHECK(path.starts_with(std::string(kRun) + "/attune-edit-"));
            CHECK(fake.files.info(host::parent_folder(path))->mode == 0700);
            seen.push_back(fake.files.get(path));
            if (!edits.empty()) {
                fake.files.put(path, edits.front()(seen.back()));
                edits.pop_front();
            }
            return end;
        };
        CHECK(run({"init", "--key-file", "/home/ana/key", "--no-passphrase", "--no-recovery"}) ==
              0);
        CHECK(run({"log", "He left", "@sam", "hurt=7"}) == 0);
    }
    int run(const Strings& words, std::string input = {}) {
        fake.terminal.out.clear();
        fake.terminal.err.clear();
        fake.terminal.input = std::move(input);
        const int code = cli::run(words, fake.host);
        out = fake.terminal.out;
        err = fake.terminal.err;
        return code;
    }
    void will_replace(const std::string& from, const std::string& to) {
        edits.emplace_back([from, to](std::string text) {
            const auto at = text.find(from);
            REQUIRE(at != std::string::npos);
            return text.replace(at, from.size(), to);
        });
    }
    /// The id behind "attune edit " in what was said.
    [[nodiscard]] std::string draft() const {
        const auto at = err.find("attune edit ");
        return at == std::string::npos ? std::string() : err.substr(at + 12, 4);
    }
    [[nodiscard]] int left_folders() const {
        int count = 0;
        for (const std::string& folder : fake.files.folders)
            count += folder.contains("attune-edit-") ? 1 : 0;
        return count;
    }
    std::string list(const Strings& more) {
        Strings words{"list", "--porcelain"};
        words.insert(words.end(), more.begin(), more.end());
        CHECK(run(words) == 0);
        return out;
    }
    /// The text of the only entry.
    std::string entry() {
        const std::string listed = list({"--kind", "trigger"});
        const auto tab = listed.rfind('\t');
        return listed.substr(tab + 1, listed.size() - tab - 2);
    }
};

}  // namespace

TEST_CASE("what the editor saved is the entry, and nothing of the text is left") {
    Writer writer;
    writer.will_replace("He left", "He walked out");
    CHECK(writer.run({"edit", "last"}) == 0);
    CHECK(writer.out.starts_with("changed "));
    CHECK(writer.seen.front().contains("\nwith: sam\nfeel: hurt=7\n\n=== text\nHe left\n"));
    CHECK(writer.entry() == "He walked out");
    CHECK(writer.left_folders() == 0);
    CHECK(writer.fake.programs.calls.front().name == "vim");
    CHECK(writer.fake.programs.calls.front().arguments.front() == "-n");
    // The change is the newest write.
    CHECK(writer.run({"undo"}) == 0);
    CHECK(writer.entry() == "He left");
}

TEST_CASE("an editor that changes nothing, or empties the text, leaves the entry as it was") {
    Writer writer;
    CHECK(writer.run({"edit", "last"}) == 0);
    CHECK(writer.err == "nothing is changed\n");
    writer.edits.emplace_back([](const std::string&) { return std::string("\n"); });
    CHECK(writer.run({"edit", "last"}) == 0);
    CHECK(writer.err == "nothing is changed\n");
    CHECK(writer.list({"--kind", "draft"}).empty());
    CHECK(writer.left_folders() == 0);
}

TEST_CASE("a slip is shown with its place, and going on puts it right") {
    Writer writer;
    writer.will_replace("hurt=7", "hurt=77");
    writer.will_replace("hurt=77", "hurt=6");
    CHECK(writer.run({"edit", "last"}, "\n") == 0);
    CHECK(writer.err.contains(".attune:7:7: 'feel' takes a whole number from 0 to 10 behind '='"));
    CHECK(writer.err.contains("go on editing? [Y/n] "));
    REQUIRE(writer.seen.size() == 2);
    CHECK(writer.seen[1].contains("\n#!attune: 'feel' takes"));
    const Strings& arguments = writer.fake.programs.calls[1].arguments;
    CHECK(arguments[arguments.size() - 2] == "+7");
    CHECK(writer.out.contains("hurt 6"));
    CHECK(writer.list({"--kind", "draft"}).empty());
    CHECK(writer.run({"undo"}) == 0);
    CHECK(writer.out.contains("as it was before the change"));
}

TEST_CASE("a slip that is left stays a draft, which opens again where it was") {
    Writer writer;
    writer.will_replace("hurt=7", "hurt=77");
    CHECK(writer.run({"edit", "last"}, "n\n") == 2);
    const std::string draft = writer.draft();
    CHECK(writer.err.contains("kept as draft " + draft));
    CHECK(writer.entry() == "He left");
    CHECK(writer.left_folders() == 0);
    // Without a terminal the place is told, and the draft stays.
    writer.fake.terminal.in_terminal = false;
    CHECK(writer.run({"edit", draft}) == 2);
    CHECK(writer.err.contains(draft + ".attune:3:7: 'feel' takes"));
    writer.fake.terminal.in_terminal = true;
    writer.will_replace("hurt=77", "hurt=5");
    CHECK(writer.run({"edit", draft}) == 0);
    CHECK(writer.seen.back().contains("#!attune: 'feel' takes"));
    CHECK(writer.out.contains("hurt 5"));
    CHECK(writer.list({"--kind", "draft"}).empty());
}

TEST_CASE("going on with a draft that is still wrong keeps the newest words in one draft") {
    Writer writer;
    writer.will_replace("hurt=7", "hurt=77");
    CHECK(writer.run({"edit", "last"}, "n\n") == 2);
    const std::string draft = writer.draft();
    writer.will_replace("He left", "He left at once");
    CHECK(writer.run({"edit", draft}, "n\n") == 2);
    CHECK(writer.draft() == draft);
    const std::string drafts = writer.list({"--kind", "draft"});
    CHECK(drafts.contains("He left at once"));
    CHECK(std::count(drafts.begin(), drafts.end(), '\n') == 1);
}

TEST_CASE("an editor that crashes or says no keeps what it saved as a draft") {
    for (const host::ProgramEnd end : {host::ProgramEnd{9, true}, host::ProgramEnd{1, false}}) {
        Writer writer;
        writer.end = end;
        CHECK(writer.run({"edit", "last"}) == 1);
        CHECK(writer.draft().empty());
        writer.will_replace("He left", "He slammed the door");
        CHECK(writer.run({"edit", "last"}) == 1);
        CHECK(writer.err.contains(end.by_signal ? "was ended by signal 9" : "ended with code 1"));
        const std::string draft = writer.draft();
        CHECK(writer.entry() == "He left");
        CHECK(writer.left_folders() == 0);
        // The text was fine: it needs no editor to become the entry.
        writer.fake.terminal.in_terminal = false;
        CHECK(writer.run({"edit", draft, "--with", "jo"}) == 0);
        CHECK(writer.out.contains("with sam, jo"));
        CHECK(writer.entry() == "He slammed the door");
        CHECK(writer.list({"--kind", "draft"}).empty());
    }
}

TEST_CASE("where no folder is in memory the editor is refused and the flags are named") {
    Writer writer;
    writer.fake.files.memory_folders.clear();
    CHECK(writer.run({"edit", "last"}) == 2);
    CHECK(writer.err.contains("there is no folder in memory"));
    CHECK(writer.err.contains("--feel hurt=6"));
    CHECK(writer.seen.empty());
    CHECK(writer.left_folders() == 0);
}

TEST_CASE("no terminal, no editor: each is said and names what to do") {
    Writer writer;
    writer.fake.terminal.in_terminal = false;
    CHECK(writer.run({"edit", "last"}) == 2);
    CHECK(writer.err.contains("an editor needs a terminal"));
    writer.fake.terminal.in_terminal = true;
    CHECK(writer.run({"edit", "last", "--no-input"}) == 2);
    writer.fake.environment.variables["VISUAL"] = "nosuch";
    CHECK(writer.run({"edit", "last"}) == 2);
    CHECK(writer.err.contains("the editor that VISUAL names is not there"));
    writer.fake.environment.variables.erase("VISUAL");
    writer.fake.environment.variables.erase("EDITOR");
    writer.fake.programs.found.clear();
    CHECK(writer.run({"edit", "last"}) == 2);
    CHECK(writer.err.contains("there is no editor here"));
    CHECK(writer.seen.empty());
}

TEST_CASE("a program that cannot be started is an error and leaves nothing") {
    Writer writer;
    writer.fake.programs.body = nullptr;
    CHECK(writer.run({"edit", "last"}) == 74);
    CHECK(writer.left_folders() == 0);
    CHECK(writer.list({"--kind", "draft"}).empty());
}

TEST_CASE("an unknown editor is used, with a word that it may write copies") {
    Writer writer;
    writer.fake.environment.variables["VISUAL"] = "'my ed' --wait";
    writer.fake.programs.found["my ed"] = "/opt/my ed";
    CHECK(writer.run({"edit", "last"}) == 0);
    CHECK(writer.err.contains("'my ed' from writing copies"));
    CHECK(writer.fake.programs.calls.back().arguments.front() == "--wait");
}

TEST_CASE("words that cannot be sealed stay in memory and the place is told") {
    Writer writer;
    writer.will_replace("hurt=7", "hurt=77");
    writer.fake.files.fault = [](test::FileStep step, const std::string& path,
                                 int) -> std::optional<Error> {
        if (step == test::FileStep::Write && !path.contains("attune-edit-"))
            return Error{ErrorKind::Io, "disk full"};
        return std::nullopt;
    };
    // Nothing can be written anywhere else, not even beside the store.
    writer.fake.files.memory_folders = {kRun};
    CHECK(writer.run({"edit", "last"}, "n\n") == 2);
    CHECK(writer.err.contains("stays in memory, in '" + std::string(kRun) + "/attune-edit-"));
    CHECK(writer.left_folders() == 1);
    // As soon as there is room again the words are sealed and the text is gone.
    writer.fake.files.fault = nullptr;
    CHECK(writer.run({"list"}) == 0);
    CHECK(writer.err.contains("an edit that was cut off is kept as draft"));
    CHECK(writer.left_folders() == 0);
    CHECK(writer.list({"--kind", "draft"}).contains("hurt=77"));
}

TEST_CASE("a text that a killed attune left is kept when it was changed, and wiped in any case") {
    const auto leave = [](Writer& writer, const std::string& words, bool locked) {
        // What a kill -9 leaves: the folder as it was while the editor ran.
        std::map<std::string, std::string> copy;
        std::set<std::string> folders;
        writer.edits.emplace_back([&](std::string text) {
            if (!words.empty()) text = text.replace(text.find("He left"), 7, words);
            for (const auto& node : writer.fake.files.nodes) {
                if (node.first.contains("attune-edit-"))
                    copy[node.first] = writer.fake.files.get(node.first);
            }
            for (auto& entry : copy) {
                if (entry.first.ends_with("entry.attune")) entry.second = text;
            }
            return std::string();
        });
        CHECK(writer.run({"edit", "last"}) == 0);
        REQUIRE(copy.size() >= 2);
        for (const auto& entry : copy) {
            writer.fake.files.put(entry.first, entry.second);
            if (locked) {
                writer.fake.files.locked.insert(host::parent_folder(entry.first) + "/lock");
            }
        }
        CHECK(writer.left_folders() == 1);
    };
    {
        Writer writer;
        leave(writer, "He slammed the door", false);
        CHECK(writer.run({"log", "later"}) == 0);
        CHECK(writer.err.contains("an edit that was cut off is kept as draft"));
        CHECK(writer.left_folders() == 0);
        CHECK(writer.list({"--kind", "draft"}).contains("He slammed the door"));
        CHECK(writer.run({"list"}) == 0);
        CHECK_FALSE(writer.err.contains("cut off"));
    }
    {
        Writer writer;
        leave(writer, "", false);
        CHECK(writer.run({"list"}) == 0);
        CHECK_FALSE(writer.err.contains("cut off"));
        CHECK(writer.left_folders() == 0);
    }
    {
        Writer writer;
        leave(writer, "He slammed the door", true);  // somebody edits it right now
        CHECK(writer.run({"list"}) == 0);
        CHECK_FALSE(writer.err.contains("cut off"));
        CHECK(writer.left_folders() == 1);
    }
    {
        Writer writer;
        leave(writer, "He slammed the door", false);
        CHECK(writer.run({"--store", "/home/ana/other", "init", "--key-file", "/home/ana/key2",
                          "--no-passphrase", "--no-recovery"}) == 0);
        CHECK(writer.run({"--store", "/home/ana/other", "--key-file", "/home/ana/key2", "list"}) ==
              0);
        CHECK_FALSE(writer.err.contains("cut off"));
        CHECK(writer.left_folders() == 1);  // it belongs to the first store
    }
}

TEST_CASE("a folder that only looks like ours is left alone") {
    Writer writer;
    const std::string folder = std::string(kRun) + "/attune-edit-0123456789abcdef";
    writer.fake.files.put("/tmp/attune-edit-00/entry.attune", "on a disk");
    writer.fake.files.put(folder + "/x", "of another program");
    writer.fake.files.nodes[folder + "/x"]->owned_by_me = false;
    CHECK(writer.run({"list"}) == 0);
    CHECK(writer.fake.files.nodes.contains("/tmp/attune-edit-00/entry.attune"));
}

TEST_CASE("words for log that could not be understood open in the editor") {
    Writer writer;
    CHECK(writer.run({"log", "He came back", "--feel", "hurt=99"}) == 2);
    const std::string draft = writer.draft();
    writer.will_replace("--feel=hurt=99", "--feel=hurt=9");
    CHECK(writer.run({"edit", draft}) == 0);
    CHECK(writer.seen.back() ==
          "#!attune: '--feel' takes a whole number from 0 to 10 behind '='; for example '--feel "
          "hurt=7'\nHe came back\n--feel=hurt=99");
    CHECK(writer.out.contains("hurt 9"));
    CHECK(writer.list({"--kind", "draft"}).empty());
    // Leaving it as it is keeps the draft.
    CHECK(writer.run({"log", "# not a note", "--feel", "hurt=99"}) == 2);
    const std::string second = writer.draft();
    CHECK(writer.run({"edit", second}, "n\n") == 2);
    CHECK(writer.list({"--kind", "draft"}).contains("# not a note"));
}

}  // namespace attune::cli
