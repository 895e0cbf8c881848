#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "attune/base/csv.hpp"
#include "attune/quiz/check.hpp"
#include "attune/quiz/place.hpp"
#include "attune/quiz/score.hpp"
#include "attune/quiz/score_run.hpp"
#include "attune/quiz/unscored.hpp"
#include "quiz/builders.hpp"

/// What public scorers get wrong, each tried on the keys that are shipped.

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;
using definition::Questionnaire;

namespace {

std::vector<Questionnaire> published() {
    std::vector<Questionnaire> out;
    for (const auto& file : definition::embedded_questionnaires()) {
        Questionnaire loaded_one = loaded(file.text);
        if (!loaded_one.has_wording()) out.push_back(std::move(loaded_one));
    }
    REQUIRE(out.size() >= 25);
    return out;
}

std::string text_of(std::string_view id) {
    for (const auto& file : definition::embedded_questionnaires()) {
        if (file.id == id) return std::string(file.text);
    }
    FAIL("no questionnaire " << id);
    return {};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    for (; at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

std::vector<std::string> errors_in(const std::string& text) {
    std::vector<std::string> out;
    for (const auto& problem : definition::load_questionnaire(text, "k.toml").problems) {
        if (problem.weight == definition::Problem::Weight::Error) out.push_back(problem.message);
    }
    return out;
}

Result<ScoreRun> open_run(const Questionnaire& q, const std::string& header,
                          ScoreRunOptions options = {}) {
    CsvReader reader(bytes_of(header), "r.csv");
    CsvRow row;
    REQUIRE(reader.next(row).value());
    return ScoreRun::open(q, row, "r.csv", std::move(options));
}

std::string numbered_header(std::size_t count) {
    std::string out;
    for (std::size_t i = 1; i <= count; ++i)
        out += (i > 1 ? "," : "") + ("Q" + std::to_string(i));
    return out + "\n";
}

Answers low_answers(const Questionnaire& q) {
    Answers out;
    for (const auto& item : q.items)
        out.push_back({AnswerState::Value, q.response_of(item).low});
    return out;
}

double score_of(const Questionnaire& q, const Answers& a, const std::string& id) {
    const Scored scored = score_answers(q, a);
    if (const auto scale = q.find_scale(id)) return scored.scales[*scale].score.value();
    for (std::size_t i = 0; i < q.composites.size(); ++i) {
        if (q.composites[i].id == id) return scored.composites[i].value();
    }
    FAIL("no score " << id);
    return 0;
}

}  // namespace

TEST_CASE("every published key passes its own cases and the generated ones") {
    for (const Questionnaire& q : published()) {
        CAPTURE(q.id);
        CHECK_FALSE(definition::has_errors(check_scoring(q)));
        CHECK(q.checks.size() >= 3);
        // One case leaves a score out because of a blank.
        CHECK(std::any_of(q.checks.begin(), q.checks.end(), [](const definition::Check& check) {
            return std::any_of(check.scores.begin(), check.scores.end(),
                               [](const auto& expected) { return !expected.value; });
        }));
    }
}

TEST_CASE(
    "no published key brings wording, and each names its source and says if it is unverified") {
    for (const Questionnaire& q : published()) {
        CAPTURE(q.id);
        CHECK(q.citation.size() > 20);
        CHECK(q.wording == q.id + ".en");
        CHECK(q.status == (q.verified ? "published key" : "published key, not verified"));
        for (const auto& item : q.items)
            CHECK(item.text.empty());
        // What the person sees of an unverified key says so in words, too.
        if (!q.verified) CHECK(q.note.find("could not be checked") != std::string::npos);
    }
}

TEST_CASE("the same numbers in the other printed order give other, plausible scores") {
    const Questionnaire q = shipped("ecr-r");
    std::string numbers;
    for (int place = 1; place <= 36; ++place)
        numbers += place % 2 == 1 ? "6 " : "2 ";
    const Answers published_order = parse_answers(q, numbers, "a", "published").value().answers;
    const Answers interleaved = parse_answers(q, numbers, "a", "interleaved").value().answers;
    // Odd places are avoidance: 6 on 6 plain and 12 reversed items; even ones anxiety: 2 on 16
    // and 2.
    CHECK(score_of(q, interleaved, "avoidance") == doctest::Approx((6 * 6 + 12 * 2) / 18.0));
    CHECK(score_of(q, interleaved, "anxiety") == doctest::Approx((16 * 2 + 2 * 6) / 18.0));
    CHECK(score_of(q, published_order, "anxiety") ==
          doctest::Approx((7 * 6 + 9 * 2 + 2 * 2) / 18.0));
    CHECK(score_of(q, published_order, "avoidance") != score_of(q, interleaved, "avoidance"));
}

TEST_CASE("numbers without a named order are refused where a key is printed in two") {
    for (const char* id : {"ecr-r", "panas"}) {
        CAPTURE(id);
        const Questionnaire q = shipped(id);
        const std::string header = numbered_header(q.items.size());
        const auto refused = open_run(q, header);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().kind == ErrorKind::Usage);
        CHECK(refused.error().message.find("printed in 2 orders") != std::string::npos);
        CHECK(refused.error().hint.find("--order published or --order ") != std::string::npos);
        CHECK(open_run(q, header, {.order = "published"}).has_value());
        std::string numbers;
        for (std::size_t i = 0; i < q.items.size(); ++i)
            numbers += "2 ";
        CHECK(parse_answers(q, numbers, "a").error().kind == ErrorKind::Usage);
        CHECK(parse_answers(q, numbers, "a", "published").has_value());
        // Items by name mean the same in every order.
        CHECK(parse_answers(q, "q7 = 2\n", "a").has_value());
    }
    CHECK(open_run(shipped("ecr"), numbered_header(36)).has_value());
}

TEST_CASE("the German listing of the PANAS is scored by its own places") {
    const Questionnaire q = shipped("panas");
    std::string numbers;
    for (int place = 1; place <= 20; ++place) {
        const std::vector<int> negative = {2, 5, 7, 8, 9, 12, 14, 16, 19, 20};
        const bool is_negative =
            std::find(negative.begin(), negative.end(), place) != negative.end();
        numbers += is_negative ? "5 " : "1 ";
    }
    CHECK(score_of(q, parse_answers(q, numbers, "a", "german").value().answers, "negative") == 50);
    CHECK(score_of(q, parse_answers(q, numbers, "a", "german").value().answers, "positive") == 10);
    CHECK(score_of(q, parse_answers(q, numbers, "a", "published").value().answers, "negative") ==
          26);
}

TEST_CASE("norms of sums on a scale of means are a mistake that the checker names") {
    const auto errors =
        errors_in(replaced(replaced(text_of("aas-r"), "score = \"sum\"", "score = \"mean\""),
                           "range = [6, 30]", "range = [1, 5]"));
    CHECK(errors.size() == 6);
    for (const std::string& error : errors)
        CHECK(error.find("sum") != std::string::npos);
    // And the other way round.
    CHECK_FALSE(errors_in(replaced(replaced(text_of("maas"), "score = \"mean\"", "score = \"sum\""),
                                   "range = [1, 6]", "range = [15, 90]"))
                    .empty());
}

TEST_CASE("a blank is never a zero, and nothing is put in its place unless the key says so") {
    for (const Questionnaire& q : published()) {
        CAPTURE(q.id);
        for (std::size_t s = 0; s < q.scales.size(); ++s) {
            CHECK(q.scales[s].when_missing == definition::WhenMissing::Blank);
            for (const auto& keyed : q.scales[s].items) {
                Answers a = low_answers(q);
                a[keyed.item] = {};
                CHECK_FALSE(score_scale(q, q.scales[s], a).score.has_value());
            }
        }
        for (const auto& score : score_answers(q, Answers(q.items.size())).scales)
            CHECK_FALSE(score.score.has_value());
    }
}

TEST_CASE("reversal goes by the ends of the response, not by the largest answer seen") {
    for (const Questionnaire& q : published()) {
        CAPTURE(q.id);
        for (const auto& scale : q.scales) {
            // Nobody answers above the lowest step; a reversed item still counts as the highest.
            double sum = 0;
            for (const auto& keyed : scale.items) {
                const auto& response = q.response_of(q.items[keyed.item]);
                sum += keyed.reversed ? response.high : response.low;
            }
            const double count = scale.metric == definition::Metric::Mean
                                     ? static_cast<double>(scale.items.size())
                                     : 1;
            CHECK(score_of(q, low_answers(q), scale.id) ==
                  doctest::Approx(sum / count * scale.factor));
        }
    }
}

TEST_CASE("a total of unequal subscales says of what it is the mean") {
    const Questionnaire q = shipped("scs");
    Answers a = low_answers(q);
    for (const auto& keyed : q.scales[q.find_scale("kindness").value()].items)
        a[keyed.item].value = 5;
    CHECK(score_of(q, a, "total_of_items") == doctest::Approx((5 * 5 + 8 * 1 + 13 * 5) / 26.0));
    CHECK(score_of(q, a, "total_of_scales") == doctest::Approx((5 + 1 + 1 + 5 + 5 + 5) / 6.0));
    // A composite that does not say it is a mistake, and so is a mean of sums of different length.
    CHECK_FALSE(errors_in(replaced(text_of("scs"), "formula = \"mean_of_items\"\n", "")).empty());
    const auto errors = errors_in(replaced(text_of("ders-16"), "formula = \"sum_of_scales\"",
                                           "formula = \"mean_of_scales\""));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0] == "a mean of scales with different ranges says nothing");
}

TEST_CASE("anchors typed the wrong way round are found in every key") {
    for (const Questionnaire& q : published()) {
        CAPTURE(q.id);
        const auto& labels = q.responses.front().labels;
        REQUIRE(labels.size() > 2);
        std::string text = text_of(q.id);
        const std::size_t line = text.find("labels = [");
        const std::size_t end = text.find('\n', line);
        text.replace(line, end - line,
                     replaced(replaced(replaced(text.substr(line, end - line), labels.front(), "@"),
                                       labels.back(), labels.front()),
                              "@", labels.back()));
        const auto errors = errors_in(text);
        REQUIRE(errors.size() == 1);
        CHECK(errors[0].find("the labels are the wrong way round") == 0);
    }
}

TEST_CASE("the published weights of the ECR put the four corners where they are named") {
    const Questionnaire q = shipped("ecr");
    const auto rule = std::find_if(q.classifications.begin(), q.classifications.end(),
                                   [](const auto& one) { return one.id == "linear"; });
    REQUIRE(rule != q.classifications.end());
    const auto at = [&](double anxiety, double avoidance) {
        const auto weights = region_weights(*rule, {anxiety, avoidance});
        const auto largest = std::max_element(weights.begin(), weights.end()) - weights.begin();
        return rule->regions[static_cast<std::size_t>(largest)].name.substr(0, 6);
    };
    CHECK(at(1, 1) == "secure");
    CHECK(at(7, 7) == "fearfu");
    CHECK(at(7, 1) == "anxiou");
    CHECK(at(1, 7) == "avoida");
    // Below the middle of both scales it parts from a split at 4: secure 5.47 x 3.5 + 3.29 x 3 -
    // 11.53 = 17.49 against fearful 8.18 x 3.5 + 7.24 x 3 - 32.36 = 17.98.
    CHECK(at(3.5, 3) == "fearfu");
    CHECK(at(3.3, 3) == "secure");
}

TEST_CASE("thoughts of death in the PHQ-9 bring the way to help along, whatever the score") {
    const Questionnaire q = shipped("phq-9");
    CHECK(q.items[8].safety_from == 1);
    CHECK(q.items[8].safety_message.find("attune support") != std::string::npos);
    for (std::size_t i = 0; i < 8; ++i)
        CHECK_FALSE(q.items[i].safety_from.has_value());
}

TEST_CASE("the models of self and other of the RQ are differences, 0 in the middle") {
    const Questionnaire q = shipped("rq");
    CHECK(q.composites[0].low == -12);
    CHECK(q.composites[0].high == 12);
    const auto a =
        parse_answers(q, "secure = 7\nfearful = 1\npreoccupied = 2\ndismissing = 3\n", "a");
    CHECK(score_of(q, a.value().answers, "model_of_self") == 7);
    CHECK(score_of(q, a.value().answers, "model_of_other") == 5);
}
