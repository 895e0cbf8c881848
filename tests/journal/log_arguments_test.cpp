#include "attune/journal/log_arguments.hpp"

#include <doctest/doctest.h>

namespace attune::journal {

namespace {

using Strings = std::vector<std::string>;
using Options = std::vector<GivenOption>;

const std::vector<KnownOption>& known() {
    static const std::vector<KnownOption> options = {
        {.name = "at", .is_date = true},
        {.name = "with"},
        {.name = "feel"},
        {.name = "thought"},
        {.name = "lead"},
        {.name = "reacted", .takes_value = false},
        {.name = "verbose", .short_name = 'v', .takes_value = false},
        {.name = "store", .short_name = 's'},
    };
    return options;
}

LogArguments split(const Strings& arguments) {
    const auto result = split_log_arguments(arguments, known());
    REQUIRE_MESSAGE(result, (result ? "" : result.error().error.message));
    return *result;
}

RefusedArguments refusal(const Strings& arguments) {
    const auto result = split_log_arguments(arguments, known());
    REQUIRE_FALSE(result);
    CHECK(result.error().error.kind == ErrorKind::Usage);
    return result.error();
}

}  // namespace

TEST_CASE("words and options come apart wherever they stand") {
    const auto found =
        split({"He", "left", "--with", "sam", "early", "--reacted", "--feel=hurt=7", "again"});
    CHECK(found.text() == "He left early again");
    CHECK(found.options == Options{{"with", "sam"}, {"reacted", ""}, {"feel", "hurt=7"}});
}

TEST_CASE("an option takes one value and no more") {
    const auto found = split({"--with", "sam", "He", "left"});
    CHECK(found.text() == "He left");
    CHECK(found.options == Options{{"with", "sam"}});
    CHECK(split({"--with", "sam", "--with", "alex"}).options ==
          Options{{"with", "sam"}, {"with", "alex"}});
    CHECK(split({"--with=", "He", "left"}).options == Options{{"with", ""}});
}

TEST_CASE("short options are whole arguments of one letter") {
    CHECK(split({"-v", "-s", "folder", "words"}).options ==
          Options{{"verbose", ""}, {"store", "folder"}});
    CHECK(split({"ls", "-vs", "here"}).text() == "ls -vs here");
}

TEST_CASE("the names of verbs are words of an entry") {
    for (const char* verb :
         {"log",     "note",   "follow",  "edit",       "delete",   "undo",  "list",    "show",
          "search",  "report", "sql",     "quiz",       "practice", "pause", "program", "measure",
          "observe", "export", "import",  "store",      "check",    "fold",  "forget",  "backup",
          "restore", "repair", "devices", "init",       "unlock",   "lock",  "key",     "config",
          "vocab",   "people", "support", "completion", "doctor",   "help",  "version"}) {
        CAPTURE(std::string(verb));
        CHECK(split({verb}).words == Strings{verb});
        CHECK(split({"I", "want", "to", verb, "it"}).text() ==
              std::string("I want to ") + verb + " it");
    }
}

TEST_CASE("brackets, braces and single dashes are text") {
    for (const char* word : {"[a,b]", "{a}", "-x", "-5", "-word", "-=", "a-b", "@sam", "%x",
                             "+breath", "hurt=7", "*", "'", "\"", "$HOME", "", "\xFF"}) {
        CAPTURE(std::string(word));
        CHECK(split({"he", word}).words == Strings{"he", word});
        CHECK(split({word}).words == Strings{word});
    }
}

TEST_CASE("two dashes end the options") {
    CHECK(split({"--", "--with", "sam"}).text() == "--with sam");
    CHECK(split({"--", "--with", "sam"}).options.empty());
    CHECK(split({"He", "left", "--", "--again"}).text() == "He left --again");
    CHECK(split({"--reacted", "--", "--", "x"}).text() == "-- x");
    CHECK(split({"--"}).words.empty());
    CHECK(split({"--", "-"}).words == Strings{"-"});
}

TEST_CASE("two dashes in the middle of prose stay a dash") {
    CHECK(split({"He", "left", "--", "again"}).text() == "He left -- again");
    CHECK(split({"He", "left", "--"}).text() == "He left --");
}

TEST_CASE("one dash alone means standard input") {
    const auto found = split({"-", "--with", "sam"});
    CHECK(found.from_input);
    CHECK(found.words.empty());
    CHECK(found.options == Options{{"with", "sam"}});
    const auto prose = split({"he", "-", "not", "me"});
    CHECK_FALSE(prose.from_input);
    CHECK(prose.text() == "he - not me");
}

TEST_CASE("an unknown option is refused with the nearest one and keeps every word") {
    const auto refused = refusal({"He", "left", "--reacted", "--wiht", "sam", "again"});
    CHECK(refused.error.message == "unknown option '--wiht'");
    CHECK(refused.error.hint.find("'--with'") != std::string::npos);
    CHECK(refused.draft == "He left --wiht sam again\n--reacted");
    CHECK(refusal({"--quite-another=1"}).draft == "--quite-another=1");
    CHECK(refusal({"---"}).draft == "---");
}

TEST_CASE("the words of a refusal include those given by options") {
    const auto refused =
        refusal({"--thought", "He is tired of me", "--feel", "hurt=7", "He", "left", "--bogus"});
    CHECK(refused.draft == "He left --bogus\n--thought=He is tired of me\n--feel=hurt=7");
    CHECK(refused.error.message.find("tired") == std::string::npos);
    CHECK(refused.error.hint.find("tired") == std::string::npos);
}

TEST_CASE("a value that is missing or not wanted is refused") {
    CHECK(refusal({"He", "left", "--with"}).error.message == "option '--with' needs a value");
    CHECK(refusal({"He", "--with", "--reacted", "left"}).draft == "He --with --reacted left");
    CHECK(refusal({"--reacted=yes", "x"}).error.message == "option '--reacted' takes no value");
    CHECK(split({"--at", "-2h", "He"}).options == Options{{"at", "-2h"}});
    CHECK(split({"--thought", "--unsaid", "He"}).options == Options{{"thought", "--unsaid"}});
}

TEST_CASE("a date that the next words would lengthen is refused") {
    const auto refused = refusal({"--at", "yesterday", "21:40", "He", "left"});
    CHECK(refused.error.hint == "quote the whole date: --at \"yesterday 21:40\"");
    CHECK(refused.draft == "--at yesterday 21:40 He left");
    for (const Strings& rest :
         {Strings{"last", "friday", "He"}, Strings{"3", "days", "ago", "He"},
          Strings{"2026-03-01", "21:40", "He"}, Strings{"1", "mar", "He"},
          Strings{"yesterday", "evening", "He"}, Strings{"9", "pm", "He"},
          Strings{"friday", "9", "people"}, Strings{"half", "an", "hour", "ago"}}) {
        Strings arguments = {"--at"};
        arguments.insert(arguments.end(), rest.begin(), rest.end());
        CAPTURE(rest[0]);
        CHECK(refusal(arguments).error.hint.starts_with("quote the whole date"));
    }
    CHECK(refusal({"--at=yesterday", "21:40", "He"}).draft == "--at=yesterday 21:40 He");
}

TEST_CASE("a quoted date and prose after it are left alone") {
    const auto found = split({"--at", "yesterday 21:40", "at", "noon", "he", "left"});
    CHECK(found.text() == "at noon he left");
    CHECK(split({"--at", "yesterday", "He", "left", "at", "21:40"}).text() == "He left at 21:40");
    CHECK(split({"--at", "21:40", "--with", "sam", "today"}).text() == "today");
    CHECK(split({"--with", "monday", "evening"}).text() == "evening");
}

TEST_CASE("no arguments are no words") {
    CHECK(split({}) == LogArguments{});
}

}  // namespace attune::journal

TEST_CASE("a draft keeps no option that belongs to every command") {
    const std::vector<attune::journal::KnownOption> some = {
        {.name = "at", .is_date = true}, {.name = "key-file", .of_program = true}};
    const auto refused = attune::journal::split_log_arguments(
        {"--key-file", "/k", "He left", "--nosuch", "--key-file", "/k2", "and", "then"}, some);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().draft.find("key-file") == std::string::npos);
    CHECK(refused.error().draft.find("He left") != std::string::npos);
    CHECK(refused.error().draft.find("/k2") == std::string::npos);
    CHECK(refused.error().draft.find("and then") != std::string::npos);
    CHECK(refused.error().draft.find("--nosuch") != std::string::npos);
}
