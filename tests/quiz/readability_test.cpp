#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/definition/derivation.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz::test;

namespace {

bool is_vowel(char c) {
    return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

/// Groups of vowels, without a silent e at the end: "like" 1, "people" 2, "idea" 2 (3 in truth;
/// near enough).
int syllables(std::string_view word) {
    int count = 0;
    bool before = false;
    for (const char c : word) {
        const bool vowel = is_vowel(c);
        count += vowel && !before ? 1 : 0;
        before = vowel;
    }
    const bool silent = word.size() > 2 && word.ends_with('e') &&
                        !is_vowel(word[word.size() - 2]) && !word.ends_with("le");
    return std::max(1, count - (silent ? 1 : 0));
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : lower_ascii(text) + ' ') {
        if ((c >= 'a' && c <= 'z') || c == '\'') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(word);
            word.clear();
        }
    }
    return words;
}

/// Flesch-Kincaid grade: school years it takes to read a text (Kincaid et al. 1975). 12 years of
/// age are about grade 6.
double grade(const std::vector<std::string>& sentences) {
    double words = 0;
    double sounds = 0;
    for (const std::string& sentence : sentences) {
        for (const std::string& word : words_of(sentence)) {
            words += 1;
            sounds += syllables(word);
        }
    }
    return 0.39 * words / static_cast<double>(sentences.size()) + 11.8 * sounds / words - 15.59;
}

bool is_negation(const std::string& word) {
    static const std::vector<std::string> kNegations = {
        "not",   "no",     "never",  "nobody",  "nothing", "none",  "without", "cannot", "can't",
        "don't", "hardly", "seldom", "neither", "nor",     "isn't", "doesn't", "unless"};
    return std::find(kNegations.begin(), kNegations.end(), word) != kNegations.end();
}

/// Words a sentence and words of seven letters and more in 100 (Bjoernsson 1968). Below 25 are
/// books for children.
double lix(const std::vector<std::string>& sentences) {
    double words = 0;
    double long_words = 0;
    for (const std::string& sentence : sentences) {
        for (const std::string& word : words_of(sentence)) {
            words += 1;
            long_words += word.size() > 6 ? 1 : 0;
        }
    }
    return words / static_cast<double>(sentences.size()) + 100 * long_words / words;
}

/// The questionnaires of attune's own words.
std::vector<definition::Questionnaire> house() {
    std::vector<definition::Questionnaire> out;
    for (const auto& file : definition::embedded_questionnaires()) {
        definition::Questionnaire one = loaded(file.text);
        if (one.has_wording()) out.push_back(std::move(one));
    }
    return out;
}

}  // namespace

TEST_CASE("the measure itself knows an easy sentence from a hard one") {
    CHECK(grade({"The cat sat on the mat."}) < 2);
    CHECK(grade({"Interpersonal hypersensitivity necessitates considerable physiological "
                 "compensation."}) > 15);
    CHECK(lix({"The cat sat on the mat."}) == 6);
    CHECK(lix({"Interpersonal experience."}) == 102);
}

TEST_CASE("a child of twelve can read the house questionnaires") {
    for (const auto& q : house()) {
        CAPTURE(q.id);
        std::vector<std::string> sentences;
        for (const auto& item : q.items)
            sentences.push_back(item.text);
        CHECK(grade(sentences) < 5);
        CHECK(lix(sentences) < 25);
        // A single sentence scatters more; none may need a grown-up.
        for (const auto& sentence : sentences) {
            CAPTURE(sentence);
            CHECK(grade({sentence}) < 9);
        }
    }
}

TEST_CASE("every house item is one short sentence in the first person without a double negative") {
    for (const auto& q : house()) {
        for (const auto& item : q.items) {
            CAPTURE(item.text);
            const auto words = words_of(item.text);
            CHECK(words.size() >= 4);
            CHECK(words.size() <= 15);
            CHECK(std::count(item.text.begin(), item.text.end(), '.') == 1);
            CHECK(item.text.ends_with('.'));
            CHECK(std::any_of(words.begin(), words.end(), [](const std::string& word) {
                return word == "i" || word == "me" || word == "my" || word == "we";
            }));
            CHECK(std::count_if(words.begin(), words.end(), is_negation) <= 1);
            CHECK(std::none_of(words.begin(), words.end(), [](const std::string& word) {
                return word == "did" || word == "had" || word == "used";
            }));
        }
    }
}

TEST_CASE("every house item says what it is meant to catch, and which end it asks from") {
    for (const auto& q : house()) {
        CAPTURE(q.id);
        CHECK(q.status == "house, not validated");
        CHECK(q.norms.empty());
        CHECK(q.bands.empty());
        CHECK(q.reliabilities.empty());
        CHECK(q.minutes > 0);
        CHECK(q.checks.size() >= 4);
        for (std::size_t i = 0; i < q.items.size(); ++i) {
            CAPTURE(q.items[i].text);
            CHECK(q.items[i].construct.find(": ") != std::string::npos);
            // "anxiety, reversed: ..." is what the key does with the item; scales of opposites name
            // the other end instead.
            if (q.items[i].construct.find("reversed") == std::string::npos) continue;
            for (const auto& scale : q.scales) {
                for (const auto& keyed : scale.items)
                    CHECK((keyed.item != i || keyed.reversed));
            }
        }
    }
}

TEST_CASE("keys are balanced where a questionnaire says so, and where it asks from both ends") {
    for (const char* id : {"attachment", "attachment-brief", "mindfulness-facets",
                           "interpersonal-mindfulness", "self-kindness", "interaction"}) {
        CAPTURE(id);
        for (const auto& scale : shipped(id).scales) {
            const auto reversed = static_cast<std::size_t>(
                std::count_if(scale.items.begin(), scale.items.end(),
                              [](const definition::KeyedItem& keyed) { return keyed.reversed; }));
            CHECK(reversed * 2 == scale.items.size());
        }
    }
    // Three items cannot be halved, but all twelve can.
    std::size_t reversed = 0;
    for (const auto& scale : shipped("boundaries").scales) {
        for (const auto& keyed : scale.items)
            reversed += keyed.reversed ? 1 : 0;
    }
    CHECK(reversed == 6);
}

TEST_CASE("every house item counts in exactly one scale") {
    for (const auto& q : house()) {
        CAPTURE(q.id);
        std::vector<int> uses(q.items.size());
        for (const auto& scale : q.scales) {
            for (const auto& keyed : scale.items)
                ++uses[keyed.item];
        }
        CHECK(std::all_of(uses.begin(), uses.end(), [](int count) { return count == 1; }));
    }
}

TEST_CASE("no house item is asked twice, neither in one questionnaire nor in two") {
    std::map<std::string, std::string> seen;
    for (const auto& q : house()) {
        if (!q.derived_from.empty()) continue;
        for (const auto& item : q.items) {
            CAPTURE(item.text);
            const auto [at, is_new] = seen.try_emplace(item.text, q.id);
            CHECK_MESSAGE(is_new, "also in ", at->second);
        }
    }
}

TEST_CASE("the house has the questionnaires that it promises, with as many items") {
    const std::map<std::string, std::size_t> promised = {
        {"attachment", 24},        {"attachment-brief", 8},
        {"relationships", 9},      {"expectations", 18},
        {"mindful-attention", 15}, {"mindfulness-facets", 20},
        {"boundaries", 12},        {"interpersonal-mindfulness", 16},
        {"self-kindness", 12},     {"regulation", 10},
        {"interaction", 14}};
    std::map<std::string, std::size_t> found;
    for (const auto& q : house())
        found[q.id] = q.items.size();
    CHECK(found == promised);
}

TEST_CASE("the short form of attachment is the long one with items left out") {
    const auto brief = shipped("attachment-brief");
    CHECK(definition::check_derivation(brief, shipped("attachment")).empty());
    CHECK(brief.derived_from == "attachment");
    CHECK(brief.items.size() + brief.omit.size() == shipped("attachment").items.size());
}
