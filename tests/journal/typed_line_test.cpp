#include "attune/journal/typed_line.hpp"

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
    const Strings corpus = {
        "Monday: he said he would call",
        "March: I walked out of the room",
        "[2020-01-01] quoted from an old letter",
        "Fight at 7",
        "Yesterday he was kind, today not",
        "9pm and still no answer",
        "at noon: the phone rang twice",
        "write to sam@example.org tomorrow",
        "his new address is <sam.lee@mail.example>",
        "we both write C# and F# for a living",
        "dinner was 5 +3 euros",
        "then x=2",
        "and y=10",
        "the answer is x = 5",
        "2+2=4 he said",
        "it cost 49.99 and I was 100% sure",
        "50% off, as if that helped",
        "he is #1, I am number 2",
        "see you @ 5",
        "lunch @ noon @ 12:30",
        "that face >:@ again",
        "@_@ all day",
        "@}--",
        "%) said his message",
        "o_O and (-_-) and :-)",
        "<3 <3 <3",
        ":-/ ... +1",
        "grade A+",
        "C++ at night",
        "a +/- b",
        "+49 170 1234567 called",
        "@sam's mother was there",
        "twitter.com/@sam",
        "@sam@social.example",
        "ssh sam@host:22",
        "100%sure",
        "%5d in the log",
        "hurt=11",
        "hurt=-1",
        "hurt=07",
        "hurt=",
        "hurt = 7",
        "hurt=7, anxious=8, then sleep",
        "+breath=7",
        "+breath=7-11",
        "+ breath",
        "I want to forget it",
        "log off and report sick",
        "note to self: search for calm",
        "follow him home, list the reasons",
        "edit delete undo show sql",
        "quiz night, then practice and a program",
        "measure twice, observe once",
        "export import store unlock lock key",
        "config vocab people support completion doctor help init pause",
        "[a,b] and {a}",
        "-x and --y and --",
        "--with sam He left",
        "$HOME and `date` and $(ls)",
        "He said: \"why = because\"",
        "https://example.org/?a=1&b=2#top",
        "#123 #4 #",
        "@ % # + =",
        "@@sam %%d ##a ++b",
        "am=pm?",
        "1st, 2nd and 23rd time",
        "\u4ED6\u53C8\u53D6\u6D88\u4E86",
        "l\u2019amour\u2026 100 %",
        "\U0001F614\U0001F614 again",
        "line one\n\nline two ends in 5=five",
    };
    CHECK(corpus.size() >= 60);
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
