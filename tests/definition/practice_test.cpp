#include "attune/definition/practice.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/definition/embedded.hpp"
#include "attune/definition/vocabulary.hpp"

namespace attune::definition {

namespace {

constexpr const char* kHead =
    "id = \"eyes\"\ntitle = \"Eyes\"\nsummary = \"rest\"\nversion = \"1\"\n";
constexpr const char* kStep = "[[step]]\nsay = \"Look far away.\"\nseconds = 60\n";

/// "line:column: message" of the first problem; empty when the practice can be used.
std::string problem(const std::string& rest, const std::string& head = kHead) {
    const auto checked = read_practice(head + rest, "eyes.toml");
    if (checked.value) return "";
    const Problem& first = checked.problems.front();
    return first.where() + ": " + first.message;
}

Practice practice_of(const std::string& rest) {
    auto checked = read_practice(kHead + rest, "eyes.toml");
    REQUIRE_MESSAGE(checked.value,
                    (checked.problems.empty() ? "" : checked.problems.front().message));
    return *std::move(checked.value);
}

Practice shipped(std::string_view id) {
    for (const EmbeddedFile& file : embedded_practices()) {
        if (file.id == id) return *read_practice(file.text, std::string(file.path)).value;
    }
    FAIL("no practice " << std::string(id));
    return {};
}

}  // namespace

TEST_CASE("every shipped practice can be used, under the name of its file") {
    CHECK(embedded_practices().size() == 14);
    for (const EmbeddedFile& file : embedded_practices()) {
        CAPTURE(std::string(file.path));
        const auto checked = read_practice(file.text, std::string(file.path));
        for (const Problem& found : checked.problems)
            FAIL_CHECK(found.where() << " " << found.message);
        REQUIRE(checked.value);
        const Practice& practice = *checked.value;
        CHECK(practice.id == file.id);
        // Lines that are read while something else is going on: short ones.
        for (const PracticeStep& step : practice.steps)
            CHECK(column_width(step.say) <= 180);
        for (const PracticeRating& rating : practice.ratings) {
            CHECK(!rating.low_word.empty());
            CHECK(!rating.high_word.empty());
        }
    }
}

TEST_CASE("the pause has five beats and takes less than seven seconds") {
    const Practice pause = shipped("pause");
    CHECK(pause.steps.size() == 5);
    CHECK(pause.length() < std::chrono::seconds(7));
    CHECK(pause.ratings.empty());
}

TEST_CASE("the body scan names every site of the vocabulary once") {
    const Practice scan = shipped("body-scan");
    const auto vocabularies = Vocabularies::load(embedded_vocabularies());
    REQUIRE(vocabularies);
    std::size_t sites = 0;
    for (const VocabularyWord& word : vocabularies->of("body")->words) {
        if (word.family != "site") continue;
        ++sites;
        CAPTURE(word.slug);
        const auto times =
            std::count_if(scan.steps.begin(), scan.steps.end(), [&](const PracticeStep& step) {
                const std::string said = lower_ascii(step.say);
                return word.slug == "whole-body" ? said.starts_with("the whole body")
                                                 : said.starts_with(word.slug + ":");
            });
        CHECK(times == 1);
    }
    CHECK(sites == scan.steps.size());
}

TEST_CASE("what asks much of the body or of a couple says so first") {
    for (const char* id :
         {"temperature", "intense-exercise", "paced-breathing", "progressive-relaxation"}) {
        CAPTURE(id);
        CHECK(!shipped(id).caution.empty());
    }
    CHECK(shipped("partner-compassion").demanding);
    for (const char* id : {"partner-compassion", "joint-movement", "active-listening"})
        CHECK(shipped(id).partner);
    CHECK(!shipped("before-talk").partner);
}

TEST_CASE("steps and ratings have the defaults that the header names") {
    const Practice practice = practice_of(
        "[[rating]]\nid = \"tense\"\nask = \"How tense?\"\n"
        "[[rating]]\nid = \"heard\"\nask = \"Heard?\"\nlo = 1\nhi = 5\nwhen = \"after\"\n"
        "[[step]]\nsay = \"Breathe.\"\nseconds = 12.5\npace = [\"in slowly 4\", \"out 6.5\"]\n");
    CHECK(practice.ratings[0].low == 0);
    CHECK(practice.ratings[0].high == 10);
    CHECK(practice.ratings[0].is_before());
    CHECK(practice.ratings[0].is_after());
    CHECK(!practice.ratings[1].is_before());
    CHECK(practice.ratings[1].high == 5);
    CHECK(practice.length() == Milliseconds(12500));
    REQUIRE(practice.steps[0].pace.size() == 2);
    CHECK(practice.steps[0].pace[0].word == "in slowly");
    CHECK(practice.steps[0].pace[1].length == Milliseconds(6500));
    CHECK(!practice.steps[0].stretch);
}

TEST_CASE("a mistake is told with its place") {
    CHECK(problem("") == "eyes.toml:1:1: the practice has no steps");
    CHECK(problem("[[step]]\nseconds = 5\n") == "eyes.toml:5:1: [[step]] has no 'say'");
    CHECK(problem("[[step]]\nsay = \"x\"\n") == "eyes.toml:5:1: [[step]] has no 'seconds'");
    CHECK(problem("[[step]]\nsay = \"x\"\nseconds = 0.1\n") ==
          "eyes.toml:7:11: a step lasts from 0.5 seconds to four hours");
    CHECK(problem("[[step]]\nsay = \"x\"\nseconds = nan\n").starts_with("eyes.toml:7:"));
    CHECK(problem("[[step]]\nsay = \"x\"\nseconds = 5\npace = [\"in\"]\n") ==
          "eyes.toml:8:9: 'in' is no beat");
    CHECK(problem("[[step]]\nsay = \"x\"\nseconds = 5\npace = [\"in 3\", \"out 3\"]\n") ==
          "eyes.toml:8:8: one round of 'pace' is longer than its step");
    CHECK(problem("[[step]]\nsay = \"x\"\nsecond = 5\nseconds = 5\n").starts_with("eyes.toml:7:"));
    CHECK(problem(std::string("[[rating]]\nid = \"a\"\nask = \"?\"\nlo = 5\nhi = 5\n") + kStep) ==
          "eyes.toml:9:6: 'hi' is not above 'lo'");
    CHECK(problem(std::string("[[rating]]\nid = \"a\"\nask = \"?\"\nlo = 5\n") + kStep) ==
          "eyes.toml:5:1: 'lo' and 'hi' come together");
    CHECK(problem(std::string("[[rating]]\nid = \"minutes\"\nask = \"?\"\n") + kStep) ==
          "eyes.toml:6:6: 'minutes' is what the practice lasted");
    CHECK(problem(std::string("[[rating]]\nid = \"a\"\nask = \"?\"\n[[rating]]\nid = \"a\"\nask = "
                              "\"?\"\n") +
                  kStep) == "eyes.toml:9:6: the id 'a' is used twice");
    CHECK(problem(kStep, "id = \"list\"\ntitle = \"t\"\nsummary = \"s\"\nversion = \"1\"\n") ==
          "eyes.toml:1:6: 'attune practice list' is a command");
    CHECK(problem(kStep, "id = \"A b\"\ntitle = \"t\"\nsummary = \"s\"\nversion = \"1 2\"\n") ==
          "eyes.toml:1:6: 'A b' is no id of a practice");
    CHECK(problem("[[step]]\nsay = \"x\"\nseconds = 14400\n" + std::string(kStep)) ==
          "eyes.toml:1:1: the steps last longer than four hours together");
    CHECK(problem("[[step]\n").starts_with("eyes.toml:5:"));
}

TEST_CASE("every problem of a file is told at once") {
    const auto checked = read_practice(
        "id = \"list\"\ntitle = \"t\"\nsummary = \"s\"\nversion = \"1\"\nfoo = 1\n[[step]]\n"
        "seconds = 0\n[[rating]]\nid = \"B\"\nask = \"?\"\n",
        "eyes.toml");
    CHECK(!checked.value);
    CHECK(checked.problems.size() == 5);
    CHECK(std::is_sorted(checked.problems.begin(), checked.problems.end(),
                         [](const Problem& a, const Problem& b) { return a.at.line < b.at.line; }));
}

TEST_CASE("a wanted length is met by the steps that stretch") {
    const Practice practice = practice_of(
        "[[step]]\nsay = \"a\"\nseconds = 30\n[[step]]\nsay = \"b\"\nseconds = 60\nstretch = true\n"
        "[[step]]\nsay = \"c\"\nseconds = 30\nstretch = true\n");
    using std::chrono::seconds;
    CHECK(stretched_steps(practice, seconds(120)) ==
          std::vector<Milliseconds>{seconds(30), seconds(60), seconds(30)});
    CHECK(stretched_steps(practice, seconds(300)) ==
          std::vector<Milliseconds>{seconds(30), seconds(180), seconds(90)});
    // Too short for the firm step: everything shrinks.
    CHECK(stretched_steps(practice, seconds(40)) ==
          std::vector<Milliseconds>{seconds(10), seconds(20), seconds(10)});
    for (const EmbeddedFile& file : embedded_practices()) {
        const Practice one = *read_practice(file.text, std::string(file.path)).value;
        for (const int minutes : {1, 3, 10, 45}) {
            const auto lengths = stretched_steps(one, std::chrono::minutes(minutes));
            const auto sum = std::accumulate(lengths.begin(), lengths.end(), Milliseconds{});
            CAPTURE(one.id);
            CHECK(std::abs((sum - std::chrono::minutes(minutes)).count()) <=
                  static_cast<long long>(lengths.size()));
            CHECK(std::all_of(lengths.begin(), lengths.end(),
                              [](Milliseconds length) { return length.count() > 0; }));
        }
    }
}

}  // namespace attune::definition
