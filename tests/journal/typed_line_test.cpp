#include "attune/journal/typed_line.hpp"

#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

#include <doctest/doctest.h>

namespace attune::journal {

namespace {

using Strings = std::vector<std::string>;
using Feelings = std::vector<FeelingSign>;
using Copings = std::vector<CopingSign>;

bool is_plain(const TypedLine& line) {
    return line.people.empty() && line.triggers.empty() && line.feelings.empty() &&
           line.copings.empty();
}

/// Sentences of people, one a line; tests/program/prose_test.py gives the same to the program.
Strings prose() {
    const char* root = std::getenv("ATTUNE_SOURCE_DIR");
    std::ifstream file(std::string(root != nullptr ? root : ".") + "/tests/journal/prose.txt");
    Strings lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    lines.emplace_back("line one\n\nline two ends in 5=five");
    return lines;
}

}  // namespace

TEST_CASE("the signs at the end are taken off and understood") {
    const auto line =
        parse_typed_line("He cancelled dinner again @sam %plans-changed hurt=7 anxious=8 +breath");
    CHECK(line.text == "He cancelled dinner again");
    CHECK(line.people == Strings{"sam"});
    CHECK(line.triggers == Strings{"plans-changed"});
    CHECK(line.feelings == Feelings{{"hurt", 7}, {"anxious", 8}});
    CHECK(line.copings == Copings{{"breath", {}}});
    CHECK(line.near_misses.empty());
}

TEST_CASE("a coping carries its intensity before and after") {
    const auto line = parse_typed_line("Walked it off +walk=7-4 +breath=10-0");
    CHECK(line.copings ==
          Copings{{"walk", CopingSign::Intensity{7, 4}}, {"breath", CopingSign::Intensity{10, 0}}});
    CHECK(line.text == "Walked it off");
}

TEST_CASE("a hash means a trigger too") {
    const auto line = parse_typed_line("No answer #Late-Reply");
    CHECK(line.text == "No answer");
    CHECK(line.triggers == Strings{"late-reply"});
}

TEST_CASE("signs inside the prose are coded and the words stay") {
    const auto line =
        parse_typed_line("Told @Sam about the %silence, (@alex) heard. \"#conflict\" then peace");
    CHECK(line.text == "Told @Sam about the %silence, (@alex) heard. \"#conflict\" then peace");
    CHECK(line.people == Strings{"Sam", "alex"});
    CHECK(line.triggers == Strings{"silence", "conflict"});
}

TEST_CASE("numbers and coping count only in the run at the end") {
    const auto line = parse_typed_line("hurt=7 was what I wrote +breath in my notes @sam");
    CHECK(line.text == "hurt=7 was what I wrote +breath in my notes");
    CHECK(line.feelings.empty());
    CHECK(line.copings.empty());
    CHECK(line.people == Strings{"sam"});
}

TEST_CASE("names are letters of any script") {
    const auto line = parse_typed_line(
        "\u0421\u043F\u043E\u0440 @\u041E\u043B\u044F %\u00DCbergangen w\u00FCtend=6 "
        "+\u6563\u6B69");
    CHECK(line.text == "\u0421\u043F\u043E\u0440");
    CHECK(line.people == Strings{"\u041E\u043B\u044F"});
    CHECK(line.triggers == Strings{"\u00FCbergangen"});
    CHECK(line.feelings == Feelings{{"w\u00FCtend", 6}});
    CHECK(line.copings == Copings{{"\u6563\u6B69", {}}});
}

TEST_CASE("a line of signs alone has no text") {
    const auto line = parse_typed_line("  @sam hurt=7\n");
    CHECK(line.text.empty());
    CHECK(line.people == Strings{"sam"});
    CHECK(line.feelings == Feelings{{"hurt", 7}});
    CHECK(parse_typed_line("") == TypedLine{});
}

TEST_CASE("nothing is named twice and the last number counts") {
    const auto line =
        parse_typed_line("With @Sam @sam @SAM %silence %Silence hurt=7 hurt=5 +walk=8-2 +walk");
    CHECK(line.people == Strings{"Sam"});
    CHECK(line.triggers == Strings{"silence"});
    CHECK(line.feelings == Feelings{{"hurt", 5}});
    CHECK(line.copings == Copings{{"walk", CopingSign::Intensity{8, 2}}});
}

TEST_CASE("white space inside the prose is kept and only the run's own goes") {
    CHECK(parse_typed_line("  one\n\n  two\t three   @sam ").text == "  one\n\n  two\t three");
    CHECK(parse_typed_line("one \n").text == "one \n");
}

TEST_CASE("literal text is coded by nothing") {
    const auto line = parse_typed_line("call @sam hurt=7", {.literal = true});
    CHECK(line.text == "call @sam hurt=7");
    CHECK(is_plain(line));
}

TEST_CASE("a number off the scale stays text and is pointed out") {
    const auto line = parse_typed_line("He left @alex hurt=11 +breath=7 @sam");
    CHECK(line.text == "He left @alex hurt=11 +breath=7");
    CHECK(line.people == Strings{"alex", "sam"});
    CHECK(line.feelings.empty());
    CHECK(line.near_misses == Strings{"hurt=11", "+breath=7"});
    CHECK(parse_typed_line("hurt=7.5").near_misses == Strings{"hurt=7.5"});
    CHECK(parse_typed_line("Room b=7").near_misses.empty());
    CHECK(parse_typed_line("hurt=11 then quiet").near_misses.empty());
}

TEST_CASE("prose that only looks like signs stays untouched") {
    const Strings corpus = prose();
    CHECK(corpus.size() >= 80);
    for (const std::string& sentence : corpus) {
        CAPTURE(sentence);
        const auto line = parse_typed_line(sentence);
        CHECK(line.text == sentence);
        CHECK(is_plain(line));
    }
}

TEST_CASE("text without sign characters comes back byte for byte") {
    std::mt19937 random(20260301);
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        const auto length = random() % 60;
        for (unsigned i = 0; i < length; ++i) {
            const char c = static_cast<char>(random() % 256);
            if (std::string_view("@%#+=").find(c) == std::string_view::npos) text.push_back(c);
        }
        const auto line = parse_typed_line(text);
        REQUIRE(line.text == text);
        REQUIRE(is_plain(line));
    }
}

TEST_CASE("the text is always the start of what was typed and the rest is signs alone") {
    std::mt19937 random(7);
    const Strings pieces = {"@sam", "%late", "#x", "hurt=7",  "+walk",       "+walk=7-4", "word",
                            "x=2",  "he",    "@",  "hurt=11", "\u00FCber=3", "(@a)",      ".",
                            " ",    "\n",    "  ", "\xFF",    "\t",          "@b."};
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        const auto count = random() % 12;
        for (unsigned i = 0; i < count; ++i) {
            text += pieces[random() % pieces.size()];
            if (random() % 3 != 0) text += ' ';
        }
        const auto line = parse_typed_line(text);
        REQUIRE(text.starts_with(line.text));
        // What was taken off stands for nothing but signs: read alone it leaves no text.
        REQUIRE(parse_typed_line(text.substr(line.text.size())).text.find_first_not_of(" \t\n") ==
                std::string::npos);
        // Reading the remaining text again takes nothing more off it.
        REQUIRE(parse_typed_line(line.text).text == line.text);
    }
}

}  // namespace attune::journal
