#include "cli/editor.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "support/fake_host.hpp"

namespace attune::cli {

TEST_CASE("a command line is taken apart as a shell would") {
    using Words = std::vector<std::string>;
    CHECK(shell_words("vim") == Words{"vim"});
    CHECK(shell_words("  code  --wait ") == Words{"code", "--wait"});
    CHECK(shell_words("'my ed' -c \"set x \\\"y\\\"\" a\\ b ''") ==
          Words{"my ed", "-c", "set x \"y\"", "a b", ""});
    CHECK(shell_words("a'b'\"c\"") == Words{"abc"});
    CHECK(shell_words("") == Words{});
    CHECK_FALSE(shell_words("'open").has_value());
    CHECK_FALSE(shell_words("\"open").has_value());
}

TEST_CASE("every editor that attune knows has its copies turned off") {
    const struct {
        const char* path;
        const char* part;
        bool takes_line;
    } kCases[] = {
        {"/usr/bin/vim.basic", "noswapfile nobackup nowritebackup noundofile viminfo=", true},
        {"/usr/bin/nvim", "-i NONE", true},
        {"/usr/bin/vim.tiny", "-n", true},
        {"/bin/nano", "--ignorercfiles", true},
        {"/usr/bin/emacs-nox", "make-backup-files nil auto-save-default nil", true},
        {"/usr/bin/emacs-28.2", "create-lockfiles nil", true},
        {"/usr/bin/micro", "-backup false -savehistory false", true},
        {"/usr/bin/joe", "-nobackups", true},
        {"/usr/bin/hx", "", false},
    };
    for (const auto& expected : kCases) {
        CAPTURE(expected.path);
        test::FakeHost fake;
        fake.environment.variables["EDITOR"] = "mine -x";
        fake.programs.found["mine"] = expected.path;
        const auto editor = find_editor(fake.host);
        REQUIRE(editor.has_value());
        CHECK(editor->writes_no_copies);
        CHECK(editor->takes_line == expected.takes_line);
        CHECK(editor->name == "mine");
        CHECK(editor->arguments.front() == "-x");
        CHECK(join(editor->arguments, " ").contains(expected.part));
    }
}

TEST_CASE("VISUAL comes before EDITOR, and without both an editor is looked for") {
    test::FakeHost fake;
    fake.programs.found = {{"nano", "/bin/nano"}, {"vim", "/usr/bin/vim.basic"}};
    CHECK(find_editor(fake.host)->name == "nano");
    // A link to something that attune does not know is passed over when nobody asked for it.
    fake.programs.found["editor"] = "/opt/strange";
    CHECK(find_editor(fake.host)->name == "nano");
    fake.environment.variables["EDITOR"] = "vim";
    CHECK(find_editor(fake.host)->name == "vim");
    fake.environment.variables["VISUAL"] = "editor";
    CHECK(find_editor(fake.host)->path == "/opt/strange");
    CHECK_FALSE(find_editor(fake.host)->writes_no_copies);
    fake.environment.variables["VISUAL"] = "  ";
    CHECK(find_editor(fake.host)->name == "vim");
    fake.environment.variables["VISUAL"] = "'open";
    CHECK(find_editor(fake.host).error().kind == ErrorKind::Usage);
}

}  // namespace attune::cli
