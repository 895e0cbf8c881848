#include "cli/interview.hpp"

#include <doctest/doctest.h>

#include "support/fake_host.hpp"

namespace attune::cli {

namespace {

/// A terminal on which somebody types lines.
struct Typing {
    test::FakeHost fake;
    GlobalOptions global;

    explicit Typing(std::deque<std::string> lines) {
        fake.terminal.answers = std::move(lines);
        fake.terminal.in_terminal = fake.terminal.err_terminal = true;
        fake.terminal.out_terminal = fake.terminal.controlling_terminal = true;
        global.color = "never";
    }
    Interviewed ask(std::vector<Question> questions, Replies earlier = {}) {
        Context context(fake.host, global);
        auto asked = interview(context, std::move(questions), std::move(earlier), "give flags");
        REQUIRE(asked.has_value());
        return *asked;
    }
    [[nodiscard]] std::size_t times_shown(const std::string& text) const {
        std::size_t count = 0;
        for (std::size_t at = 0; (at = fake.terminal.told.find(text, at)) != std::string::npos;
             ++at)
            ++count;
        return count;
    }
};

Question text(std::string id) {
    return {.id = id, .text = id + "?", .explanation = "about " + id};
}

Question list(std::string id, std::vector<Rating> ratings = {}) {
    return {.id = id,
            .text = id + "?",
            .explanation = "about " + id,
            .answering = Answering::Several,
            .choices = {{"hurt", "hurt"}, {"sad", "sad"}, {"calm", "calm"}},
            .ratings = std::move(ratings)};
}

const Rating kTen{"", 0, 10, "none", "most"};

}  // namespace

TEST_CASE("Enter skips and a skipped question leaves nothing behind") {
    Typing typing({"", "two", ""});
    const Interviewed asked = typing.ask({text("a"), text("b"), text("c")});
    CHECK(asked.finished);
    CHECK(asked.replies.size() == 1);
    CHECK(asked.replies.at("b").text == "two");
    CHECK(typing.times_shown("2 of 3: b?") == 1);
}

TEST_CASE("b goes back, Enter keeps what was said there, and - takes it away") {
    Typing typing({"one", "b", "", "two", "b", "b", "-", "", ""});
    const Interviewed asked = typing.ask({text("a"), text("b"), text("c")});
    CHECK(asked.finished);
    CHECK(typing.times_shown("Enter keeps: one") == 2);
    CHECK_FALSE(asked.replies.contains("a"));
    CHECK(asked.replies.at("b").text == "two");
}

TEST_CASE("b at the first question asks it again") {
    Typing typing({"b", "b", "one"});
    CHECK(typing.ask({text("a")}).replies.at("a").text == "one");
}

TEST_CASE("q leaves with what was said; \\q is the letter") {
    Typing typing({"\\q", "\\?", "q", "never"});
    const Interviewed asked = typing.ask({text("a"), text("b"), text("c"), text("d")});
    CHECK_FALSE(asked.finished);
    CHECK_FALSE(asked.interrupted);
    CHECK(asked.replies.at("a").text == "q");
    CHECK(asked.replies.at("b").text == "?");
    CHECK(asked.replies.size() == 2);
}

TEST_CASE("Ctrl-C keeps the line it breaks off, as an answer where it is one") {
    Typing typing({"one", "half a sen\x03"});
    const Interviewed asked = typing.ask({text("a"), text("b")});
    CHECK(asked.interrupted);
    CHECK(asked.replies.at("b").text == "half a sen");
    CHECK(asked.unfinished.empty());

    Typing number({"nine or s\x03"});
    const Interviewed broken = number.ask({{.id = "n",
                                            .text = "n?",
                                            .explanation = "",
                                            .answering = Answering::Scale,
                                            .low = 0,
                                            .high = 10}});
    CHECK(broken.replies.empty());
    CHECK(broken.unfinished == "nine or s");
}

TEST_CASE("a question mark explains and asks again without showing the list twice") {
    Typing typing({"?", "1"});
    const Interviewed asked = typing.ask({list("f")});
    CHECK(typing.times_shown("about f") == 1);
    CHECK(typing.times_shown("1 hurt") == 1);
    CHECK(asked.replies.at("f").picks == std::vector<Pick>{{"hurt", {}}});
}

TEST_CASE("each picked word is asked for its number, and those typed with it are not") {
    Typing typing({"1 sad=4 3", "11", "x", "7", ""});
    const Interviewed asked = typing.ask({list("f", {kTen})});
    CHECK(asked.replies.at("f").picks ==
          std::vector<Pick>{{"hurt", {7}}, {"sad", {4}}, {"calm", {std::nullopt}}});
    CHECK(typing.times_shown("a whole number from 0 to 10") == 2);
}

TEST_CASE("two numbers of one word are asked in turn; b leads back to the list") {
    Typing typing({"1", "7", "b", "2", "6", "3"});
    const Interviewed asked = typing.ask({list("c", {kTen, kTen})});
    CHECK(asked.replies.at("c").picks == std::vector<Pick>{{"sad", {6, 3}}});
}

TEST_CASE("numbers out of range and numbers where none belong are said and asked again") {
    Typing typing({"hurt=11", "hurt=-1", "hurt=7-4", "hurt=7"});
    CHECK(typing.ask({list("f", {kTen})}).replies.at("f").picks ==
          std::vector<Pick>{{"hurt", {7}}});
    CHECK(typing.times_shown("'hurt' takes whole numbers from 0 to 10") == 3);
    Typing plain({"hurt=7", "hurt"});
    CHECK(plain.ask({list("f")}).replies.at("f").picks.size() == 1);
    CHECK(plain.times_shown("these words take no numbers") == 1);
}

TEST_CASE("a word that is in no list is kept after saying so, as a slug") {
    Typing typing({"Being Left Out, sadd, !!!", "Being Left Out, sadd"});
    const Interviewed asked = typing.ask({list("f")});
    CHECK(asked.replies.at("f").picks == std::vector<Pick>{{"being-left-out", {}}, {"sadd", {}}});
    CHECK(typing.times_shown("(the nearest is 'sad')") == 1);
    Question closed = list("f");
    closed.own_words = false;
    Typing refused({"foggy", "sad"});
    CHECK(refused.ask({closed}).replies.at("f").picks == std::vector<Pick>{{"sad", {}}});
    Question names = list("p");
    names.choices.clear();
    names.own_names = true;
    Typing named({"Zoë 👩‍👩‍👧, 李雷"});
    CHECK(named.ask({names}).replies.at("p").picks ==
          std::vector<Pick>{{"Zoë 👩‍👩‍👧", {}}, {"李雷", {}}});
}

TEST_CASE("a filter shows what has the word, with the numbers of the list") {
    Typing typing({"/sa", "/zz", "2"});
    const Interviewed asked = typing.ask({list("f")});
    CHECK(typing.times_shown("  2 sad\n> ") == 1);
    CHECK(typing.times_shown("nothing with 'zz' in it") == 1);
    CHECK(asked.replies.at("f").picks == std::vector<Pick>{{"sad", {}}});
}

TEST_CASE("one of a list takes one") {
    Question question = list("r");
    question.answering = Answering::One;
    Typing typing({"1 2", "2"});
    CHECK(typing.ask({question}).replies.at("r").picks == std::vector<Pick>{{"sad", {}}});
}

TEST_CASE("scales, numbers and yes or no take what they ask for") {
    const Question scale{.id = "s",
                         .text = "s?",
                         .explanation = "",
                         .answering = Answering::Scale,
                         .low = 0,
                         .high = 10,
                         .low_word = "old",
                         .high_word = "now"};
    Typing typing({"11", "2.5", "ten", "8"});
    CHECK(typing.ask({scale}).replies.at("s").number == 8);
    CHECK(typing.times_shown("0 old ... 10 now > ") == 4);
    Question open{.id = "n", .text = "n?", .explanation = "", .answering = Answering::Number};
    open.whole = false;
    Typing number({"-2.5"});
    CHECK(number.ask({open}).replies.at("n").number == -2.5);
    const Question yes{.id = "y", .text = "y?", .explanation = "", .answering = Answering::YesNo};
    Typing word({"maybe", "No"});
    CHECK(word.ask({yes}).replies.at("y").number == 0);
}

TEST_CASE(
    "what was said stays in sight of the later questions, and is told by ? where lines are read") {
    Question what = text("what");
    what.recalled = true;
    Typing typing({"He left\x1b[2J early", "", ""});
    typing.ask({what, text("b"), text("c")});
    CHECK(typing.times_shown("He left\\x1b[2J early\n") == 2);
    Typing heard({"He left early", "?", "", ""});
    heard.global.accessible = true;
    heard.ask({what, text("b"), text("c")});
    CHECK(heard.times_shown("  He left early\n") == 1);
}

TEST_CASE("conditions and what depends on answers are looked at when a question is reached") {
    Question found = list("found");
    found.when = [](const Replies& replies) { return replies.contains("a"); };
    found.prepare = [](Question& question, const Replies& replies) {
        question.choices = {{"x", replies.at("a").text}};
    };
    Typing typing({"fog", "1"});
    CHECK(typing.ask({text("a"), found}).replies.at("found").picks == std::vector<Pick>{{"x", {}}});
    CHECK(typing.times_shown("1 fog") == 1);
    Typing skipped({""});
    CHECK(skipped.ask({text("a"), found}).finished);
}

TEST_CASE("what a check refuses is asked again with its hint") {
    Question date = text("d");
    date.check = [](const std::string& typed) -> Result<std::string> {
        if (typed == "now") return std::string("2026-03-01");
        return fail(ErrorKind::Usage, "no date I know", "try now");
    };
    Typing typing({"soon", "now"});
    CHECK(typing.ask({date}).replies.at("d").text == "2026-03-01");
    CHECK(typing.times_shown("no date I know\ntry now\n") == 1);
}

TEST_CASE("earlier replies are what Enter keeps") {
    Typing typing({"", "b", "new", ""});
    Replies earlier;
    earlier["a"].text = "old";
    const Interviewed asked = typing.ask({text("a"), text("b")}, earlier);
    CHECK(asked.replies.at("a").text == "new");
    CHECK(typing.times_shown("Enter keeps: old") == 2);
}

TEST_CASE("where no questions may be asked the flags are named") {
    test::FakeHost fake;
    Context context(fake.host, {});
    const auto asked = interview(context, {text("a")}, {}, "give the answers as flags");
    REQUIRE_FALSE(asked.has_value());
    CHECK(asked.error().kind == ErrorKind::Usage);
    CHECK(asked.error().hint == "give the answers as flags");
    CHECK(fake.terminal.told.empty());
}

TEST_CASE("only ASCII is shown where the screen has nothing else") {
    Typing typing({"Zoë … 👍", ""});
    typing.global.ascii = true;
    Question what = text("wh…t");
    what.recalled = true;
    typing.ask({what, text("b")});
    for (const char c : typing.fake.terminal.told)
        CHECK(static_cast<unsigned char>(c) < 0x80);
}

}  // namespace attune::cli
