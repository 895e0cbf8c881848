#include "attune/definition/wording.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace attune::definition;

namespace {

const std::string kKey = R"(id = "k"
title = "Key"
version = "1"
item_count = 3
[response]
values = [1, 2, 3]
labels = ["no", "", "yes"]
higher_means = "yes"
[[order]]
name = "german"
language = "de"
items = ["q3", "q1", "q2"]
[[scale]]
id = "s"
score = "mean"
items = ["q1", "-q2", "q3"]
)";

Questionnaire loaded(const std::string& text) {
    auto checked = load_questionnaire(text, "k.toml");
    for (const Problem& problem : checked.problems)
        CHECK_MESSAGE(problem.weight == Problem::Weight::Note, problem.message);
    REQUIRE(checked.value);
    return *std::move(checked.value);
}

template <typename T>
std::string errors_of(const Checked<T>& checked) {
    std::string out;
    for (const Problem& problem : checked.problems) {
        out += problem.where() + ": " + problem.message;
        if (!problem.hint.empty()) out += " (" + problem.hint + ")";
        out += '\n';
    }
    CHECK(checked.value.has_value() == out.empty());
    return out;
}

const std::string kFile = R"(questionnaire = "k"
language = "de"
order = "german"
labels = ["nein", "", "ja"]
higher_means = "ja"
instructions = "Wie war es?"
q1 = "Eins."
q2 = "Zwei \"2\"."
q3 = "Drei\nund mehr."
)";

}  // namespace

TEST_CASE("a wording is laid over a key: words change, the key does not") {
    Questionnaire key = loaded(kKey);
    CHECK_FALSE(key.has_wording());
    CHECK(key.asking_order() == std::vector<std::size_t>{0, 1, 2});
    auto wording = load_wording(kFile, "k.de.toml", key);
    CHECK(errors_of(wording).empty());
    wording.value->digest = "d";
    apply_wording(key, *wording.value);
    CHECK(key.has_wording());
    CHECK(key.items[1].text == "Zwei \"2\".");
    CHECK(key.responses[0].labels == std::vector<std::string>{"nein", "", "ja"});
    CHECK(key.instructions == "Wie war es?");
    CHECK(key.title == "Key");
    CHECK(key.language == "de");
    CHECK(key.wording_digest == "d");
    CHECK(key.asking_order() == std::vector<std::size_t>{2, 0, 1});
    CHECK(key.scales[0].items == loaded(kKey).scales[0].items);
}

TEST_CASE("a wording that was written is read as it was") {
    const Questionnaire key = loaded(kKey);
    const auto first = load_wording(kFile, "a", key);
    REQUIRE(first.value);
    const auto second = load_wording(write_wording(key, *first.value), "b", key);
    CHECK(errors_of(second).empty());
    CHECK(second.value->texts == first.value->texts);
    CHECK(second.value->labels == first.value->labels);
    CHECK(second.value->order == "german");
    CHECK(second.value->language == "de");
    CHECK(second.value->instructions == "Wie war es?");
}

TEST_CASE("plain lines are a wording, in the order that numbers them") {
    const Questionnaire key = loaded(kKey);
    const std::string lines =
        "\xEF\xBB\xBF"
        "1. First of the page\r\n\n2) Second\n  3: Third: last\n";
    auto plain = read_plain_wording(lines, "w.txt", key, {.language = "de"});
    CHECK(errors_of(plain).empty());
    CHECK(plain.value->texts["q1"] == "First of the page");
    CHECK(plain.value->texts["q3"] == "Third: last");
    plain = read_plain_wording(lines, "w.txt", key, {.language = "de", .order = "german"});
    CHECK(errors_of(plain).empty());
    CHECK(plain.value->texts["q3"] == "First of the page");
    CHECK(plain.value->texts["q2"] == "Third: last");
    CHECK(plain.value->order == "german");
}

TEST_CASE("a year or a number inside of a sentence is no item number") {
    const Questionnaire key = loaded(kKey);
    const auto plain =
        read_plain_wording("3 times a day I rest\n2 of us\n1000 things\n", "w", key, {});
    CHECK(errors_of(plain).empty());
    CHECK(plain.value->texts.at("q1") == "3 times a day I rest");
}

TEST_CASE("plain lines that cannot be the items are refused with their lines") {
    const Questionnaire key = loaded(kKey);
    CHECK(errors_of(read_plain_wording("one\ntwo\n", "w", key, {})) ==
          "w:3:1: 2 lines with words for the 3 items of 'k' (one item a line, nothing else)\n");
    CHECK(errors_of(read_plain_wording("1. a\n3. b\n2. c\n", "w", key, {})) ==
          "w:2:1: this line says it is item 3, but it is the 2. line with words (one item a line, "
          "in their order)\n"
          "w:3:1: this line says it is item 2, but it is the 3. line with words (one item a line, "
          "in their order)\n");
    CHECK(errors_of(read_plain_wording("1. a\n2. b\n3.  \n", "w", key, {})).find("w:3:1") == 0);
    CHECK(
        errors_of(read_plain_wording("\xFF", "w", key, {})).find("w:1:1: the file is not UTF-8") ==
        0);
    CHECK(errors_of(read_plain_wording("a\nb\nc\n", "w", key, {.order = "latin"})) ==
          "w:1:1: 'k' has no order 'latin'\n");
}

TEST_CASE("every mistake of a wording file is found at once") {
    const Questionnaire key = loaded(kKey);
    CHECK(
        errors_of(load_wording("questionnaire = \"x\"\nlanguage = \"German\"\norder = \"latin\"\n"
                               "labels = [\"nein\", \"ja\"]\nq1 = \"\"\nq7 = \"?\"\n",
                               "w", key)) ==
        "w:1:1: the file has a text for 1 of 3 items (missing: q2, q3)\n"
        "w:1:17: this is the wording of 'x', not of 'k'\n"
        "w:2:12: 'German' is no language (a language is two or three small letters: de, pt-BR)\n"
        "w:3:9: order 'latin' is not declared (known here: german)\n"
        "w:4:10: 2 labels for 3 values (give one label per value; \"\" for a step without words)\n"
        "w:5:6: 'q1' of the file is empty (put words between the quotes)\n"
        "w:6:1: 'q7' is no key of the file (did you mean 'q1'?)\n");
    CHECK(errors_of(load_wording("x", "w", key)).find("w:1:2: not valid TOML") == 0);
    std::string turned = kFile;
    turned.replace(turned.find("[\"nein\", \"\", \"ja\"]"), 18, "[\"ja\", \"\", \"nein\"]");
    CHECK(errors_of(load_wording(turned, "w", key)) ==
          "w:5:16: 'higher_means' is 'ja', but the label of the highest value is 'nein' (labels "
          "stand in the order of the values, from low to high)\n");
}

TEST_CASE("labels of several responses go by name") {
    const Questionnaire key = loaded(
        "id = \"k\"\ntitle = \"K\"\nversion = \"1\"\n[response.often]\nvalues = [0, 1]\n"
        "[response.much]\nvalues = [0, 2]\n[[item]]\nid = \"a\"\nresponse = \"often\"\n"
        "[[item]]\nid = \"b\"\nresponse = \"much\"\n");
    const std::string head = "questionnaire = \"k\"\nlanguage = \"de\"\na = \"A\"\nb = \"B\"\n";
    auto wording = load_wording(
        head + "labels = { often = [\"nie\", \"oft\"], much = [\"kaum\", \"sehr\"] }\n", "w", key);
    CHECK(errors_of(wording).empty());
    const auto again = load_wording(write_wording(key, *wording.value), "w", key);
    REQUIRE(again.value);
    CHECK(again.value->labels == wording.value->labels);
    Questionnaire worded = key;
    apply_wording(worded, *wording.value);
    CHECK(worded.responses[1].labels.back() == "sehr");
    CHECK(errors_of(load_wording(head + "labels = [\"nie\", \"oft\"]\n", "w", key))
              .find("there is no plain [response] for these labels") != std::string::npos);
    CHECK(errors_of(load_wording(head + "labels = { ofen = [\"nie\", \"oft\"] }\n", "w", key))
              .find("response 'ofen' is not declared (did you mean 'often'?)") !=
          std::string::npos);
}
