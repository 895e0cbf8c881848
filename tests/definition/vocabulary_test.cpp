#include "attune/definition/vocabulary.hpp"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

namespace attune::definition {

namespace {

Vocabularies shipped() {
    auto loaded = Vocabularies::load(embedded_vocabularies());
    REQUIRE_MESSAGE(loaded, (loaded ? "" : loaded.error().where + ": " + loaded.error().message));
    return *std::move(loaded);
}

/// "line:column: message" of the first problem.
std::string problem(std::string_view text) {
    const auto checked = read_vocabulary(text, "words.toml");
    if (checked.value) return "";
    const Problem& first = checked.problems.front();
    return std::to_string(first.at.line) + ":" + std::to_string(first.at.column) + ": " +
           first.message;
}

}  // namespace

TEST_CASE("every shipped vocabulary loads, one a facet") {
    const Vocabularies vocabularies = shipped();
    std::set<std::string> facets;
    for (const Vocabulary& vocabulary : vocabularies.all())
        facets.insert(vocabulary.facet);
    CHECK(facets.size() == vocabularies.all().size());
    for (const char* facet : {"trigger", "feeling", "body", "strategy", "urge", "action", "coping",
                              "need", "context", "response", "caught", "outcome"}) {
        CAPTURE(std::string(facet));
        CHECK(vocabularies.of(facet));
    }
    CHECK_FALSE(vocabularies.of("mark"));
}

TEST_CASE("the words that the design names are there") {
    const Vocabularies vocabularies = shipped();
    const auto all_known = [&](std::string_view facet, std::initializer_list<const char*> words) {
        for (const char* word : words) {
            CAPTURE(std::string(word));
            CHECK(vocabularies.slug(facet, word).value_or("") == word);
        }
    };
    all_known("trigger",
              {"ignored", "criticised", "abandoned", "rejected", "controlled", "compared",
               "dismissed", "plans-changed", "late-reply", "conflict", "closeness", "silence"});
    all_known("feeling", {"unknown", "numb", "hurt", "anxious", "sad", "angry", "ashamed", "calm"});
    all_known("urge",
              {"hinting", "testing", "pursuing", "escalating", "reassurance-seeking", "jealousy",
               "vigilance", "flaw-finding", "fantasies-of-freedom", "sinking-into-work",
               "intellectualising", "withdrawing", "dismissing-needs"});
    all_known("context", {"home", "work", "family", "friends", "online"});
    all_known("response", {"reacted", "responded", "mixed", "unsure"});
    all_known("caught", {"before", "during", "after", "later"});
    all_known("outcome", {"better", "same", "worse", "unknown"});
    for (const VocabularyWord& word : vocabularies.of("strategy")->words) {
        CHECK((word.family == "hyperactivating" || word.family == "deactivating" ||
               word.family == "secure"));
    }
}

TEST_CASE("every feeling with a word has a place on the map, and its cues are body words") {
    const Vocabularies vocabularies = shipped();
    for (const VocabularyWord& feeling : vocabularies.of("feeling")->words) {
        CAPTURE(feeling.slug);
        CHECK((feeling.valence.has_value() || feeling.slug == "unknown"));
        for (const std::string& cue : feeling.cues) {
            CAPTURE(cue);
            CHECK(vocabularies.slug("body", cue) == cue);
        }
    }
}

TEST_CASE("an alias stands for its word and a slip finds the nearest") {
    const Vocabularies vocabularies = shipped();
    CHECK(vocabularies.slug("trigger", "cancelled") == "plans-changed");
    CHECK(vocabularies.slug("action", "hiding") == "withdrawing");
    CHECK_FALSE(vocabularies.slug("trigger", "never-heard-of"));
    CHECK_FALSE(vocabularies.slug("mark", "bring"));
    CHECK(vocabularies.nearest("feeling", "anxoius") == "anxious");
    CHECK(vocabularies.nearest("trigger", "canceled") == "plans-changed");
    CHECK_FALSE(vocabularies.nearest("trigger", "xyzzyxyzzy"));
    CHECK(vocabularies.label("need", "to-be-heard") == "to be heard");
    CHECK(vocabularies.label("trigger", "my-own-word") == "my-own-word");
}

TEST_CASE("body words lead to feelings, the best first") {
    const Vocabularies vocabularies = shipped();
    const auto found = vocabularies.feelings_for({"throat", "short-breath"});
    REQUIRE_FALSE(found.empty());
    CHECK(found.front() == "panicked");
    CHECK(std::find(found.begin(), found.end(), "hurt") != found.end());
    CHECK(std::find(found.begin(), found.end(), "calm") == found.end());
    // An alias of a body word counts as the word.
    CHECK(vocabularies.feelings_for({"breathless"}) == vocabularies.feelings_for({"short-breath"}));
    CHECK(vocabularies.feelings_for({}).empty());
}

TEST_CASE("mistakes are named with their place") {
    CHECK(problem("facet = \"x\"\n[[word]]\nslug = \"Big\"\n") == "3:8: 'Big' is not a slug");
    CHECK(problem("facet = \"x\"\n[[word]]\nslug = \"a b\"\n") == "3:8: 'a b' is not a slug");
    CHECK(problem("facet = \"x\"\n[[word]]\nslug = \"a\"\n[[word]]\nslug = \"a\"\n") ==
          "5:8: 'a' names two words");
    CHECK(problem("facet = \"x\"\n[[word]]\nslug = \"a\"\n[[word]]\nslug = \"b\"\naliases = "
                  "[\"c\", \"a\"]\n") == "6:17: 'a' names two words");
    CHECK(problem("facet = \"x\"\n[[word]]\nslug = \"a\"\nparent = \"b\"\n").starts_with("4:10: "));
    CHECK(problem("facet = \"x\"\n[[word]]\nslug = \"a\"\nvalence = 2\nenergy = 0\n") ==
          "4:11: 'valence' goes from -1 to 1");
    CHECK(problem("facet = \"x\"\n[[word]]\nslug = \"a\"\nvalence = 0.5\n")
              .ends_with("valence and energy come together"));
    CHECK(problem("facet = \"x\"\n").ends_with("a vocabulary without words"));
    CHECK(problem("[[word]]\nslug = \"a\"\n").find("facet") != std::string::npos);
    CHECK(problem("facet = \"x\"\n[[word]]\nslug = \"a\"\nvalance = 1\n").starts_with("4:1: "));
    CHECK(problem("facet = ").starts_with("1:"));
}

TEST_CASE("a later file for a facet stands in for the earlier one") {
    const EmbeddedFile files[] = {{"a", "a.toml", "facet = \"x\"\n[[word]]\nslug = \"one\"\n"},
                                  {"b", "b.toml", "facet = \"x\"\n[[word]]\nslug = \"two\"\n"}};
    const auto loaded = Vocabularies::load(files);
    REQUIRE(loaded);
    CHECK(loaded->all().size() == 1);
    CHECK(loaded->slug("x", "two"));
    const EmbeddedFile bad[] = {{"a", "a.toml", "facet = 3\n"}};
    const auto refused = Vocabularies::load(bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::BadInput);
    CHECK(refused.error().where.starts_with("a.toml:1:"));
}

}  // namespace attune::definition
