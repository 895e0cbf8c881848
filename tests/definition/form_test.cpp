#include "attune/definition/form.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/definition/embedded.hpp"

namespace attune::definition {

namespace {

constexpr const char* kHead =
    "id = \"sleep\"\ntitle = \"A night\"\nsummary = \"how a night was\"\nversion = \"1\"\n";

/// "line:column: message" of the first problem; empty when the form can be used.
std::string problem(const std::string& items) {
    const auto checked = read_form(kHead + items, "sleep.toml");
    if (checked.value) return "";
    const Problem& first = checked.problems.front();
    return std::to_string(first.at.line) + ":" + std::to_string(first.at.column) + ": " +
           first.message;
}

Form form_of(const std::string& items) {
    auto checked = read_form(kHead + items, "sleep.toml");
    REQUIRE_MESSAGE(checked.value,
                    (checked.problems.empty() ? "" : checked.problems.front().message));
    return *std::move(checked.value);
}

constexpr const char* kPlaceAndRest =
    "[[item]]\nid = \"place\"\nask = \"Where?\"\ntype = \"choice\"\n"
    "options = [\"bed\", \"sofa\", \"somewhere-else\"]\n"
    "labels = [\"in bed\", \"on the sofa\", \"\"]\n"
    "[[item]]\nid = \"rest\"\nask = \"How rested?\"\ntype = \"scale\"\nshow_if = \"place\"\n"
    "[[item]]\nid = \"why\"\nask = \"Why there?\"\n"
    "show_if = \"place != bed and rest <= 3\"\n";

}  // namespace

TEST_CASE("every shipped form can be used, under the name of its file") {
    CHECK_FALSE(embedded_forms().empty());
    for (const EmbeddedFile& file : embedded_forms()) {
        CAPTURE(std::string(file.path));
        const auto checked = read_form(file.text, std::string(file.path));
        for (const Problem& found : checked.problems)
            FAIL_CHECK(found.where() << " " << found.message);
        REQUIRE(checked.value);
        CHECK(checked.value->id == file.id);
    }
}

TEST_CASE("an item without more than a question is one line, kept as a field") {
    const Form form = form_of("[[item]]\nid = \"dream-of\"\nask = \"What did you dream of?\"\n");
    const FormItem& item = form.items.at(0);
    CHECK(item.type == FormItemType::Text);
    CHECK(item.keep == Keep::Field);
    CHECK(item.key == "dream-of");
    CHECK(item.label == "dream of");
    CHECK(item.value_name() == "TEXT");
    CHECK_FALSE(item.required);
    CHECK(form.text_item() == nullptr);
    CHECK_FALSE(form.has_later());
}

TEST_CASE("each type has its usual place and ends") {
    const auto item_of = [](const std::string& lines) {
        return form_of("[[item]]\nid = \"how-deep\"\nask = \"?\"\n" + lines).items.at(0);
    };
    const FormItem scale = item_of("type = \"scale\"");
    CHECK(scale.keep == Keep::Value);
    CHECK(scale.key == "how_deep");
    CHECK(scale.phase == "peak");
    CHECK(scale.value_name() == "0..10");
    CHECK(item_of("type = \"percent\"").value_name() == "0..100");
    CHECK(item_of("type = \"number\"\nunit = \"h\"").value_name() == "N");
    CHECK_FALSE(item_of("type = \"number\"").low);
    CHECK(item_of("type = \"number\"\nlo = 0\nhi = 2.5").value_name() == "0..2.5");
    CHECK(item_of("type = \"yes_no\"").keep == Keep::Tag);
    CHECK(item_of("type = \"yes_no\"").option_slug("y") == "yes");
    CHECK(item_of("type = \"date\"").keep == Keep::Field);
    CHECK(item_of("type = \"people\"").several);
    CHECK(item_of("type = \"link\"\nkeep = \"link:tests\"").key == "tests");
    CHECK(item_of("type = \"lines\"\nkeep = \"text\"").keep == Keep::Text);
    CHECK(item_of("type = \"choices\"\nwords = \"context\"").value_name() == "WORD");
    CHECK(item_of("type = \"say\"").value_name().empty());
}

TEST_CASE("an option is found by slug, label or an unmistakable start") {
    const Form form = form_of(kPlaceAndRest);
    const FormItem& place = form.items.at(0);
    CHECK(place.option_slug("bed") == "bed");
    CHECK(place.option_slug(" On the sofa ") == "sofa");
    CHECK(place.option_slug("somewhere else") == "somewhere-else");
    CHECK(place.option_slug("b") == "bed");
    CHECK_FALSE(place.option_slug("s"));
    CHECK_FALSE(place.option_slug(""));
    CHECK_FALSE(place.option_slug("floor"));
    CHECK(place.option_label("sofa") == "on the sofa");
    CHECK(place.option_label("somewhere-else") == "somewhere else");
    CHECK(place.value_name() == "bed|sofa|somewhere-else");
}

TEST_CASE("an item is asked when what was answered before says so") {
    const Form form = form_of(kPlaceAndRest);
    CHECK(is_shown(form, 0, {}));
    CHECK_FALSE(is_shown(form, 1, {}));
    CHECK_FALSE(is_shown(form, 1, {{"place", "  "}}));
    CHECK(is_shown(form, 1, {{"place", "sofa"}}));
    CHECK_FALSE(is_shown(form, 2, {{"place", "sofa"}}));
    CHECK(is_shown(form, 2, {{"place", "on the sofa"}, {"rest", "3"}}));
    CHECK_FALSE(is_shown(form, 2, {{"place", "sofa"}, {"rest", "4"}}));
    CHECK_FALSE(is_shown(form, 2, {{"place", "in bed"}, {"rest", "2"}}));
}

TEST_CASE("a sentence is made of the parts that were answered") {
    const Form form = form_of(
        "sentence = [\"I was {place}\", \" because {why}\", \".\"]\n"
        "[[item]]\nid = \"place\"\nask = \"Where?\"\ntype = \"choices\"\nwords = \"place\"\n"
        "[[item]]\nid = \"why\"\nask = \"Why?\"\n");
    CHECK(built_sentence(form, {}).empty());
    CHECK(built_sentence(form, {{"place", "outside"}}) == "I was outside.");
    CHECK(built_sentence(form, {{"place", "wet"}, {"place", "cold"}, {"why", "of the rain"}}) ==
          "I was wet and cold because of the rain.");
    CHECK(built_sentence(form, {{"why", "of the rain"}}) == "because of the rain.");
}

TEST_CASE("a remark is made once, on whole words in any writing") {
    const Form form = form_of(
        "[[item]]\nid = \"why\"\nask = \"Why?\"\n"
        "[[remark]]\nphrases = [\"you never\", \"you don't\"]\nsay = \"What happened?\"\n");
    CHECK(remarks_on(form, "You  never call, YOU NEVER do").size() == 1);
    CHECK(remarks_on(form, "you don\u2019t write").size() == 1);
    CHECK(remarks_on(form, "you\nnever").size() == 1);
    CHECK(remarks_on(form, "you nevertheless called").empty());
    CHECK(remarks_on(form, "thank you. Never mind").size() == 1);
    CHECK(remarks_on(form, "").empty());
}

TEST_CASE("later items make a form that can be answered later") {
    const Form form = form_of(
        "[[item]]\nid = \"plan\"\nask = \"?\"\nfixed = true\n"
        "[[item]]\nid = \"came\"\nask = \"?\"\nstage = \"later\"\n"
        "[[item]]\nid = \"who\"\nask = \"?\"\nstage = \"both\"\ntype = \"people\"\n");
    CHECK(form.has_later());
    CHECK(form.items_of(FormStage::First) == std::vector<std::size_t>{0, 2});
    CHECK(form.items_of(FormStage::Later) == std::vector<std::size_t>{1, 2});
}

TEST_CASE("what is wrong with a form is said with its place") {
    const std::string item = "[[item]]\nid = \"rest\"\nask = \"How rested?\"\n";
    CHECK(problem("") == "1:1: the form has no items");
    CHECK(problem(item + "typo = 1\n") == "8:1: 'typo' is no key of [[item]]");
    CHECK(problem(item + "type = \"scael\"\n") == "8:8: 'scael' is no value of 'type'");
    CHECK(problem(item + item).ends_with("item 'rest' is declared twice"));
    CHECK(problem("[[item]]\nid = \"Rest\"\nask = \"?\"\n") == "6:6: 'Rest' is no item id");
    CHECK(problem("[[item]]\nid = \"with\"\nask = \"?\"\n") ==
          "6:6: '--with' is a flag of every note");
    CHECK(problem("[[item]]\nid = \"rest\"\n") == "5:1: [[item]] has no 'ask'");
    CHECK(problem(item + "lo = 1\nhi = 5\n") == "8:6: 'lo' belongs to a scale or a number");
    CHECK(problem(item + "type = \"scale\"\nlo = 5\nhi = 1\n") == "10:6: 'hi' is not above 'lo'");
    CHECK(problem(item + "type = \"scale\"\nlo = 0\nhi = 1.5\n") ==
          "10:6: the ends of a scale are whole numbers");
    CHECK(problem(item + "type = \"number\"\nlo = 0\n") == "5:1: 'lo' and 'hi' come together");
    CHECK(problem(item + "type = \"choice\"\n") == "5:1: a choice has either 'options' or 'words'");
    CHECK(problem(item + "type = \"choice\"\noptions = [\"A b\"]\n") ==
          "9:12: 'A b' is not a slug");
    CHECK(problem(item + "type = \"choice\"\noptions = [\"a\", \"a\"]\n") ==
          "9:17: 'a' is listed twice");
    CHECK(problem(item + "type = \"choice\"\noptions = [\"a\"]\nlabels = [\"x\", \"y\"]\n") ==
          "10:10: 2 labels for 1 options");
    CHECK(problem(item + "phase = \"actual\"\n") ==
          "8:9: 'phase' belongs to a number and is one word");
    CHECK(problem(item + "keep = \"tags:x\"\n") == "8:8: place 'tags' is not declared");
    CHECK(problem(item + "keep = \"tag\"\n") == "8:8: 'tag' needs a name: \"tag:rest\"");
    CHECK(problem(item + "keep = \"value:x\"\n") ==
          "8:8: answers of this type cannot be kept there");
    CHECK(problem(item + "keep = \"text\"\n[[item]]\nid = \"b\"\nask = \"?\"\nkeep = \"text\"\n") ==
          "9:1: a form has one text, and another item is it already");
    CHECK(problem(item + "show_if = \"plcae = bed\"\n") ==
          "8:11: earlier item 'plcae' is not declared");
    CHECK(problem(item + "show_if = \"rest > 3\"\n") == "8:11: 'rest > 3' is no condition");
    CHECK(problem("sentence = [\"I {a} {b}\"]\n" + item) ==
          "5:13: a part of 'sentence' names one item in braces");
    CHECK(problem("sentence = [\"I {rset}\"]\n" + item) == "5:13: item 'rset' is not declared");
    CHECK(problem(item + "[[remark]]\nsay = \"Oh.\"\n") == "8:1: [[remark]] has no 'phrases'");
    CHECK(problem(std::string(kPlaceAndRest) +
                  "[[item]]\nid = \"x\"\nask = \"?\"\nshow_if = \"place = floor\"\n") ==
          "23:11: option of 'place' 'floor' is not declared");
}

TEST_CASE("every problem of a file is found at once, in its order") {
    const auto checked = read_form(
        "id = \"Sleep\"\ntitle = \"A night\"\nsummary = \"x\"\nversion = \"1 2\"\n"
        "[[item]]\nid = \"a\"\nask = \"?\"\ntype = \"date\"\nunit = \"h\"\n",
        "s.toml");
    CHECK_FALSE(checked.value);
    REQUIRE(checked.problems.size() == 3);
    CHECK(checked.problems[0].where() == "s.toml:1:6");
    CHECK(checked.problems[1].where() == "s.toml:4:11");
    CHECK(checked.problems[2].where() == "s.toml:9:8");
}

TEST_CASE("a form cannot take the name of another kind of record") {
    for (const std::string& id : reserved_form_ids()) {
        const auto checked = read_form("id = \"" + id +
                                           "\"\ntitle = \"t\"\nsummary = \"s\"\nversion = \"1\"\n"
                                           "[[item]]\nid = \"a\"\nask = \"?\"\n",
                                       "own.toml");
        CHECK_FALSE(checked.value);
        CHECK(checked.problems.front().message == "'" + id + "' is a kind of attune's own");
    }
    const auto& ids = reserved_form_ids();
    for (const char* kind : {"trigger", "follow", "assessment", "person", "word", "draft"})
        CHECK(std::find(ids.begin(), ids.end(), kind) != ids.end());
}

}  // namespace attune::definition
