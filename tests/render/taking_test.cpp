#include "attune/report/taking.hpp"

#include <doctest/doctest.h>

#include "attune/render/text.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz::test;
using quiz::Answers;
using report::Taking;

namespace {

using SharedKey = std::shared_ptr<const definition::Questionnaire>;

SharedKey shared(definition::Questionnaire key) {
    return std::make_shared<const definition::Questionnaire>(std::move(key));
}

Taking taking(const SharedKey& key, const Answers& given, int day, std::string about = "sam") {
    Taking out;
    out.key = key;
    out.version = key->version;
    out.answers = given;
    out.answers_today = given;
    out.scored = quiz::score_answers(*key, given);
    out.about = std::move(about);
    out.at.local_day = *CivilDay::make(2026, 3, 1) + day;
    out.at.utc = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + std::chrono::hours(20) +
                 std::chrono::days(day);
    return out;
}

const report::TakingOptions kOptions{.today = *CivilDay::make(2026, 3, 29)};

std::string text(const report::Document& document) {
    return render::render_text(document, {.width = 200, .ascii = true});
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

Answers march() {
    return answers({7, 6, 1, 2, 7, 6, 2, 5, 6, 5, 2, 4, 7, 3, 5, 4, 3, 2, 6, 2, 5, kBlank, 2, 3});
}
Answers april() {
    return answers({6, 6, 2, 2, 5, 6, 2, 5, 4, 5, 2, 4, 5, 3, 5, 4, 3, 2, 6, 3, 5, 6, 2, 4});
}

/// A key with an SD of 0.8 and an alpha of .84, whose error of measurement is 0.32.
SharedKey cited(const std::string& more = {}) {
    return shared(key(4,
                      "[[scale]]\nid = \"s\"\ntitle = \"Calm\"\nscore = \"mean\"\nitems = [\"q1\", "
                      "\"q2\", \"q3\", \"q4\"]\n[[norm]]\nid = \"adults\"\nscale = "
                      "\"s\"\npopulation = \"adults in Lund\"\nmean = 3\nsd = 0.8\nmetric = "
                      "\"mean\"\nsource = \"a\"\n[[reliability]]\nscale = \"s\"\nkind = "
                      "\"alpha\"\nvalue = 0.84\nsource = \"a\"\n" +
                          more));
}

}  // namespace

TEST_CASE("scores, intervals and changes of item answers are those of R's t.test") {
    const auto key = shared(shipped("attachment"));
    // R: x <- c(7,7,7,3,6,4,7,4,3,6,5,5); t.test(x)$conf.int is 4.344064 6.322603.
    // April minus March, item by item: t.test(d)$conf.int is -1.3638 -0.3029, mean -0.8333.
    const std::string out =
        text(report::build_taking(taking(key, april(), 28), {taking(key, march(), 0)}, kOptions));
    CHECK(has(out, "4.5 on 1 to 7, likely between 3.9 and 5.1"));
    CHECK(has(out, "-0.8, likely between -1.4 and -0.3: likely lower"));
    CHECK(has(out, "Intervals and change (95 %): how much your answers agreed."));
    CHECK_FALSE(has(out, "reliable"));
    CHECK_FALSE(has(out, "in 100 of"));
}

TEST_CASE("with a cited SD and reliability the error of measurement judges, by name") {
    const auto k = cited();
    // 1.96 * 0.8 * sqrt(1 - .84) = 0.6272; a change of 1 against 1.96 * 0.8 * sqrt(0.32) = 0.887.
    const std::string out =
        text(report::build_taking(taking(k, all(4, 4), 3), {taking(k, all(4, 3), 0)}, kOptions));
    CHECK(has(out, "4.0 on 1 to 5, likely between 3.4 and 4.6"));
    CHECK(has(out, "+1.0, likely between +0.1 and +1.9: more than the error of"));
    CHECK(has(out, "reliable change, from SD 0.8 (adults in Lund) and alpha 0.84"));
    // pnorm((4 - 3) / 0.8) = 0.8943
    CHECK(has(out, "above about 89 in 100 of adults in Lund"));
    const std::string within = text(report::build_taking(taking(k, answers({4, 4, 3, 3}), 3),
                                                         {taking(k, all(4, 3), 0)}, kOptions));
    CHECK(has(within, "+0.5, likely between -0.4 and +1.4: within the error of"));
}

TEST_CASE("of several norms none is guessed: all are shown, and an id chooses") {
    const auto k = cited(
        "[[norm]]\nid = \"students\"\nscale = \"s\"\npopulation = \"students in Lund\"\nmean = "
        "4\nsd = 0.8\nmetric = \"mean\"\nsource = \"a\"\n");
    const std::string both = text(report::build_taking(taking(k, all(4, 4), 0), {}, kOptions));
    CHECK(has(both, "89 in 100 of adults in Lund"));
    CHECK(has(both, "50 in 100 of students in Lund"));
    CHECK(has(both, "--norm takes the one that fits you: adults, students"));
    CHECK(has(both, "how much your answers agreed"));
    report::TakingOptions chosen = kOptions;
    chosen.norm = "students";
    const std::string one = text(report::build_taking(taking(k, all(4, 4), 0), {}, chosen));
    CHECK_FALSE(has(one, "adults in Lund"));
    CHECK(has(one, "SD 0.8 (students in Lund)"));
}

TEST_CASE("style names off names no side and no corner; explain puts all rules side by side") {
    const auto key = shared(shipped("attachment"));
    report::TakingOptions off = kOptions;
    off.style_names = false;
    const std::string quiet = text(report::build_taking(taking(key, april(), 0), {}, off));
    for (const char* word : {"secure", "anxious", "fearful", "avoidant", "Where this lies"})
        CHECK_FALSE(has(quiet, word));
    CHECK(has(quiet, "Anxiety"));
    CHECK(has(quiet, "x now"));
    report::TakingOptions explain = kOptions;
    explain.explain = true;
    const auto ecr = shared(shipped("ecr"));
    const std::string rules = text(report::build_taking(taking(ecr, all(36, 4), 0), {}, explain));
    CHECK(has(rules, "RULES SIDE BY SIDE"));
    CHECK(has(rules, "1999 redraws"));
}

TEST_CASE("nothing that is said about a taking judges") {
    const auto key = shared(shipped("attachment"));
    for (const double answer : {1.0, 4.0, 7.0}) {
        const std::string out =
            text(report::build_taking(taking(key, all(24, answer), 0), {}, kOptions));
        for (const char* word : {"your style", "you are", "should", "toxic", "broke", "failed"})
            CHECK_FALSE(has(out, word));
        CHECK(has(out, "the same answer 24 times in a row"));
        CHECK(has(out, "A note, no verdict"));
    }
}

TEST_CASE("an answer that calls for it shows the support line behind the result") {
    const auto q = shared(shipped("phq-9"));
    const std::string calm = text(report::build_taking(taking(q, all(9, 0), 0), {}, kOptions));
    CHECK_FALSE(has(calm, "attune support"));
    Answers given = all(9, 0);
    given[8].value = 1;
    CHECK(has(text(report::build_taking(taking(q, given, 0), {}, kOptions)), "attune support"));
}

TEST_CASE("a history keeps what was counted then and shows today's key behind it") {
    const auto then = shared(shipped("attachment"));
    auto changed = shipped("attachment");
    changed.version = "2.0";
    changed.scales[0].items.pop_back();
    const auto today = shared(std::move(changed));
    Taking first = taking(then, march(), 0);
    quiz::KeptTaking kept;
    for (std::size_t i = 0; i < then->items.size(); ++i) {
        if (first.answers[i].state == quiz::AnswerState::Value)
            kept.answers.emplace_back(then->items[i].id, first.answers[i].value);
    }
    for (std::size_t i = 0; i < 2; ++i)
        kept.scores.emplace_back(then->scales[i].id, *first.scored.scales[i].score);
    first.rescored = quiz::rescore(*today, kept);
    const Taking second = taking(today, april(), 28);
    const std::string plain =
        text(report::build_history({{today, "sam", {first, second}}}, kOptions));
    CHECK(has(plain, "5.3 (4.3 to 6.3)"));
    CHECK(has(plain, "key 1.0\n"));
    CHECK(has(plain, "--rescore"));
    CHECK_FALSE(has(plain, "by today's"));
    report::TakingOptions rescore = kOptions;
    rescore.rescore = true;
    const std::string out = text(report::build_history({{today, "sam", {first, second}}}, rescore));
    // (64) / 12 = 5.333 as it was; without q24 (keyed 5) 59 / 11 = 5.364.
    CHECK(has(out, "5.3 (4.3 to 6.3)"));
    CHECK(has(out, "key 1.0; 5.4 by today's 2.0"));
    CHECK(has(out, "key 1.0, the same by today's 2.0"));
    CHECK(has(out, "2 takings, Sun 1 Mar - Sun 29 Mar 2026"));
    CHECK(has(out, "Since last time (Sun 1 Mar 20:00)"));
    CHECK_FALSE(has(out, "the first time"));
}

TEST_CASE("a history draws each scale over time and marks what is more than a cited error") {
    const auto key = cited();
    const report::Document document = report::build_history(
        {{key,
          "sam",
          {taking(key, all(4, 2), 0), taking(key, all(4, 2), 14), taking(key, all(4, 5), 28)}}},
        kOptions);
    const report::ScoreHistory* history = nullptr;
    for (const report::Section& section : document.sections) {
        for (const report::Block& block : section.blocks) {
            if (const auto* found = std::get_if<report::ScoreHistory>(&block)) {
                history = found;
                CHECK(section.reach == report::Section::Reach::PageOnly);
            }
        }
    }
    REQUIRE(history != nullptr);
    REQUIRE(history->lines.size() == 1);
    const auto& points = history->lines[0].points;
    REQUIRE(points.size() == 3);
    CHECK(points[0].since_first == report::ChangeMark::Unjudged);
    CHECK(points[1].since_first == report::ChangeMark::Unclear);
    CHECK(points[2].since_first == report::ChangeMark::Higher);
    CHECK(points[2].since_previous == report::ChangeMark::Higher);
    CHECK(points[2].score == 5.0);
    CHECK(history->twin.rows.size() == 3);
    CHECK(has(history->description, "Calm went from 2.0 to 5.0"));
    CHECK_FALSE(has(text(document), "OVER TIME"));
}

TEST_CASE("without a cited error no change is marked, and one taking draws nothing") {
    const auto key = shared(shipped("attachment"));
    const auto histories = [&](std::vector<Taking> takings) {
        std::vector<report::ChangeMark> marks;
        const report::Document document =
            report::build_history({{key, "sam", std::move(takings)}}, kOptions);
        for (const report::Section& section : document.sections) {
            for (const report::Block& block : section.blocks) {
                if (const auto* found = std::get_if<report::ScoreHistory>(&block)) {
                    for (const auto& line : found->lines)
                        marks.push_back(line.points.back().since_first);
                }
            }
        }
        return marks;
    };
    CHECK(histories({taking(key, march(), 0), taking(key, april(), 28)}) ==
          std::vector<report::ChangeMark>(2, report::ChangeMark::Unjudged));
    CHECK(histories({taking(key, march(), 0)}).empty());
}

TEST_CASE("a short form stands apart from its long one") {
    const auto key = shared(shipped("attachment"));
    auto brief = shipped("mindful-attention");
    brief.id = "brief";
    const auto other = shared(std::move(brief));
    const std::string out = text(report::build_history(
        {{key, "", {taking(key, april(), 0, "")}}, {other, "", {taking(other, all(15, 3), 1, "")}}},
        kOptions));
    CHECK(has(out, "ATTENTION, BRIEF (COUNTED APART)"));
    CHECK_FALSE(has(out, "Since last time"));
}

TEST_CASE("people side by side are letters on one map, each against the first") {
    const auto key = shared(shipped("attachment"));
    const std::string out = text(report::build_comparison(
        {taking(key, march(), 0, "sam"), taking(key, april(), 28, "kim")}, kOptions));
    CHECK(has(out, "kim, Sun 29 Mar 20:00 against sam, Sun 1 Mar 20:00: -0.8, likely between"));
    CHECK(has(out, "a: sam, Sun 1 Mar 20:00"));
    CHECK(has(out, "b: kim, Sun 29 Mar 20:00"));
    CHECK(has(out, "2 differences are judged here"));
}
