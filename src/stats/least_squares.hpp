#pragma once

#include <cstddef>
#include <optional>
#include <vector>

/// Least squares with few columns, for the stats room alone.
namespace attune::stats {

/// Rows of a regression, one after the other: `columns` numbers each.
struct Regression {
    std::size_t columns = 0;
    std::vector<double> x;
    std::vector<double> y;

    [[nodiscard]] std::size_t rows() const { return y.size(); }
};

struct LeastSquares {
    std::vector<double> coefficients;
    double residual_squares = 0;
    std::vector<double> inverse;  ///< (X'X)^-1, row by row
    double log_determinant = 0;   ///< ln |X'X|
};

/// Nothing when there are fewer rows than columns or columns depend on each other. Source:
/// Householder 1958, J. ACM 5, 339-342 (QR), so that squares of the columns are never formed.
[[nodiscard]] std::optional<LeastSquares> least_squares(const Regression& regression);

}  // namespace attune::stats
