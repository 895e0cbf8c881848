#include "attune/stats/distributions.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace attune::stats;

namespace {

double evaluate(const std::string& name, const std::vector<double>& v) {
    if (name == "normal_cdf") return normal_cdf(v[0]);
    if (name == "normal_quantile") return normal_quantile(v[0]);
    if (name == "log_beta") return log_beta(v[0], v[1]);
    if (name == "incomplete_beta") return incomplete_beta(v[0], v[1], v[2]);
    if (name == "beta_quantile") return beta_quantile(v[0], v[1], v[2]);
    if (name == "student_t_cdf") return student_t_cdf(v[0], v[1]);
    if (name == "student_t_quantile") return student_t_quantile(v[0], v[1]);
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

TEST_CASE("every distribution agrees with R to 1e-9") {
    const auto vectors = attune::testing::load_vectors("distributions.txt");
    REQUIRE(vectors.size() > 200);
    for (const auto& vector : vectors) {
        const double expected = vector.numbers.back();
        const double got = evaluate(vector.name, vector.numbers);
        INFO(vector.name << " " << vector.numbers[0] << " gives " << got << ", R " << expected);
        CHECK(std::abs(got - expected) <= 1e-9 * std::max(1e-300, std::abs(expected)));
    }
}

TEST_CASE("the ends of the probability scale are the ends of the line") {
    CHECK(normal_quantile(0) == -std::numeric_limits<double>::infinity());
    CHECK(normal_quantile(1) == std::numeric_limits<double>::infinity());
    CHECK(beta_quantile(0, 2, 3) == 0);
    CHECK(beta_quantile(1, 2, 3) == 1);
    CHECK(incomplete_beta(0, 2, 3) == 0);
    CHECK(incomplete_beta(1, 2, 3) == 1);
}

TEST_CASE("a quantile put into its distribution gives the probability back") {
    for (double p = 0.01; p < 1; p += 0.07) {
        CHECK(normal_cdf(normal_quantile(p)) == doctest::Approx(p).epsilon(1e-13));
        for (const double df : {0.7, 4.0, 55.5}) {
            CHECK(student_t_cdf(student_t_quantile(p, df), df) ==
                  doctest::Approx(p).epsilon(1e-12));
        }
    }
}
