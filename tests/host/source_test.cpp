#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "attune/host/posix.hpp"
#include "support/fake_host.hpp"

using namespace attune;

namespace {

/// A folder that is gone when the test is over.
class Scratch {
  public:
    Scratch() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "attune-source-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Scratch() { std::filesystem::remove_all(path_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const {
        return (path_ / name).string();
    }

  private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("an input is read through a link, though a file of the store never is") {
    const Scratch scratch;
    std::ofstream(scratch.file("real.csv")) << "a,b\n1,2\n";
    std::filesystem::create_symlink(scratch.file("real.csv"), scratch.file("link.csv"));
    const auto files = host::make_posix_files();
    CHECK_FALSE(files->open_read(scratch.file("link.csv")).has_value());
    const auto content = files->load_source(scratch.file("link.csv"), 100);
    REQUIRE(content.has_value());
    CHECK(as_text(*content) == "a,b\n1,2\n");
}

TEST_CASE("an input that is missing, a folder or too large is said to be so") {
    const Scratch scratch;
    std::ofstream(scratch.file("large")) << std::string(200'000, 'x');
    const auto files = host::make_posix_files();
    CHECK(files->load_source(scratch.file("none"), 100).error().kind == ErrorKind::NotFound);
    CHECK(files->load_source(scratch.file("."), 100).error().kind == ErrorKind::Io);
    CHECK(files->load_source(scratch.file("large"), 199'999).error().kind == ErrorKind::TooLarge);
    CHECK(files->load_source(scratch.file("large"), 200'000).value().size() == 200'000);
}

TEST_CASE("a source hands out the whole of a file in pieces") {
    test::FakeHost host;
    host.files.put("/in", "0123456789");
    const auto source = host.files.open_source("/in").value();
    Bytes piece(4);
    std::string all;
    for (;;) {
        const std::size_t count = source->read(piece).value();
        if (count == 0) break;
        all += as_text(ByteView(piece).first(count));
    }
    CHECK(all == "0123456789");
}
