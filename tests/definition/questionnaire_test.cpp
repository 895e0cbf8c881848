#include "attune/definition/questionnaire.hpp"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

using namespace attune::definition;

namespace {

/// A correct file of 18 lines; tests replace one part of it. Line numbers count from its first
/// line.
const std::string kGood = R"(id = "mood"
title = "Mood"
version = "1"

[response]
values = [1, 2, 3, 4]
labels = ["never", "", "", "always"]
higher_means = "always"

[[item]]
id = "q1"
text = "I feel calm."
[[item]]
id = "q2"
text = "I feel tense."
[[item]]
id = "q3"
text = "I feel rested."

[[scale]]
id = "calm"
score = "mean"
items = ["q1", "-q2", "q3"]

[[check]]
all = 1
scores = { calm = 2 }
)";

/// kGood with the first `what` replaced.
std::string with(const std::string& what, const std::string& by) {
    std::string text = kGood;
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

std::string plus(const std::string& more) {
    return kGood + more;
}

/// "line:column: message (hint)" of the errors of a text, one per line.
std::string errors_of(const std::string& text) {
    std::string out;
    const auto checked = load_questionnaire(text, "m.toml");
    for (const Problem& problem : checked.problems) {
        if (problem.weight != Problem::Weight::Error) continue;
        if (!out.empty()) out += '\n';
        out += problem.where().substr(7) + ": " + problem.message;
        if (!problem.hint.empty()) out += " (" + problem.hint + ")";
    }
    CHECK(checked.value.has_value() == out.empty());
    return out;
}

std::string notes_of(const std::string& text) {
    std::string out;
    for (const Problem& problem : load_questionnaire(text, "m.toml").problems) {
        if (problem.weight == Problem::Weight::Note) out += problem.message + "\n";
    }
    return out;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a correct file loads without a word, with names looked up") {
    const auto checked = load_questionnaire(kGood, "m.toml");
    REQUIRE(checked.value);
    CHECK(checked.problems.empty());
    const Questionnaire& mood = *checked.value;
    CHECK(mood.id == "mood");
    CHECK(mood.path == "m.toml");
    REQUIRE(mood.items.size() == 3);
    CHECK(mood.items[1].text == "I feel tense.");
    REQUIRE(mood.scales.size() == 1);
    CHECK(mood.scales[0].items == std::vector<KeyedItem>{{0, false}, {1, true}, {2, false}});
    CHECK(mood.scales[0].low == 1);
    CHECK(mood.scales[0].high == 4);
    CHECK(mood.scales[0].min_answered == 3);
    CHECK(mood.scales[0].missing_rule() == "all 3 answers are needed");
    CHECK(mood.response_of(mood.items[0]).labels.back() == "always");
    REQUIRE(mood.checks.size() == 1);
    CHECK(mood.checks[0].answers[2] == 1);
    CHECK(mood.checks[0].scores[0].value == 2);
    CHECK(mood.has_wording());
}

TEST_CASE("one file with many mistakes gets every one of them at once, in the order of the file") {
    std::string text = kGood;
    text.replace(text.find("\"1\""), 3, "1");
    text.replace(text.find("\"-q2\""), 5, "\"-q9\"");
    text.replace(text.find("score = \"mean\""), 14, "score = \"maen\"");
    CHECK(errors_of(text) ==
          "3:11: 'version' of the file is a whole number, not text (write version = \"...\" with "
          "quotes)\n"
          "22:9: 'maen' is no value of 'score' (did you mean 'mean'?)\n"
          "23:16: item 'q9' is not declared (did you mean 'q1'?)");
}

TEST_CASE("what is no TOML is one problem with its place") {
    CHECK(has(errors_of("id = \"mood\ntitle = 3\n"), "1:11: not valid TOML"));
    CHECK(has(errors_of("id = 1\nid = 2\n"), "2:6: not valid TOML"));
    CHECK(errors_of("\xFF") == "1:1: the file is not UTF-8 text (save it with the encoding UTF-8)");
}

TEST_CASE("an unknown key gets the nearest known one") {
    CHECK(
        errors_of(with("title =", "titel =")) ==
        "1:1: the file has no 'title'\n2:1: 'titel' is no key of the file (did you mean 'title'?)");
    CHECK(errors_of(
              with("text = \"I feel calm.\"", "text = \"I feel calm.\"\nconstrct = \"ease\"")) ==
          "13:1: 'constrct' is no key of [[item]] (did you mean 'construct'?)");
    CHECK(has(errors_of(with("higher_means", "higher_mean")),
              "8:1: 'higher_mean' is no key of [response]"));
}

TEST_CASE("the head is checked") {
    CHECK(has(errors_of(with("id = \"mood\"", "id = \"Mood\"")),
              "1:6: 'Mood' is no questionnaire id"));
    CHECK(has(errors_of(with("id = \"mood\"", "id = \"list\"")),
              "1:6: 'list' is a command of 'attune quiz'"));
    CHECK(has(errors_of(with("id = \"mood\"", "id = \"\"")), "1:6: 'id' of the file is empty"));
    CHECK(has(errors_of(with("version = \"1\"", "")), "the file has no 'version'"));
    CHECK(has(errors_of("minutes = \"5\"\n" + kGood),
              "1:11: 'minutes' of the file is text, not a whole number"));
    CHECK(
        has(errors_of("verified = 1\n" + kGood), "1:12: 'verified' of the file is a whole number"));
    CHECK(has(errors_of("omit = [\"q1\"]\n" + kGood), "1:8: 'omit' needs 'derived_from'"));
    CHECK(has(errors_of("derived_from = \"x\"\nomit = [\"q1\"]\n" + kGood),
              "2:8: item 'q1' is both omitted and declared"));
    CHECK(has(errors_of("derived_from = \"mood\"\n" + kGood),
              "1:16: a questionnaire cannot be derived from itself"));
    CHECK(has(errors_of("repeat_over = \"weeks\"\n" + kGood), "1:15: 'repeat_over' can be"));
}

TEST_CASE("responses are checked") {
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "values = [4, 3, 2, 1]")),
              "6:10: the values do not go up"));
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "values = [1, 2, 2, 4]")),
              "6:10: the values do not go up"));
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "values = [1]")),
              "6:10: a response needs at least two values"));
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "values = [1, \"2\", 3, 4]")),
              "6:14: 'values' of [response] lists numbers"));
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "values = 4")),
              "6:10: 'values' of [response] is a whole number, not a list"));
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "values = [1, inf]")),
              "6:14: 'values' of [response] lists a number without end"));
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "")), "5:1: [response] has no 'values'"));
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "range = [4, 1]")),
              "6:9: 'range' is not two whole numbers"));
    CHECK(has(errors_of(with("values = [1, 2, 3, 4]", "values = [1, 2, 3, 4]\nrange = [1, 4]")),
              "7:9: a response has 'values' or 'range', not both"));
    CHECK(has(errors_of(with("\"never\", \"\", ", "\"never\", ")), "7:10: 3 labels for 4 values"));
    CHECK(has(errors_of(with("\"never\", \"\", \"\"", "\"never\", \"x\", \"x\"")),
              "7:25: label 'x' appears twice"));
    CHECK(has(errors_of(with("\"never\", ", "\"\", ")),
              "7:10: the first and the last label need words"));
    CHECK(errors_of(with("values = [1, 2, 3, 4]", "range = [1, 4]")).empty());
}

TEST_CASE("anchors typed the wrong way round are found") {
    CHECK(errors_of(
              with("[\"never\", \"\", \"\", \"always\"]", "[\"always\", \"\", \"\", \"never\"]")) ==
          "7:10: the labels are the wrong way round: the highest value means 'always', but the "
          "last label is 'never' (turn the labels round, or say what the highest value means)");
    CHECK(has(errors_of(with("higher_means = \"always\"", "higher_means = \"often\"")),
              "8:16: 'higher_means' is 'often'"));
    CHECK(has(notes_of(with("higher_means = \"always\"", "")),
              "the direction of the labels is not checked"));
}

TEST_CASE("items are checked") {
    CHECK(has(errors_of(with("id = \"q2\"", "id = \"q1\"")), "14:6: item 'q1' is declared twice"));
    CHECK(has(errors_of(with("id = \"q2\"", "id = \"-q2\"")), "14:6: '-q2' is no item id"));
    CHECK(has(errors_of(with("id = \"q2\"", "")), "13:1: [[item]] has no 'id'"));
    CHECK(has(errors_of(with("text = \"I feel calm.\"", "type = \"slider\"")),
              "12:8: 'slider' is no value of 'type' (one of: scale, choice"));
    CHECK(has(errors_of(with("text = \"I feel calm.\"", "response = \"often\"")),
              "12:12: response 'often' is not declared"));
    CHECK(has(errors_of(with("text = \"I feel calm.\"", "low = 1")),
              "12:7: 'low' and 'high' belong to items of type"));
    CHECK(has(errors_of(with("text = \"I feel calm.\"", "safety_from = 3")),
              "'safety_message' and 'safety_from' belong together"));
    CHECK(has(errors_of("item_count = 4\n" + kGood),
              "1:14: a file has 'item_count' or [[item]] tables, not both"));
    CHECK(has(errors_of(with("[response]", "[answers]")), "this item has no response"));
    CHECK(has(errors_of(with("[[item]]\nid = \"q1\"\ntext = \"I feel calm.\"\n",
                             "[item]\nid = \"q1\"\n")),
              "not valid TOML"));
}

TEST_CASE("an item with a safety line and no response is a mistake and no crash") {
    const auto errors = errors_of(
        "id = \"key\"\ntitle = \"Key\"\nversion = \"1\"\n[[item]]\nid = \"q1\"\ntext = \"I "
        "am low.\"\nsafety_from = 1\nsafety_message = \"Talk to somebody.\"\n");
    CHECK(has(errors, "this item has no response"));
}

TEST_CASE("a key without wording counts its items instead of listing them") {
    const std::string key =
        "id = \"key\"\ntitle = \"Key\"\nversion = \"1\"\nitem_count = 3\n[response]\nrange = [1, "
        "5]\n"
        "[[scale]]\nid = \"s\"\nscore = \"sum\"\nitems = [\"q1\", \"q2\", \"-q3\"]\n";
    const auto checked = load_questionnaire(key, "k.toml");
    REQUIRE(checked.value);
    CHECK(checked.value->items[2].id == "q3");
    CHECK_FALSE(checked.value->has_wording());
    CHECK(checked.value->scales[0].high == 15);
    CHECK(has(errors_of("item_count = 0\nid = \"key\"\ntitle = \"Key\"\nversion = "
                        "\"1\"\n[response]\nrange = [1, 5]\n"),
              "1:14: 'item_count' is not in 1..1000"));
}

TEST_CASE("show_if on an item whose response is not declared ends with what is wrong") {
    const auto checked = load_questionnaire(
        "id = \"q\"\ntitle = \"Q\"\nversion = \"1\"\n[[item]]\nid = \"a\"\ntext = \"A.\"\n"
        "[[item]]\nid = \"b\"\ntext = \"B.\"\nshow_if = \"a >= 2\"\n",
        "q.toml");
    CHECK_FALSE(checked.value.has_value());
    CHECK(has_errors(checked.problems));
}

TEST_CASE("show_if refers to earlier items only") {
    const std::string shown = "text = \"I feel tense.\"\nshow_if = ";
    CHECK(errors_of(with("text = \"I feel tense.\"", shown + "\"q1 >= 2\"")).empty());
    const auto checked =
        load_questionnaire(with("text = \"I feel rested.\"",
                                "text = \"I feel rested.\"\nshow_if = \"q1 >= 2 and q2 != 3\""),
                           "m");
    REQUIRE(checked.value);
    REQUIRE(checked.value->items[2].show_if.size() == 2);
    CHECK(checked.value->items[2].show_if[1].item == 1);
    CHECK(checked.value->items[2].show_if[1].op == Condition::Op::NotEqual);
    CHECK(has(errors_of(with("text = \"I feel tense.\"", shown + "\"q3 >= 2\"")),
              "16:11: no item 'q3' stands above this one (above are: q1)"));
    CHECK(has(errors_of(with("text = \"I feel tense.\"", shown + "\"q1 is 2\"")),
              "16:11: 'q1 is 2' is no condition"));
}

TEST_CASE("scales are checked") {
    const std::string items = "items = [\"q1\", \"-q2\", \"q3\"]";
    CHECK(has(errors_of(with(items, "items = [\"q1\", \"-q1\"]")),
              "23:16: item 'q1' stands twice in this scale"));
    CHECK(has(errors_of(with(items, "items = []")), "23:9: a scale needs at least one item"));
    CHECK(has(errors_of(with(items, "")), "20:1: [[scale]] has no 'items'"));
    CHECK(has(errors_of(with(items, "items = [\"q1\", 2]")),
              "23:16: 'items' of [[scale]] lists texts"));
    CHECK(has(errors_of(with("score = \"mean\"", "")), "20:1: [[scale]] has no 'score'"));
    CHECK(
        has(errors_of(with(items, items + "\ntransform = \"4x\"")), "24:13: '4x' is no transform"));
    CHECK(has(errors_of(with(items, items + "\nmin_answered = 4")),
              "24:16: 'min_answered' is not in 1..3"));
    CHECK(has(errors_of(with(items, items + "\nmin_answered = 0")),
              "24:16: 'min_answered' is not in 1..3"));
    CHECK(has(errors_of(with(items, items + "\nmin_answered = 1.5")),
              "24:16: the share 'min_answered'"));
    CHECK(has(errors_of(with(items, items + "\nmin_answered = \"all\"")),
              "24:16: 'min_answered' is no number (a count"));
    CHECK(has(errors_of(with(items, items + "\nwhen_missing = \"median\"")),
              "24:16: 'median' is no value of 'when_missing'"));
    CHECK(has(errors_of(with(items, items + "\nrange = [1, 5]")),
              "24:9: 'range' is not what the items give (the key says range = [1, 4])"));
    CHECK(has(errors_of(plus("[[scale]]\nid = \"calm\"\nscore = \"sum\"\nitems = [\"q1\"]\n")),
              "'calm' is declared twice"));
    CHECK(
        has(errors_of(with("[[scale]]", "[scale]")),
            "20:1: 'scale' is a table, not a list of tables (write [[scale]] with two brackets)"));
    CHECK(has(errors_of(with("text = \"I feel calm.\"", "type = \"text\"")),
              "item 'q1' has no number to score"));
    CHECK(has(notes_of(with(items, items + "\nmin_answered = 2")), "'min_answered' has no effect"));
}

TEST_CASE("a share of items is rounded up, but not by a rounding error") {
    const auto min_answered = [](const std::string& share, int count) {
        const auto checked = load_questionnaire(
            "id = \"k\"\ntitle = \"K\"\nversion = \"1\"\nitem_count = " + std::to_string(count) +
                "\n[response]\nrange = [1, 5]\n[[scale]]\nid = \"s\"\nscore = "
                "\"mean\"\nwhen_missing = \"prorate\"\n"
                "min_answered = " +
                share + "\nitems = [" +
                [&] {
                    std::string list;
                    for (int i = 1; i <= count; ++i)
                        list += "\"q" + std::to_string(i) + "\",";
                    return list;
                }() +
                "]\n",
            "k");
        REQUIRE(checked.value);
        return checked.value->scales[0].min_answered;
    };
    CHECK(min_answered("0.8", 15) == 12);
    CHECK(min_answered("0.8", 12) == 10);
    CHECK(min_answered("1.0", 12) == 12);
    CHECK(min_answered("0.01", 12) == 1);
    CHECK(min_answered("1", 12) == 1);
}

TEST_CASE("composites are checked") {
    const std::string two =
        "[[scale]]\nid = \"rest\"\nscore = \"mean\"\nitems = [\"q3\"]\n[[composite]]\nid = "
        "\"total\"\n";
    CHECK(
        errors_of(plus(two + "formula = \"mean_of_items\"\nof = [\"calm\", \"-rest\"]\n")).empty());
    CHECK(has(errors_of(plus(two + "of = [\"calm\"]\n")), "[[composite]] has no 'formula'"));
    CHECK(has(errors_of(plus(two + "formula = \"mean_of_items\"\nof = [\"clam\"]\n")),
              "scale 'clam' is not declared (did you mean 'calm'?)"));
    CHECK(has(errors_of(plus(two + "formula = \"difference\"\nof = [\"calm\"]\n")),
              "'minus' and formula = \"difference\" belong together"));
    CHECK(
        has(errors_of(plus(two + "formula = \"mean_of_scales\"\n")), "[[composite]] has no 'of'"));
    CHECK(has(notes_of(plus(two + "formula = \"mean_of_scales\"\nof = [\"calm\", \"rest\"]\n")),
              "different numbers of items"));
    std::string sums = two;
    sums.replace(sums.find("\"mean\""), 6, "\"sum\"");
    sums.replace(sums.find("[\"q3\"]"), 6, "[\"q3\", \"q1\"]");
    CHECK(has(errors_of(plus(sums + "formula = \"mean_of_scales\"\nof = [\"calm\", \"rest\"]\n")),
              "a mean of scales with different ranges says nothing"));
}

TEST_CASE("classification rules are checked") {
    const std::string head =
        "[[scale]]\nid = \"rest\"\nscore = \"mean\"\nitems = [\"q3\"]\n[[classification]]\nid = "
        "\"m\"\nsource = \"ours\"\n";
    const std::string corners =
        "regions = [{ name = \"a\", calm = \"low\", rest = \"low\" }, { name = \"b\", calm = "
        "\"low\", rest = \"high\" },"
        "{ name = \"c\", calm = \"high\", rest = \"low\" }, { name = \"d\", calm = \"high\", rest "
        "= \"high\" }]\n";
    const std::string axes = "axes = [\"calm\", \"rest\"]\n";
    const std::string caution = "caution = \"a place, no type\"\n";
    const std::string good = head + caution + "rule = \"midpoint\"\n" + axes + corners;
    const auto checked = load_questionnaire(plus(good), "m");
    REQUIRE(checked.value);
    CHECK(checked.value->classifications[0].splits == std::vector<double>{2.5, 2.5});
    CHECK(checked.value->classifications[0].rule_in_words() == "split at midpoint 2.5, ours");
    CHECK(has(errors_of(plus(head + "rule = \"midpoint\"\n" + axes + corners)),
              "[[classification]] has no 'caution'"));
    CHECK(
        has(errors_of(plus(head + caution + axes + corners)), "[[classification]] has no 'rule'"));
    CHECK(has(errors_of(plus(head + caution + "rule = \"midpoint\"\naxes = [\"calm\"]\n")),
              "a map needs two to four scales"));
    CHECK(has(
        errors_of(plus(head + caution + "rule = \"cut\"\nmetric = \"mean\"\n" + axes + corners)),
        "rule = \"cut\" needs a table 'cuts'"));
    CHECK(has(errors_of(plus(head + caution +
                             "rule = \"cut\"\nmetric = \"mean\"\ncuts = { calm = 2, rest = 20 }\n" +
                             axes + corners)),
              "the cut is outside the range 1 to 4 of 'rest'"));
    CHECK(has(errors_of(plus(head + caution +
                             "rule = \"cut\"\nmetric = \"sum\"\ncuts = { calm = 2, rest = 2 }\n" +
                             axes + corners)),
              "the rule is for sum scores, but 'calm' is scored as mean"));
    CHECK(has(errors_of(plus(head + caution + "rule = \"cut\"\ncuts = { calm = 2, rest = 2 }\n" +
                             axes + corners)),
              "[[classification]] has no 'metric'"));
    CHECK(has(errors_of(plus(head + caution + "rule = \"midpoint\"\n" + axes +
                             "regions = [{ name = \"a\", calm = \"low\", rest = \"low\" }]\n")),
              "1 of 4 corners have a region"));
    CHECK(has(errors_of(plus(head + caution + "rule = \"linear\"\nmetric = \"mean\"\n" + axes +
                             "regions = [{ name = \"a\", calm = 1, rest = 2 }]\n")),
              "a region has no 'constant'"));
}

TEST_CASE("a norm of another metric than its scale is refused") {
    const std::string norm =
        "[[norm]]\nid = \"us\"\nscale = \"calm\"\npopulation = \"students\"\nsd = 0.5\n";
    CHECK(errors_of(plus(norm + "mean = 2.5\nmetric = \"mean\"\n")).empty());
    CHECK(has(errors_of(plus(norm + "mean = 2.5\nmetric = \"sum\"\n")),
              "the norm is of sum scores, but 'calm' is scored as mean"));
    CHECK(has(errors_of(plus(norm + "mean = 21.5\nmetric = \"mean\"\n")),
              "the mean of the norm cannot be a score of its scale"));
    CHECK(has(errors_of(plus(norm + "mean = 2.5\n")), "[[norm]] has no 'metric'"));
    CHECK(has(errors_of(plus("[[norm]]\nid = \"us\"\nscale = \"calm\"\npopulation = "
                             "\"students\"\nmetric = \"mean\"\nmean = 2\nsd = 5\n")),
              "the standard deviation is larger than the scale allows"));
    CHECK(has(errors_of(plus("[[norm]]\nid = \"us\"\nscale = \"calm\"\npopulation = "
                             "\"students\"\nmetric = \"mean\"\nmean = 2\nsd = 0\n")),
              "a standard deviation is above 0"));
    CHECK(
        has(errors_of(plus(norm + "mean = 2.5\nmetric = \"mean\"\nlookup = [[2, 30], [1, 20]]\n")),
            "'lookup' is no ascending list"));
    CHECK(has(errors_of(plus(norm + "mean = 2.5\nmetric = \"mean\"\n" + norm +
                             "mean = 2.5\nmetric = \"mean\"\n")),
              "norm 'us' is declared twice for this scale"));
}

TEST_CASE("reliabilities and bands are checked") {
    const std::string reliability = "[[reliability]]\nscale = \"calm\"\n";
    CHECK(errors_of(plus(reliability +
                         "kind = \"retest\"\nvalue = 0.8\ninterval_days = 28\ndoi = \"10.1/x\"\n"))
              .empty());
    CHECK(has(errors_of(plus(reliability + "kind = \"alpha\"\nvalue = 8\ndoi = \"10.1/x\"\n")),
              "a reliability is above 0 and below 1"));
    CHECK(has(errors_of(plus(reliability + "kind = \"alpha\"\nvalue = 0.8\n")),
              "a reliability needs its 'doi' or 'source'"));
    CHECK(has(errors_of(plus(reliability + "value = 0.8\nsource = \"x\"\n")),
              "[[reliability]] has no 'kind'"));
    CHECK(has(errors_of(plus(reliability +
                             "kind = \"alpha\"\ninterval_days = 3\nvalue = 0.8\nsource = \"x\"\n")),
              "'interval_days' belongs to kind = \"retest\""));
    const std::string band = "[[band]]\nscale = \"calm\"\nlabel = \"low\"\n";
    CHECK(errors_of(plus(band + "kind = \"own\"\nfrom = 1\nto = 2\n")).empty());
    CHECK(has(errors_of(plus(band + "kind = \"published\"\nfrom = 1\nto = 2\n")),
              "a published band needs its 'source'"));
    CHECK(has(errors_of(plus(band + "kind = \"own\"\nfrom = 3\nto = 2\n")),
              "the band ends before it starts"));
    CHECK(has(errors_of(plus(band + "kind = \"own\"\nfrom = 3\nto = 20\n")),
              "the band leaves the range of its scale"));
    CHECK(has(errors_of(plus(band + "kind = \"own\"\nfrom = 1\nto = 2\n" + band +
                             "kind = \"own\"\nfrom = 1.5\nto = 3\n")),
              "this band overlaps 'low'"));
}

TEST_CASE("orders name every item exactly once") {
    const std::string order = "[[order]]\nname = \"german\"\nitems = ";
    CHECK(errors_of(plus(order + "[\"q3\", \"q1\", \"q2\"]\n")).empty());
    CHECK(has(errors_of(plus(order + "[\"q3\", \"q1\"]\n")), "the order has 2 of 3 items"));
    CHECK(has(errors_of(plus(order + "[\"q3\", \"q1\", \"q1\"]\n")),
              "item 'q1' stands twice in this order"));
    CHECK(has(errors_of(plus(order + "[\"q3\", \"q1\", \"x1\"]\n")), "item 'x1' is not declared"));
}

TEST_CASE("check cases are checked themselves") {
    const std::string all = "all = 1\nscores = { calm = 2 }";
    CHECK(has(errors_of(with(all, "all = 7\nscores = { calm = 2 }")),
              "26:7: this is no answer to item 'q1'"));
    CHECK(has(errors_of(with(all, "answers = [1, 2]\nscores = { calm = 2 }")),
              "26:11: 2 answers for 3 items"));
    CHECK(has(errors_of(with(all, "answers = { q9 = 1 }\nscores = { calm = 2 }")),
              "26:13: item 'q9' is not declared"));
    CHECK(has(errors_of(with(all, "all = 1\nscores = { clam = 2 }")),
              "scale 'clam' is not declared (did you mean 'calm'?)"));
    CHECK(has(errors_of(with(all, "all = 1")), "a [[check]] needs a table 'scores'"));
    CHECK(has(errors_of(with(all, "scores = { calm = 2 }")), "[[check]] has no 'answers'"));
    CHECK(has(errors_of(with(all, "all = 1\norder = \"x\"\nscores = { calm = 2 }")),
              "order 'x' is not declared"));
    CHECK(has(errors_of(with(all, "all = 1\nscores = { calm = \"two\" }")),
              "this is no score (a score is a number, or \"none\""));
    const auto checked = load_questionnaire(
        with(all, "answers = { q1 = 4, q2 = \"blank\" }\nall = 1\nscores = { calm = \"none\" }"),
        "m");
    REQUIRE(checked.value);
    CHECK(checked.value->checks[0].answers[0] == 4);
    CHECK_FALSE(checked.value->checks[0].answers[1].has_value());
    CHECK(checked.value->checks[0].answers[2] == 1);
    CHECK_FALSE(checked.value->checks[0].scores[0].value.has_value());
}

TEST_CASE("a translation has a text for every item") {
    CHECK(errors_of(plus("[wording.de]\nq1 = \"Ich bin ruhig.\"\nq2 = \"Ich bin angespannt.\"\nq3 "
                         "= \"Ich bin erholt.\"\n"))
              .empty());
    CHECK(has(errors_of(plus("[wording.de]\nq1 = \"Ich bin ruhig.\"\n")),
              "[wording.de] has a text for 1 of 3 items"));
    CHECK(has(errors_of(plus("[wording.de]\nq7 = \"?\"\n")), "'q7' is no key of [wording.de]"));
}

TEST_CASE("control characters of a file never reach a message") {
    const std::string message = errors_of(with("\"-q2\"", "\"\\u001b[31m\""));
    CHECK(has(message, "\\x1b[31m"));
    CHECK_FALSE(has(message, "\x1b"));
}

TEST_CASE("items may be unused on purpose, but not while a scale scores them") {
    const std::string head = "version = \"1\"\n";
    CHECK(errors_of(with(head, head + "unused = [\"q3\"]\n")) ==
          "4:10: item 'q3' is said to be unused, but 'calm' scores it");
    CHECK(errors_of(with(head, head + "unused = [\"q9\"]\n")) ==
          "4:11: item 'q9' is not declared (did you mean 'q1'?)");
    std::string text = with(head, head + "unused = [\"q3\"]\n");
    const std::string list = "items = [\"q1\", \"-q2\", \"q3\"]";
    text.replace(text.find(list), list.size(), "items = [\"q1\", \"-q2\"]");
    const auto checked = load_questionnaire(text, "m.toml");
    REQUIRE(checked.value);
    CHECK(checked.value->unused == std::vector<std::size_t>{2});
}

TEST_CASE("orders are rivals when they put the items differently") {
    const std::string one = "[[order]]\nname = \"a\"\nitems = [\"q1\", \"q2\", \"q3\"]\n";
    const std::string same = "[[order]]\nname = \"b\"\nitems = [\"q1\", \"q2\", \"q3\"]\n";
    const std::string other = "[[order]]\nname = \"c\"\nitems = [\"q3\", \"q2\", \"q1\"]\n";
    CHECK_FALSE(load_questionnaire(plus(one), "m").value->has_rival_orders());
    CHECK_FALSE(load_questionnaire(plus(one + same), "m").value->has_rival_orders());
    CHECK(load_questionnaire(plus(one + same + other), "m").value->has_rival_orders());
}

TEST_CASE("people to repeat over need a questionnaire that is repeated") {
    const std::string head = "version = \"1\"\n";
    CHECK(errors_of(with(head, head + "repeat_for = [\"mother\"]\n")) ==
          "4:14: 'repeat_for' needs 'repeat_over'");
    const auto checked = load_questionnaire(
        with(head, head + "repeat_over = \"relationship\"\nrepeat_for = [\"mother\"]\n"), "m");
    REQUIRE(checked.value);
    CHECK(checked.value->repeat_for == std::vector<std::string>{"mother"});
}
