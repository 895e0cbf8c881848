#include "attune/stats/reliability.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include <doctest/doctest.h>

using namespace attune;
using namespace attune::stats;

namespace {

using Row = std::array<std::optional<double>, 4>;
constexpr std::nullopt_t kBlank = std::nullopt;

// Ten people, four items, three blanks. Values of alpha and the rest from R 4.2.2, psych 2.2.9:
// alpha(as.data.frame(x), check.keys = FALSE) and cov(x, use = "pairwise").
const std::vector<Row> kPeople = {{3, 2, 4, 3}, {5, 5, 4, kBlank}, {2, 1, 2, 1},      {4, 4, 5, 5},
                                  {1, 2, 1, 2}, {5, 4, 5, 4},      {2, kBlank, 3, 2}, {4, 5, 3, 4},
                                  {3, 3, 2, 4}, {kBlank, 1, 2, 1}};

CovarianceSums sums_of(const std::vector<Row>& people) {
    CovarianceSums sums(4);
    for (const Row& row : people) {
        std::array<double, 4> answers{};
        std::array<std::uint8_t, 4> answered{};
        for (std::size_t i = 0; i < 4; ++i) {
            // A blank holds a wild number to prove that nobody looks at it.
            answers[i] = row[i].value_or(1e6);
            answered[i] = row[i] ? 1 : 0;
        }
        sums.add(answers, answered);
    }
    return sums;
}

bool near(double a, double b) {
    return std::fabs(a - b) < 1e-12;
}

}  // namespace

TEST_CASE("pairwise covariances, alpha, lambda-6 and item-rest r agree with R") {
    const CovarianceMatrix c = sums_of(kPeople).pairwise().value();
    CHECK(near(c.at(0, 1), 1.75));
    CHECK(near(c.at(3, 0), 1.428571428571429));
    CHECK(near(c.at(3, 3), 2.111111111111111));
    CHECK(near(cronbach_alpha(c).value(), 0.9233914913727418));
    CHECK(near(guttman_lambda6(c).value(), 0.9394696116681769));
    const std::array<double, 4> rest = {0.8515403864457308, 0.8459997400242552, 0.7664773801242720,
                                        0.8340752940094665};
    const auto found = item_rest_correlations(c);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(near(found[i].value(), rest[i]));
}

TEST_CASE("listwise figures use the complete people alone") {
    const CovarianceSums sums = sums_of(kPeople);
    CHECK(sums.complete() == 7);
    CHECK(near(cronbach_alpha(sums.listwise().value()).value(), 0.9178743961352656));
    CHECK(near(guttman_lambda6(sums.listwise().value()).value(), 0.95156869890635));
}

TEST_CASE("the order of people changes no figure in its last bit") {
    const CovarianceMatrix forwards = sums_of(kPeople).pairwise().value();
    std::vector<Row> turned(kPeople.rbegin(), kPeople.rend());
    CHECK(sums_of(turned).pairwise().value().values == forwards.values);
    std::rotate(turned.begin(), turned.begin() + 3, turned.end());
    CHECK(sums_of(turned).pairwise().value().values == forwards.values);
}

TEST_CASE("a constant added to an item, or all items stretched alike, changes no reliability") {
    std::vector<Row> moved = kPeople;
    for (Row& row : moved) {
        if (row[2]) row[2] = *row[2] + 100;
        for (auto& answer : row) {
            if (answer) answer = *answer * 3;
        }
    }
    const CovarianceMatrix a = sums_of(kPeople).pairwise().value();
    const CovarianceMatrix b = sums_of(moved).pairwise().value();
    CHECK(cronbach_alpha(b).value() == doctest::Approx(cronbach_alpha(a).value()).epsilon(1e-10));
    CHECK(guttman_lambda6(b).value() == doctest::Approx(guttman_lambda6(a).value()).epsilon(1e-10));
}

TEST_CASE("too little data is said, not guessed") {
    CHECK(CovarianceSums(4).pairwise().error().kind == ErrorKind::NotEnoughData);
    CHECK(sums_of({kPeople[0]}).listwise().error().kind == ErrorKind::NotEnoughData);
    CHECK(cronbach_alpha({1, {2.0}}).error().kind == ErrorKind::NotEnoughData);
    CHECK(cronbach_alpha({2, {1, -1, -1, 1}}).error().kind == ErrorKind::NotEnoughData);
    CHECK(guttman_lambda6({2, {1, 1, 1, 1}}).error().kind == ErrorKind::NotEnoughData);
    CHECK(guttman_lambda6({2, {1, 0, 0, 0}}).error().kind == ErrorKind::NotEnoughData);
    CHECK_FALSE(item_rest_correlations({2, {1, 0, 0, 0}})[0].has_value());
}

TEST_CASE("alpha of two items is the Spearman-Brown figure of their correlation") {
    // Equal variances, r = .5: 2r / (1 + r).
    CHECK(near(cronbach_alpha({2, {1, 0.5, 0.5, 1}}).value(), 2.0 / 3));
    CHECK(near(guttman_lambda6({2, {1, 0.5, 0.5, 1}}).value(), 1 - 2 * 0.75 / 3));
}

TEST_CASE("an SD of .84 and a reliability of .80 ask for a change of 1.04") {
    // statistics.md, section 2.15.
    CHECK(std::fabs(1.96 / reliable_change_index(1, 0.84, 0.80) - 1.04) < 0.005);
    CHECK(near(standard_error_of_measurement(2, 0.75), 1));
    CHECK(near(standard_error_of_measurement(2, 1), 0));
    CHECK(near(reliable_change_index(-1, 1, 0.5), -1));
}

TEST_CASE("running moments agree with the textbook and know when they cannot say") {
    RunningMoments moments;
    CHECK_FALSE(moments.mean().has_value());
    for (const double value : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) {
        moments.add(value);
        if (moments.count() == 1) CHECK_FALSE(moments.standard_deviation().has_value());
    }
    CHECK(near(moments.mean().value(), 5));
    CHECK(near(moments.standard_deviation().value(), std::sqrt(32.0 / 7)));
}
