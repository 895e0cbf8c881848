#include "cli/arguments.hpp"

#include <doctest/doctest.h>

#include "cli/global_options.hpp"
#include "cli/parser.hpp"

namespace attune::cli {

namespace {

using Strings = std::vector<std::string>;

struct Sample {
    GlobalOptions global;
    OptionSet global_set;
    OptionSet own;
    bool reverse = false;
    std::optional<long long> limit;
    std::optional<std::string> at;
    std::optional<std::string> order;
    Strings with;
    Strings words;

    explicit Sample(bool prose) {
        describe(global_set, global);
        own.flag(reverse, "-r,--reverse", "newest last")
            .number(limit, "--limit", "N", "at most N")
            .text(at, "--at", "WHEN", "when")
            .choice(order, "--order", {"up", "down"}, "order")
            .texts(with, "--with", "PERSON", "who");
        if (prose) {
            own.prose(words, "TEXT", "what happened");
        } else {
            own.arguments(words, "WORD", "words");
        }
    }
    Status parse(const Strings& arguments) { return parse_arguments(arguments, global_set, own); }
    std::string error(const Strings& arguments) {
        const Status status = parse(arguments);
        REQUIRE_FALSE(status);
        CHECK(status.error().kind == ErrorKind::Usage);
        return status.error().message + " | " + status.error().hint;
    }
};

}  // namespace

TEST_CASE("options may stand before, between and behind the words") {
    Sample sample(false);
    REQUIRE(
        sample.parse({"one", "--limit", "5", "two", "-r", "--with=sam", "--with", "alex", "-q"}));
    CHECK(sample.words == Strings{"one", "two"});
    CHECK(sample.limit == 5);
    CHECK(sample.reverse);
    CHECK(sample.with == Strings{"sam", "alex"});
    CHECK(sample.global.quiet);
}

TEST_CASE("brackets, braces and empty values arrive letter for letter") {
    Sample sample(true);
    REQUIRE(
        sample.parse({"[a,b]", "{a}", "--with", "[x,y]", "--with", "", "--at", "", "%%", "++"}));
    CHECK(sample.words == Strings{"[a,b]", "{a}", "%%", "++"});
    CHECK(sample.with == Strings{"[x,y]", ""});
    CHECK(sample.at == "");
    Sample equals(true);
    REQUIRE(equals.parse({"--at=", "He", "left"}));
    CHECK(equals.at == "");
    CHECK(equals.words == Strings{"He", "left"});
}

TEST_CASE("an option takes one value and leaves the words behind it alone") {
    Sample sample(true);
    REQUIRE(sample.parse({"--with", "sam", "He", "left", "-x", "-5"}));
    CHECK(sample.with == Strings{"sam"});
    CHECK(sample.words == Strings{"He", "left", "-x", "-5"});
}

TEST_CASE("two dashes end the options") {
    Sample sample(true);
    REQUIRE(sample.parse({"--limit", "1", "--", "--with", "sam", "--"}));
    CHECK(sample.words == Strings{"--with", "sam", "--"});
    CHECK(sample.with.empty());
}

TEST_CASE("an unknown option is refused with the nearest one") {
    CHECK(Sample(false).error({"--limt", "5"}) ==
          "unknown option '--limt' | the nearest one is '--limit'");
    CHECK(Sample(true).error({"He", "--left"}).starts_with("unknown option '--left'"));
    CHECK(Sample(false).error({"-x"}).starts_with("unknown option '-x'"));
}

TEST_CASE("values are judged in our own words") {
    CHECK(Sample(false).error({"--limit", "many"}) == "'--limit' needs a whole number | ");
    CHECK(Sample(false).error({"--limit"}) == "'--limit' needs a value: N | ");
    CHECK(Sample(false).error({"--with", "--limit", "5"}) == "'--with' needs a value: PERSON | ");
    CHECK(Sample(false).error({"--order", "left"}) ==
          "'--order' does not know that value | one of: up, down");
    CHECK(Sample(false).error({"--at", "x", "--at", "y"}) == "'--at' was given more than once | ");
    CHECK(Sample(false).error({"--reverse=no"}) == "'--reverse' takes no value | ");
}

TEST_CASE("a missing word and a word too many are told apart") {
    std::optional<std::string> file;
    OptionSet own;
    own.required_argument(file, "FILE", "what to read");
    GlobalOptions global;
    OptionSet global_set;
    describe(global_set, global);
    CHECK(parse_arguments({}, global_set, own).error().message == "FILE is missing");
    CHECK(parse_arguments({"a", "b"}, global_set, own).error().message == "unexpected word 'b'");
    REQUIRE(parse_arguments({"-"}, global_set, own));
    CHECK(file == "-");
}

TEST_CASE("the verb is the first word that no global option takes") {
    GlobalOptions global;
    OptionSet set;
    describe(set, global);
    CHECK(find_verb({"--store", "log", "list"}, set) == 2);
    CHECK(find_verb({"--store=log", "-q", "list"}, set) == 2);
    CHECK(find_verb({"--json"}, set) == 1);
}

}  // namespace attune::cli
