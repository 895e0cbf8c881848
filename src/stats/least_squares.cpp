#include "stats/least_squares.hpp"

#include <algorithm>
#include <cmath>

namespace attune::stats {

namespace {

constexpr double kDependent = 1e-11;

/// Turns column `k` of the rows into zeros below the diagonal, and applies the same reflection to
/// the columns behind it and to y. False when nothing but rounding is left of the column.
bool reflect(Regression& work, std::size_t k, double scale) {
    const std::size_t p = work.columns;
    const std::size_t n = work.rows();
    double norm = 0;
    for (std::size_t i = k; i < n; ++i)
        norm += work.x[i * p + k] * work.x[i * p + k];
    norm = std::sqrt(norm);
    if (norm <= kDependent * scale) return false;
    const double head = work.x[k * p + k];
    const double alpha = head > 0 ? -norm : norm;
    std::vector<double> v(n, 0.0);
    for (std::size_t i = k; i < n; ++i)
        v[i] = work.x[i * p + k];
    v[k] -= alpha;
    const double squares = 2 * (norm * norm - alpha * head);
    if (squares == 0) return false;
    for (std::size_t j = k; j < p; ++j) {
        double product = 0;
        for (std::size_t i = k; i < n; ++i)
            product += v[i] * work.x[i * p + j];
        for (std::size_t i = k; i < n; ++i)
            work.x[i * p + j] -= 2 * product / squares * v[i];
    }
    double product = 0;
    for (std::size_t i = k; i < n; ++i)
        product += v[i] * work.y[i];
    for (std::size_t i = k; i < n; ++i)
        work.y[i] -= 2 * product / squares * v[i];
    return true;
}

}  // namespace

std::optional<LeastSquares> least_squares(const Regression& regression) {
    const std::size_t p = regression.columns;
    const std::size_t n = regression.rows();
    if (p == 0 || n < p) return std::nullopt;
    Regression work = regression;
    LeastSquares out;
    for (std::size_t k = 0; k < p; ++k) {
        double scale = 0;
        for (std::size_t i = 0; i < n; ++i)
            scale += regression.x[i * p + k] * regression.x[i * p + k];
        if (!reflect(work, k, std::sqrt(scale))) return std::nullopt;
        out.log_determinant += 2 * std::log(std::abs(work.x[k * p + k]));
    }
    // R is upper triangular now; its inverse gives coefficients and (X'X)^-1 = R^-1 R^-T.
    std::vector<double> root(p * p, 0.0);
    for (std::size_t j = 0; j < p; ++j) {
        root[j * p + j] = 1 / work.x[j * p + j];
        for (std::size_t i = j; i-- > 0;) {
            double sum = 0;
            for (std::size_t k = i + 1; k <= j; ++k)
                sum += work.x[i * p + k] * root[k * p + j];
            root[i * p + j] = -sum / work.x[i * p + i];
        }
    }
    out.coefficients.assign(p, 0.0);
    out.inverse.assign(p * p, 0.0);
    for (std::size_t i = 0; i < p; ++i) {
        for (std::size_t k = i; k < p; ++k)
            out.coefficients[i] += root[i * p + k] * work.y[k];
        for (std::size_t j = 0; j < p; ++j) {
            for (std::size_t k = std::max(i, j); k < p; ++k)
                out.inverse[i * p + j] += root[i * p + k] * root[j * p + k];
        }
    }
    for (std::size_t i = p; i < n; ++i)
        out.residual_squares += work.y[i] * work.y[i];
    return out;
}

}  // namespace attune::stats
