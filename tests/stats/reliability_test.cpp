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

TEST_CASE("alpha of psychTools::bfi comes out as published for each of its five scales") {
    // Upper triangles, column by column, of cov(keyed items, use = "pairwise") from R 4.2.2; alphas
    // from questionnaires.md, "Reference values": A C E N O.
    struct Scale {
        double alpha;
        std::array<double, 15> upper;
    };
    const std::array<Scale, 5> scales = {{
        {0.703018,
         {1.981723884958347, 0.560225113749248, 1.373630696746456, 0.485841314114451,
          0.741629027461088, 1.694770824130410, 0.305074709395230, 0.582148334662931,
          0.696134951313665, 2.189312886260571, 0.321240974079247, 0.576094732868913,
          0.828038484937675, 0.573723643957574, 1.583852701748300}},
        {0.726735,
         {1.540941251508084, 0.699717026018581, 1.738037619752317, 0.491419386356115,
          0.603698955740464, 1.660365769996453, 0.579955455570667, 0.688188384228175,
          0.596873855014186, 1.890949809302859, 0.503460306003900, 0.639973702029825,
          0.714015916339179, 1.067527498728926, 2.652148615774757}},
        {0.761733,
         {2.661810061860549, 1.224623246145851, 2.576700157152829, 0.719065612331715,
          0.825598259608412, 1.829848074462350, 0.995949239697425, 1.204654546399319,
          0.826274092931607, 2.124356964076801, 0.657576588295252, 0.799670991164669,
          0.692095539365952, 0.614866371234907, 1.781604862758874}},
        {0.813963,
         {2.467781734825276, 1.696886352880358, 2.328503838440676, 1.400841826982333,
          1.343388010738210, 2.569295083729738, 0.982957559065878, 0.937996672386418,
          1.307402099401076, 2.463911293173751, 0.961022212205444, 0.866818677505700,
          1.112354035015837, 1.010263645724408, 2.620019359873470}},
        {0.600173,
         {1.275838660310848, 0.377773119886095, 2.449700275608636, 0.544525401878877,
          0.499718794377762, 1.490599530386611, 0.246331380192989, 0.130547840510581,
          0.289512383666811, 1.491452646664974, 0.357857884504376, 0.674725005889495,
          0.501615112221432, 0.289278359412081, 1.763475164452821}},
    }};
    for (const Scale& scale : scales) {
        CovarianceMatrix c{5, std::vector<double>(25)};
        std::size_t next = 0;
        for (std::size_t j = 0; j < 5; ++j) {
            for (std::size_t i = 0; i <= j; ++i) {
                c.values[i * 5 + j] = c.values[j * 5 + i] = scale.upper[next++];
            }
        }
        CHECK(std::fabs(cronbach_alpha(c).value() - scale.alpha) < 1e-6);
        if (&scale == scales.data()) CHECK(std::fabs(guttman_lambda6(c).value() - 0.682763) < 1e-6);
    }
}

TEST_CASE("listwise figures use the complete people alone") {
    const CovarianceSums sums = sums_of(kPeople);
    CHECK(sums.complete() == 7);
    CHECK(near(cronbach_alpha(sums.listwise().value()).value(), 0.9178743961352656));
    CHECK(near(guttman_lambda6(sums.listwise().value()).value(), 0.95156869890635));
}

TEST_CASE("covariances of different people that contradict each other give no figure above 1") {
    CovarianceMatrix c;
    c.size = 2;
    c.values = {1, 1.5, 1.5, 1};
    CHECK(cronbach_alpha(c).error().kind == ErrorKind::NotEnoughData);
    CHECK(guttman_lambda6(c).error().kind == ErrorKind::NotEnoughData);
    for (const auto& r : item_rest_correlations(c))
        CHECK_FALSE(r);
    c.values = {1, 1, 1, 1};
    CHECK(cronbach_alpha(c).value() == 1);
    for (const auto& r : item_rest_correlations(c))
        CHECK(r == 1.0);
}

TEST_CASE("each item has the count, mean and SD of those who answered it") {
    const CovarianceSums sums = sums_of(kPeople);
    // R 4.2.2: colSums(!is.na(x)), colMeans(x, na.rm = TRUE), sapply(x, sd, na.rm = TRUE)
    const std::array<double, 4> means = {29.0 / 9, 3, 3.1, 26.0 / 9};
    for (std::size_t i = 0; i < 4; ++i) {
        RunningMoments alone;
        for (const Row& row : kPeople) {
            if (row[i]) alone.add(*row[i]);
        }
        const CovarianceSums::Item item = sums.item(i);
        CHECK(item.count == alone.count());
        CHECK(near(*item.mean, means[i]));
        CHECK(near(*item.standard_deviation, *alone.standard_deviation()));
    }
    const CovarianceSums none(1);
    CHECK_FALSE(none.item(0).mean);
    CovarianceSums one(1);
    one.add(std::array<double, 1>{3}, std::array<std::uint8_t, 1>{1});
    CHECK(one.item(0).mean == 3);
    CHECK_FALSE(one.item(0).standard_deviation);
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
