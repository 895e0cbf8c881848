#include "attune/stats/agreement.hpp"

#include <cmath>

#include <doctest/doctest.h>

using namespace attune;
using namespace attune::stats;

TEST_CASE("kappa and its interval agree with R") {
    // psych::cohen.kappa 2.2.9, unweighted: kappa and var.kappa; ends are kappa -+ 1.96 of its
    // root.
    struct Reference {
        AgreementTable table;
        double kappa;
        double variance;
    };
    const Reference references[] = {
        {{2, {20, 5, 10, 15}}, 0.4, 0.016128},
        {{2, {44, 3, 7, 6}}, 0.447513812154696, 0.0210899617790598},
        {{3, {10, 2, 1, 3, 12, 4, 0, 2, 9}}, 0.577741407528641, 0.0107790256033845},
        {{2, {1, 12, 13, 2}}, -0.785714285714286, 0.0135964553459867}};
    for (const Reference& reference : references) {
        CAPTURE(reference.kappa);
        const auto found = cohen_kappa(reference.table);
        REQUIRE(found.has_value());
        CHECK(std::abs(found->kappa - reference.kappa) < 1e-9);
        const double half = 1.959963984540054 * std::sqrt(reference.variance);
        CHECK(std::abs(found->low - (reference.kappa - half)) < 1e-9);
        CHECK(std::abs(found->high - (reference.kappa + half)) < 1e-9);
    }
}

TEST_CASE("agreement has its two ends, and nothing is said where chance agrees fully") {
    CHECK(cohen_kappa({2, {10, 0, 0, 10}})->kappa == doctest::Approx(1));
    CHECK(cohen_kappa({2, {10, 0, 0, 10}})->low == doctest::Approx(1));
    CHECK(cohen_kappa({2, {5, 5, 5, 5}})->kappa == doctest::Approx(0));
    CHECK(cohen_kappa({2, {30, 0, 0, 0}}).error().kind == ErrorKind::NotEnoughData);
    CHECK(cohen_kappa({2, {10, 0, 0, 9}}).error().kind == ErrorKind::NotEnoughData);
    CHECK(cohen_kappa({2, {10, 0, 0, 10}}).has_value());
}

TEST_CASE("two rows of yes and no become a table of four") {
    const AgreementTable table =
        agreement_of({true, true, false, false, true}, {true, false, true, false, true});
    CHECK(table.counts == std::vector<double>{1, 1, 1, 2});
}
