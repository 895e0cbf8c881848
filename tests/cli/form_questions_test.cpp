#include "cli/form_questions.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/definition/embedded.hpp"
#include "attune/journal/form_record.hpp"

namespace attune::cli {

namespace {

constexpr const char* kSleep = R"(
id = "sleep"
title = "A night"
summary = "how a night was"
version = "1"
[[item]]
id = "rest"
ask = "How rested were you?"
type = "scale"
lo = 1
hi = 5
low_word = "worn out"
high_word = "fresh"
[[item]]
id = "place"
ask = "Where?"
type = "choice"
options = ["bed", "sofa"]
labels = ["in bed", "on the sofa"]
[[item]]
id = "why"
ask = "Why there?"
show_if = "place = sofa"
[[item]]
id = "breathe"
ask = "One slow breath."
type = "say"
[[item]]
id = "dreamt"
ask = "Did you dream?"
type = "yes_no"
[[item]]
id = "hours"
ask = "How long?"
type = "number"
unit = "h"
[[item]]
id = "felt"
ask = "What did you feel?"
type = "choices"
words = "feeling"
keep = "tag:feeling"
[[item]]
id = "up"
ask = "Which day?"
type = "date"
[[item]]
id = "beside"
ask = "Who was there?"
type = "people"
keep = "people"
[[item]]
id = "more"
ask = "Anything else?"
type = "lines"
[[item]]
id = "text"
ask = "The night?"
type = "lines"
keep = "text"
required = true
[[item]]
id = "better"
ask = "Was the next one better?"
type = "yes_no"
stage = "later"
)";

const KnownWords& words() {
    static const KnownWords known{
        .names = journal::Names(
            definition::Vocabularies::load(definition::embedded_vocabularies()).value(), {}),
        .people = {}};
    return known;
}

FormAsking asking(NoteRequest given = {}) {
    auto read = definition::read_form(kSleep, "sleep.toml");
    REQUIRE(read.value.has_value());
    journal::Now now;
    now.utc = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + std::chrono::hours(20);
    return {.form = *std::move(read.value), .given = std::move(given), .now = now};
}

std::string asked(const FormAsking& before, const Replies& replies = {}) {
    std::vector<std::string> ids;
    for (const Question& question : form_questions(before, words())) {
        if (!question.when || question.when(replies)) ids.push_back(question.id);
    }
    return join(ids, "|");
}

Question question(const FormAsking& before, std::string_view id) {
    for (Question& question : form_questions(before, words())) {
        if (question.id == id) return std::move(question);
    }
    FAIL("no such question");
    return {};
}

Reply said(std::string text) {
    Reply reply;
    reply.text = std::move(text);
    return reply;
}

Reply picks(std::vector<Pick> words) {
    Reply reply;
    reply.picks = std::move(words);
    return reply;
}

}  // namespace

TEST_CASE("the items of a form are its questions, and behind them is the menu") {
    CHECK(asked(asking()) ==
          "item rest|item place|item breathe|item dreamt|item hours|item felt|item up|item beside|"
          "item more|item text|more");
    const Question rest = question(asking(), "item rest");
    CHECK(rest.answering == Answering::Scale);
    CHECK(rest.low == 1);
    CHECK(rest.high == 5);
    CHECK(rest.high_word == "fresh");
    CHECK(question(asking(), "item text").required);
    CHECK_FALSE(question(asking(), "item breathe").counted);
    CHECK_FALSE(question(asking(), "item place").own_words);
    CHECK(question(asking(), "item felt").choices.size() > 20);
}

TEST_CASE("a condition of the form decides what is asked") {
    Replies replies;
    replies["item place"] = picks({{"sofa", {}}});
    CHECK(asked(asking(), replies).contains("item why"));
    replies["item place"] = picks({{"bed", {}}});
    CHECK_FALSE(asked(asking(), replies).contains("item why"));
    const NoteRequest given{.text = "", .options = {{"place", "sofa"}}, .of = {}, .literal = false};
    CHECK(asked(asking(given)).starts_with("item rest|item why|"));
}

TEST_CASE("what words and flags say is not asked, and later items only about an earlier record") {
    const NoteRequest given{.text = "Quiet",
                            .options = {{"rest", "3"}, {"at", "yesterday"}},
                            .of = {},
                            .literal = false};
    CHECK_FALSE(asked(asking(given)).contains("item rest"));
    CHECK_FALSE(asked(asking(given)).contains("item text"));
    const Question menu = question(asking(given), "more");
    CHECK(std::none_of(menu.choices.begin(), menu.choices.end(),
                       [](const Choice& choice) { return choice.word == "at"; }));
    const NoteRequest later{.text = "", .options = {}, .of = "4f2a", .literal = false};
    CHECK(asked(asking(later)) == "item better|more");
}

TEST_CASE("a day is kept as a day, and what is none is refused while it is typed") {
    const Question day = question(asking(), "item up");
    CHECK(day.check("yesterday").value() == "2026-02-28");
    CHECK_FALSE(day.check("someday"));
    CHECK_FALSE(day.check("tomorrow"));
    CHECK(day.remark(said("2026-02-28")) == "Sat 28 Feb");
    CHECK_FALSE(question(asking(), "item breathe").check("words"));
}

TEST_CASE("every reply of a form becomes a flag that note takes") {
    Replies replies;
    replies["item rest"].number = 4;
    replies["item place"] = picks({{"sofa", {}}});
    replies["item why"] = said("too warm\nand loud");
    replies["item dreamt"].number = 0;
    replies["item hours"].number = 6.5;
    replies["item felt"] = picks({{"calm", {}}, {"sad", {}}});
    replies["item up"] = said("2026-02-28");
    replies["item beside"] = picks({{"Zoë", {}}, {"my sister", {}}});
    replies["item more"] = said("one\ntwo");
    replies["item text"] = said("Quiet @sam");
    replies["with"] = picks({{"lee", {}}});
    replies["more"] = picks({{"with", {}}, {"bring", {}}});
    const FormAsking before = asking();
    const NoteRequest request = with_replies(before, replies);
    CHECK(request.text == "Quiet @sam");
    const auto record = journal::build_form_record(
        before.form, journal::parse_typed_line(request.text), request.options, before.now);
    REQUIRE(record);
    CHECK(record->kind == "sleep");
    CHECK(record->text == "Quiet");
    CHECK(record->values.size() == 2);
    CHECK(record->people.size() == 4);
    const auto field = [&](std::string_view name) {
        const auto found = std::find_if(record->fields.begin(), record->fields.end(),
                                        [&](const auto& each) { return each.name == name; });
        return found == record->fields.end() ? std::string() : found->text;
    };
    CHECK(field("why") == "too warm and loud");
    CHECK(field("more") == "one\ntwo");
    CHECK(field("up") == "2026-02-28");
    const auto tagged = [&](const char* facet, const char* slug) {
        return std::count(record->tags.begin(), record->tags.end(), journal::Tag{facet, slug});
    };
    CHECK(tagged("dreamt", "no") == 1);
    CHECK(tagged("place", "sofa") == 1);
    CHECK(tagged("feeling", "calm") == 1);
    CHECK(tagged("mark", "bring") == 1);
}

TEST_CASE("every form of the program has an interview in which each item can be reached") {
    for (const auto& file : definition::embedded_forms()) {
        CAPTURE(file.id);
        auto read = definition::read_form(file.text, std::string(file.path));
        REQUIRE(read.value.has_value());
        for (const bool later : {false, true}) {
            FormAsking each = asking();
            each.form = *read.value;
            if (later) each.given.of = "4f2a";
            const auto stage = later ? definition::FormStage::Later : definition::FormStage::First;
            std::size_t items = 0;
            for (const Question& question : form_questions(each, words())) {
                if (question.id.starts_with("item ")) ++items;
                CHECK_FALSE(question.text.empty());
            }
            CHECK(items == read.value->items_of(stage).size());
        }
    }
}

}  // namespace attune::cli
