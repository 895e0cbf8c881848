#include "attune/stats/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "attune/base/assert.hpp"

namespace attune::stats {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
const double kHalfLogTwoPi = 0.5 * std::log(2 * std::numbers::pi);

/// From here on the five terms of the Stirling remainder are exact to double precision.
constexpr double kStirlingFrom = 16;

/// ln G(x) - [(x - 1/2) ln x - x + ln(2 pi) / 2] for large x.
double stirling_remainder(double x) {
    const double inverse = 1 / x;
    const double square = inverse * inverse;
    return inverse *
           (1.0 / 12 -
            square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
}

double normal_density(double x) {
    return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi);
}

/// The continued fraction of DLMF 8.17.22; converges fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double x, double a, double b) {
    constexpr double kTiny = 1e-300;
    constexpr int kTermsMax = 20000;
    const auto away_from_zero = [](double value) {
        return std::abs(value) < kTiny ? kTiny : value;
    };
    double numerator = 1;
    double denominator = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double fraction = denominator;
    for (int m = 1; m <= kTermsMax; ++m) {
        double change = 1;
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        for (const double term : {even, odd}) {
            denominator = 1 / away_from_zero(1 + term * denominator);
            numerator = away_from_zero(1 + term / numerator);
            change = numerator * denominator;
            fraction *= change;
        }
        if (std::abs(change - 1) < 2 * kEpsilon) break;
    }
    return fraction;
}

/// The lower tail for small p: x below 0.
double lower_quantile(double p) {
    const double t = std::sqrt(-2 * std::log(p));
    double x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                         (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
    for (int i = 0; i < 8; ++i) {
        const double step = (normal_cdf(x) - p) / normal_density(x);
        if (!std::isfinite(step)) break;
        const double next = x - step / (1 + 0.5 * x * step);
        const bool settled = std::abs(next - x) <= 2 * kEpsilon * std::abs(x);
        x = next;
        if (settled) break;
    }
    return x;
}

}  // namespace

double normal_cdf(double x) {
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

double normal_quantile(double p) {
    ATTUNE_ASSERT(p >= 0 && p <= 1);
    if (p == 0) return -kInfinity;
    if (p == 1) return kInfinity;
    if (p == 0.5) return 0;
    return p < 0.5 ? lower_quantile(p) : -lower_quantile(1 - p);
}

double log_beta(double a, double b) {
    ATTUNE_ASSERT(a > 0 && b > 0);
    if (a < b) std::swap(a, b);
    if (a < kStirlingFrom) return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
    if (b < kStirlingFrom) {
        // ln G(a + b) - ln G(a), written so that the large parts never meet.
        const double ratio = (a - 0.5) * std::log1p(b / a) + b * std::log(a + b) - b +
                             stirling_remainder(a + b) - stirling_remainder(a);
        return std::lgamma(b) - ratio;
    }
    return kHalfLogTwoPi - 0.5 * std::log(b) - (a - 0.5) * std::log1p(b / a) +
           b * std::log(b / (a + b)) + stirling_remainder(a) + stirling_remainder(b) -
           stirling_remainder(a + b);
}

double incomplete_beta(double x, double a, double b) {
    ATTUNE_ASSERT(x >= 0 && x <= 1 && a > 0 && b > 0);
    if (x == 0 || x == 1) return x;
    const double front = std::exp(a * std::log(x) + b * std::log1p(-x) - log_beta(a, b));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double beta_quantile(double p, double a, double b) {
    ATTUNE_ASSERT(p >= 0 && p <= 1 && a > 0 && b > 0);
    if (p == 0 || p == 1) return p;
    // Newton steps, kept inside a bracket that halves whenever a step would leave it.
    double low = 0;
    double high = 1;
    double x = a / (a + b);
    const double constant = log_beta(a, b);
    for (int i = 0; i < 1100; ++i) {
        const double error = incomplete_beta(x, a, b) - p;
        if (error == 0) return x;
        (error > 0 ? high : low) = x;
        const double density =
            std::exp((a - 1) * std::log(x) + (b - 1) * std::log1p(-x) - constant);
        double next = x - error / density;
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        if (std::abs(next - x) <= 2 * kEpsilon * x || next == low || next == high) return next;
        x = next;
    }
    return x;
}

double student_t_cdf(double t, double df) {
    ATTUNE_ASSERT(df > 0);
    if (std::isinf(t)) return t > 0 ? 1 : 0;
    const double square = t * t;
    if (square < df) {
        // Near the middle the complement keeps the digits.
        const double half = 0.5 * incomplete_beta(square / (df + square), 0.5, 0.5 * df);
        return t < 0 ? 0.5 - half : 0.5 + half;
    }
    const double tail = 0.5 * incomplete_beta(df / (df + square), 0.5 * df, 0.5);
    return t < 0 ? tail : 1 - tail;
}

double student_t_quantile(double p, double df) {
    ATTUNE_ASSERT(p > 0 && p < 1 && df > 0);
    if (p == 0.5) return 0;
    const double tail = std::min(p, 1 - p);
    double t = 0;
    if (tail > 0.1) {
        const double share = beta_quantile(1 - 2 * tail, 0.5, 0.5 * df);
        t = std::sqrt(df * share / (1 - share));
    } else {
        const double share = beta_quantile(2 * tail, 0.5 * df, 0.5);
        t = std::sqrt(df * (1 - share) / share);
    }
    return p < 0.5 ? -t : t;
}

}  // namespace attune::stats
