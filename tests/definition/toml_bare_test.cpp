#include "definition/toml_bare.hpp"

#include <doctest/doctest.h>

#include "definition/toml_reader.hpp"

using namespace attune::definition;

namespace {

Position at(std::string_view text) {
    return find_bare_letter(text).value_or(Position{0, 0});
}
constexpr Position kNone{0, 0};

}  // namespace

TEST_CASE("letters beyond ASCII are welcome in quotes and comments") {
    CHECK(at("a = \"é\" # ü\n'ß' = 'ö'\n") == kNone);
    CHECK(at("a = \"\"\"é\n\"é\" é\"\"\"\n") == kNone);
    CHECK(at("a = '''é\n'é' é'''\n") == kNone);
    CHECK(at("a = \"\\\"é\"") == kNone);
    CHECK(at("a = \"\\é\"") == kNone);
    CHECK(at("a = \"\"\"é\"\"\"\"\"\nb = \"é\"") == kNone);
    CHECK(at("\xEF\xBB\xBF"
             "a = 1") == kNone);
    CHECK(at("a = \"\"\nb = ''") == kNone);
}

TEST_CASE("a letter beyond ASCII outside of quotes is found with its place") {
    CHECK(at("é = 1") == Position{1, 1});
    CHECK(at("a = 1\n  naïve = 2") == Position{2, 5});
    CHECK(at("a = \"é\" ü") == Position{1, 9});
    CHECK(at("a = '\\'ü") == Position{1, 8});
    CHECK(at("a = \"never closed é\nü = 1") == Position{2, 1});
    CHECK(at("a = \"\"\"é\n\"\"\"é") == Position{2, 4});
    CHECK(at("a = \"\"é") == Position{1, 7});
}

TEST_CASE(
    "reading a key with a bare letter is a problem with a place, not the end of the program") {
    const auto read = read_toml("id = \"x\"\nconstr\xD2\x89 = 1\n", "mood.toml");
    REQUIRE(read.problems.size() == 1);
    CHECK_FALSE(read.value.has_value());
    CHECK(read.problems[0].where() == "mood.toml:2:7");
}

TEST_CASE("a table whose name begins with a sign is a problem with a place, in every build") {
    for (const char* text : {"a = 1\n[:b]\n", "a = 1\n[[:b]]\n", "a = 1\n[b.:c]\n"}) {
        CAPTURE(text);
        const auto read = read_toml(text, "mood.toml");
        REQUIRE(read.problems.size() == 1);
        CHECK_FALSE(read.value.has_value());
        CHECK(read.problems[0].at.line == 2);
    }
}

TEST_CASE("a letter behind a quote in the middle of a number is a problem with a place") {
    const auto read = read_toml("a = -92>8.[a\"\xEF\xBB\xA4r\"=\"c\"\n", "mood.toml");
    REQUIRE(read.problems.size() == 1);
    CHECK(read.problems[0].at.line == 1);
}
