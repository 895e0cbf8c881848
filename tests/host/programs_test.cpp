#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "attune/host/posix.hpp"

namespace attune::host {

namespace {

/// A folder of its own, removed at the end.
class Folder {
  public:
    Folder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "attune-programs-XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path); }
    std::string path;
};

}  // namespace

TEST_CASE("a program is found in PATH with its links followed, and what is none is not found") {
    const auto programs = make_posix_programs();
    const auto shell = programs->find("sh");
    REQUIRE(shell.has_value());
    CHECK(*shell == std::filesystem::canonical("/bin/sh").string());
    CHECK(programs->find("/bin/sh") == shell);
    CHECK_FALSE(programs->find("no-such-program-here").has_value());
    CHECK_FALSE(programs->find("/etc").has_value());
    const Folder folder;
    std::ofstream(folder.path + "/words") << "no program";
    std::filesystem::permissions(folder.path + "/words", std::filesystem::perms::owner_read);
    CHECK_FALSE(programs->find(folder.path + "/words").has_value());
    CHECK_FALSE(programs->find("").has_value());
}

TEST_CASE("a program runs with its arguments, and how it ended comes back") {
    const auto programs = make_posix_programs();
    const std::string shell = *programs->find("sh");
    const auto ended = programs->run(shell, "sh", {"-c", "exit \"$1\"", "sh", "7"});
    REQUIRE(ended.has_value());
    CHECK(ended->code == 7);
    CHECK_FALSE(ended->by_signal);
    CHECK_FALSE(ended->is_success());
    CHECK(programs->run(shell, "sh", {"-c", "true"})->is_success());
    const auto killed = programs->run(shell, "sh", {"-c", "kill -9 $$"});
    REQUIRE(killed.has_value());
    CHECK(killed->by_signal);
    CHECK(killed->code == SIGKILL);
}

TEST_CASE("a program that cannot be started is an error and not an exit code") {
    const Folder folder;
    const std::string path = folder.path + "/nonsense";
    std::ofstream(path) << "#!/no/such/interpreter\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    const auto ended = make_posix_programs()->run(path, "nonsense", {});
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().kind == ErrorKind::Io);
}

TEST_CASE("wiping removes a file, and a link is not followed") {
    const Folder folder;
    const auto files = make_posix_files();
    const std::string path = folder.path + "/words";
    const std::string other = folder.path + "/other";
    std::ofstream(path) << std::string(10'000, 'x');
    std::ofstream(other) << "kept";
    // A second name shows what became of the bytes.
    std::filesystem::create_hard_link(path, folder.path + "/same");
    CHECK(files->wipe(path).has_value());
    CHECK_FALSE(std::filesystem::exists(path));
    std::ifstream same(folder.path + "/same");
    const std::string left((std::istreambuf_iterator<char>(same)), {});
    CHECK(left == std::string(10'000, '\0'));
    std::filesystem::create_symlink(other, folder.path + "/link");
    CHECK_FALSE(files->wipe(folder.path + "/link").has_value());
    CHECK(std::filesystem::file_size(other) == 4);
}

TEST_CASE("a new folder is the person's own and must not be there before") {
    const Folder folder;
    const auto files = make_posix_files();
    const std::string path = folder.path + "/new";
    CHECK(files->make_new_folder(path).has_value());
    CHECK(files->info(path)->mode == 0700);
    CHECK_FALSE(files->make_new_folder(path).has_value());
    CHECK_FALSE(files->make_new_folder(folder.path + "/no/such").has_value());
    CHECK(files->remove_folder(path).has_value());
    CHECK_FALSE(files->info(path).has_value());
}

TEST_CASE("memory and disk are told apart") {
    const auto files = make_posix_files();
    CHECK_FALSE(files->in_memory("/no/such/folder"));
    CHECK_FALSE(files->in_memory("/proc"));
    if (std::filesystem::exists("/dev/shm")) CHECK(files->in_memory("/dev/shm"));
}

}  // namespace attune::host
