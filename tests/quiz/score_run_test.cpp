#include "attune/quiz/score_run.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "attune/stats/random.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz;
using namespace attune::quiz::test;

namespace {

const std::string kScale =
    "[[scale]]\nid = \"s\"\nscore = \"mean\"\nmin_answered = 1\nwhen_missing = \"prorate\"\n"
    "items = [\"q1\", \"-q2\", \"q3\"]\n";
const std::string kOrder = "[[order]]\nname = \"turned\"\nitems = [\"q3\", \"q1\", \"q2\"]\n";

struct Ran {
    Summary summary;
    std::vector<std::string> ids;
    std::vector<std::optional<double>> scores;
};

Result<Ran> run(const definition::Questionnaire& q, const std::string& csv,
                ScoreRunOptions options = {}) {
    CsvReader reader(bytes_of(csv), "r.csv");
    CsvRow row;
    REQUIRE(reader.next(row).value());
    ATTUNE_TRY(ScoreRun scoring, ScoreRun::open(q, row, "r.csv", std::move(options)));
    Ran out;
    for (;;) {
        ATTUNE_TRY(const bool more, reader.next(row));
        if (!more) break;
        ATTUNE_CHECK(scoring.add(row));
        out.ids.push_back(scoring.id());
        out.scores.push_back(scoring.scored().scales[0].score);
    }
    out.summary = scoring.summary();
    return out;
}

Error run_error(const definition::Questionnaire& q, const std::string& csv,
                ScoreRunOptions options = {}) {
    const auto ran = run(q, csv, std::move(options));
    REQUIRE_FALSE(ran.has_value());
    return ran.error();
}

}  // namespace

TEST_CASE("columns are found by item id, in any order and case, with others beside them") {
    const auto ran = run(key(3, kScale), "age,Q3,who, q1 ,q2\n40,1,ann,2,5\n50,5,bob,5,1\n",
                         {.id_column = "who"});
    REQUIRE(ran);
    CHECK(ran->ids == std::vector<std::string>{"ann", "bob"});
    CHECK(ran->scores[0] == doctest::Approx((2 + 1 + 1) / 3.0));
    CHECK(ran->scores[1] == 5);
}

TEST_CASE("an order numbers the columns, and the wrong one gives other scores from the same file") {
    const auto q = key(3, kScale + kOrder);
    const std::string csv = "Q1,Q2,Q3,age\n5,1,1,40\n";
    CHECK(run(q, csv)->scores[0] == doctest::Approx((5 + 5 + 1) / 3.0));
    CHECK(run(q, csv, {.order = "turned"})->scores[0] == doctest::Approx((1 + 5 + 5) / 3.0));
    CHECK(run(q, "1;2;3\n5;1;1\n", {.order = "turned"})->scores[0] ==
          doctest::Approx((1 + 5 + 5) / 3.0));
    CHECK(run(q, "who,a,b,c\nann,1,2,4\n", {.order = "turned", .id_column = "who"})->scores[0] ==
          doctest::Approx((2 + 2 + 1) / 3.0));
    const auto second = run(q, "a,who,b,c\n1,ann,2,4\n", {.order = "turned", .id_column = "who"});
    CHECK(second->scores[0] == doctest::Approx((2 + 2 + 1) / 3.0));
}

TEST_CASE("columns that cannot be matched are an error with a way out") {
    const auto q = key(3, kScale + kOrder);
    CHECK(run_error(q, "q1,q2,x\n1,1,1\n").message == "no column for item 'q3'");
    CHECK(run_error(q, "a,b,c\n1,1,1\n").message == "no column for item 'q1' (and 2 more)");
    CHECK(run_error(q, "q1,q2,q3,Q1\n1,1,1,1\n").message == "two columns hold item 'q1'");
    CHECK(run_error(q, "q1,q2,q3,Q1\n1,1,1,1\n").where == "r.csv:1:10");
    CHECK(run_error(q, "a,b\n1,1\n", {.order = "turned"}).message ==
          "no columns are numbered 1 to 3");
    CHECK(run_error(q, "q1,q2,q3,t1,t2,t3\n1,1,1,9,9,9\n", {.order = "turned"}).kind ==
          ErrorKind::BadInput);
    CHECK(run_error(q, "q1,q2,q3\n1,1,1\n", {.order = "tunred"}).hint == "did you mean 'turned'?");
    CHECK(run_error(q, "q1,q2,q3\n1,1,1\n", {.order = "tunred"}).kind == ErrorKind::Usage);
    CHECK(run_error(q, "q1,q2,q3,who\n1,1,1,x\n", {.id_column = "hwo"}).hint ==
          "did you mean 'who'?");
}

TEST_CASE("a short row stops with its place and is not counted") {
    const Error error = run_error(key(3, kScale), "q1,q2,q3\n1,1,1\n1,1\n");
    CHECK(error.kind == ErrorKind::BadInput);
    CHECK(error.where == "r.csv:3:3");
    CsvReader reader(bytes_of("q1,q2,q3\n1,1\n5,1,5\n"), "r.csv");
    CsvRow row;
    REQUIRE(reader.next(row).value());
    auto scoring = ScoreRun::open(key(3, kScale), row, "r.csv", {}).value();
    REQUIRE(reader.next(row).value());
    CHECK_FALSE(scoring.add(row));
    REQUIRE(reader.next(row).value());
    CHECK(scoring.add(row));
    CHECK(scoring.summary().respondents == 1);
    CHECK(scoring.summary().scales[0].mean == 5);
}

TEST_CASE("without an id column a row keeps its number in the file when others are set aside") {
    const auto q = key(3, kScale);
    CsvReader reader(bytes_of("q1,q2,q3\n1,2,3\n1,2\n3,2,1\n"), "r.csv");
    CsvRow row;
    REQUIRE(reader.next(row).value());
    auto scoring = ScoreRun::open(q, row, "r.csv", {});
    REQUIRE(scoring);
    std::vector<std::string> ids;
    while (reader.next(row).value()) {
        if (scoring->add(row)) ids.push_back(scoring->id());
    }
    CHECK(ids == std::vector<std::string>{"1", "3"});
    CHECK(scoring->respondents() == 2);
    scoring->pass_over();
    CHECK(scoring->respondents() == 2);
}

TEST_CASE("blank, out-of-range and unreadable cells are counted apart, per item and per scale") {
    const auto ran = run(key(3, kScale), "q1,q2,q3\n1,,9\nx,NA,2.5\n3,3,3\n");
    REQUIRE(ran);
    const ScaleSummary& s = ran->summary.scales[0];
    CHECK(s.cells.answered == 4);
    CHECK(s.cells.blank == 2);
    CHECK(s.cells.out_of_range == 1);
    CHECK(s.cells.not_a_value == 2);
    CHECK(s.items[2].cells.out_of_range == 1);
    CHECK(s.items[2].cells.not_a_value == 1);
    CHECK(s.scored == 2);
    CHECK(s.prorated == 1);
    CHECK(s.unscored == 1);
}

TEST_CASE("a zero is out of range until it is named as a missing code, and then a blank") {
    const std::string csv = "q1,q2,q3\n0,3,4\n";
    CHECK(run(key(3, kScale), csv)->summary.scales[0].cells.out_of_range == 1);
    for (const char* code : {"0", "0.0", " 0 "}) {
        const auto ran = run(key(3, kScale), csv, {.missing = {code, "-1"}});
        CHECK(ran->summary.scales[0].cells.out_of_range == 0);
        CHECK(ran->summary.scales[0].cells.blank == 1);
        CHECK(ran->scores[0] == 3.5);
    }
    CHECK(run(key(3, kScale), "q1,q2,q3\nskip,3,4\n", {.missing = {"skip"}})
              ->summary.scales[0]
              .cells.blank == 1);
    // Missing wins over a value of the key.
    CHECK(run(key(3, kScale), "q1,q2,q3\n5,3,4\n", {.missing = {"5"}})
              ->summary.scales[0]
              .cells.blank == 1);
}

TEST_CASE("another response range moves the point of reversal") {
    const auto ran = run(key(3, kScale), "q1,q2,q3\n7,1,7\n", {.range = std::pair(1.0, 7.0)});
    CHECK(ran->scores[0] == 7);
    CHECK(run(key(3, kScale), "q1,q2,q3\n7,1,7\n")->summary.scales[0].cells.out_of_range == 2);
}

TEST_CASE("a row costs no item statistics where nobody asked, and scores the same") {
    const std::string csv = "q1,q2,q3\n1,2,3\n,5,4\n2,x,9\n";
    const auto with = run(key(3, kScale), csv);
    const auto without = run(key(3, kScale), csv, {.item_statistics = false});
    REQUIRE(with);
    REQUIRE(without);
    CHECK(without->scores == with->scores);
    CHECK(without->summary.scales[0].cells.out_of_range == 1);
    CHECK(without->summary.scales[0].mean == with->summary.scales[0].mean);
    CHECK_FALSE(without->summary.scales[0].alpha);
}

TEST_CASE("cells of more than one digit mean what cells of one digit mean") {
    // The commonest cells are looked up, the others read; blanks around them change nothing.
    const auto digits = run(key(3, kScale), "q1,q2,q3\n1,2,3\n7,,0\n");
    const auto spaced = run(key(3, kScale), "q1,q2,q3\n 1 ,+2,3.0\n7 ,NA,00\n");
    REQUIRE(digits);
    REQUIRE(spaced);
    CHECK(spaced->scores == digits->scores);
    CHECK(spaced->summary.scales[0].cells.blank == 1);
    CHECK(spaced->summary.scales[0].cells.out_of_range == 2);
}

TEST_CASE("the order of rows changes nothing in the summary") {
    stats::Random random(11);
    std::vector<std::string> rows;
    for (int i = 0; i < 500; ++i) {
        std::string line;
        for (int item = 0; item < 3; ++item) {
            if (item > 0) line += ',';
            if (random.below(10) > 0) line += std::to_string(1 + random.below(5));
        }
        rows.push_back(line + "\n");
    }
    const auto summary_of = [&] {
        std::string csv = "q1,q2,q3\n";
        for (const auto& line : rows)
            csv += line == ",,\n" ? "NA,NA,NA\n" : line;
        return run(key(3, kScale), csv)->summary;
    };
    const Summary before = summary_of();
    random.shuffle(rows);
    const Summary after = summary_of();
    CHECK(after.respondents == 500);
    CHECK(after.scales[0].alpha == before.scales[0].alpha);
    CHECK(after.scales[0].alpha_listwise == before.scales[0].alpha_listwise);
    CHECK(after.scales[0].lambda6 == before.scales[0].lambda6);
    CHECK(after.scales[0].scored == before.scales[0].scored);
    CHECK(after.scales[0].mean.value() ==
          doctest::Approx(before.scales[0].mean.value()).epsilon(1e-12));
    CHECK(after.scales[0].sd.value() ==
          doctest::Approx(before.scales[0].sd.value()).epsilon(1e-12));
}

TEST_CASE("item means are of keyed answers on the scale's own numbers") {
    const auto ran = run(key(3, kScale), "q1,q2,q3\n1,1,5\n3,2,5\n");
    const ScaleSummary& s = ran->summary.scales[0];
    CHECK(s.items[0].mean == 2);
    CHECK(s.items[1].mean == 4.5);
    CHECK(s.items[1].reversed);
    CHECK(s.items[2].sd == 0);
    CHECK_FALSE(s.items[2].item_rest.has_value());
}

TEST_CASE("a header without rows gives an empty summary, not an error") {
    const auto ran = run(key(3, kScale), "q1,q2,q3\n");
    REQUIRE(ran);
    CHECK(ran->summary.respondents == 0);
    CHECK_FALSE(ran->summary.scales[0].mean.has_value());
    CHECK_FALSE(ran->summary.scales[0].alpha.has_value());
}
