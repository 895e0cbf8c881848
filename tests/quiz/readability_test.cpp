#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
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

const std::vector<std::string> kNegations = {"not",     "no",    "never",   "nobody",
                                             "nothing", "none",  "without", "cannot",
                                             "can't",   "don't", "hardly"};

}  // namespace

TEST_CASE("the measure itself knows an easy sentence from a hard one") {
    CHECK(grade({"The cat sat on the mat."}) < 2);
    CHECK(grade({"Interpersonal hypersensitivity necessitates considerable physiological "
                 "compensation."}) > 15);
}

TEST_CASE("a child of twelve can read the house questionnaires") {
    for (const char* id : {"attachment", "mindful-attention"}) {
        CAPTURE(id);
        std::vector<std::string> sentences;
        for (const auto& item : shipped(id).items)
            sentences.push_back(item.text);
        CHECK(grade(sentences) < 6);
    }
}

TEST_CASE("every house item is one short sentence in the first person without a double negative") {
    for (const char* id : {"attachment", "mindful-attention"}) {
        for (const auto& item : shipped(id).items) {
            CAPTURE(item.text);
            const auto words = words_of(item.text);
            CHECK(words.size() <= 14);
            CHECK(std::count(item.text.begin(), item.text.end(), '.') == 1);
            CHECK(item.text.ends_with('.'));
            CHECK(std::any_of(words.begin(), words.end(), [](const std::string& word) {
                return word == "i" || word == "me" || word == "my" || word == "we";
            }));
            CHECK(std::count_if(words.begin(), words.end(), [](const std::string& word) {
                      return std::find(kNegations.begin(), kNegations.end(), word) !=
                             kNegations.end();
                  }) <= 1);
        }
    }
}

TEST_CASE("no house item is asked twice") {
    for (const char* id : {"attachment", "mindful-attention"}) {
        const auto q = shipped(id);
        for (std::size_t i = 0; i < q.items.size(); ++i) {
            for (std::size_t j = i + 1; j < q.items.size(); ++j)
                CHECK(q.items[i].text != q.items[j].text);
        }
    }
}
