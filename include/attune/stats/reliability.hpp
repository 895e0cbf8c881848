#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "attune/base/result.hpp"

/// How well the items of a scale agree, and what that says about one score and about a change.
namespace attune::stats {

/// Sample covariances of k items, row by row; symmetric.
struct CovarianceMatrix {
    std::size_t size = 0;
    std::vector<double> values;

    [[nodiscard]] double at(std::size_t i, std::size_t j) const { return values[i * size + j]; }
};

/// Sums over respondents from which covariances of k items are made, in memory that does not depend
/// on their number. Whole numbers up to 1,000 stay exact up to 9,000 million respondents, so their
/// order changes nothing.
class CovarianceSums {
  public:
    explicit CovarianceSums(std::size_t items);

    /// Adds one respondent: the answer of each item, and whether there is one. Answers without one
    /// are not looked at.
    void add(std::span<const double> answers, std::span<const std::uint8_t> answered);

    [[nodiscard]] std::size_t items() const { return items_; }
    /// Respondents with an answer to every item.
    [[nodiscard]] std::uint64_t complete() const { return complete_; }

    /// Each covariance over all respondents who answered both items, about their own means there
    /// (R: cov(use = "pairwise")). A pair with fewer than two such respondents:
    /// ErrorKind::NotEnoughData.
    [[nodiscard]] Result<CovarianceMatrix> pairwise() const;
    /// Covariances over the respondents who answered every item. Fewer than two:
    /// ErrorKind::NotEnoughData.
    [[nodiscard]] Result<CovarianceMatrix> listwise() const;

    /// What the respondents who answered item `i` say about it alone.
    struct Item {
        std::uint64_t count = 0;
        std::optional<double> mean;                ///< nothing for no answer
        std::optional<double> standard_deviation;  ///< divisor n - 1; nothing below two answers
    };
    [[nodiscard]] Item item(std::size_t i) const;

  private:
    std::size_t items_;
    std::uint64_t complete_ = 0;
    // Over complete respondents: sum of x_i, and of x_i x_j for j >= i.
    std::vector<double> sum_;
    std::vector<double> product_;
    // Over the others, for those with both i and j: how many, sum of x_i, sum of x_i x_j.
    std::vector<double> pair_count_;
    std::vector<double> pair_sum_;
    std::vector<double> pair_product_;
    // Of the respondent being added.
    std::vector<double> mask_;
    std::vector<double> masked_;
};

/// Cronbach's alpha from the covariances of k keyed items: k/(k-1) (1 - sum of item variances /
/// variance of the total). Dimensionless; at most 1, negative when items disagree on average. Fewer
/// than two items, a total without variance, or covariances of different people that contradict
/// each other so far that it would come out above 1: ErrorKind::NotEnoughData. Source: Cronbach
/// 1951, Psychometrika 16, 297-334.
[[nodiscard]] Result<double> cronbach_alpha(const CovarianceMatrix& items);

/// Guttman's lambda-6 of the standardised items: 1 - sum (1 - smc_i) / sum of all correlations,
/// where smc_i is the squared multiple correlation of item i with the others. Fewer than two items,
/// an item without variance, correlations that cannot be inverted or contradict each other:
/// ErrorKind::NotEnoughData.
/// Source: Guttman 1945, Psychometrika 10, 255-282; standardised as in psych::alpha.
[[nodiscard]] Result<double> guttman_lambda6(const CovarianceMatrix& items);

/// The correlation of each item with the sum of the others; nothing where one of the two has no
/// variance, or where covariances of different people contradict each other (|r| above 1). Fewer than two items: all nothing.
[[nodiscard]] std::vector<std::optional<double>> item_rest_correlations(
    const CovarianceMatrix& items);

/// Standard error of measurement sd sqrt(1 - r), in points of the score; sd >= 0, r in [0, 1].
/// Source: Lord & Novick 1968, Statistical Theories of Mental Test Scores, 3.8.
[[nodiscard]] double standard_error_of_measurement(double sd, double reliability);

/// The change between two scores in standard errors of a difference: difference / (sd sqrt(2 (1 -
/// r))); beyond 1.96 it is more than the error of measurement explains. sd > 0, r in [0, 1).
/// Source: Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12.
[[nodiscard]] double reliable_change_index(double difference, double sd, double reliability);

/// Mean and standard deviation of a stream of numbers. Source: Welford 1962, Technometrics 4,
/// 419-420.
class RunningMoments {
  public:
    void add(double value);
    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// Nothing for no values.
    [[nodiscard]] std::optional<double> mean() const;
    /// Sample standard deviation (divisor n - 1); nothing for fewer than two values.
    [[nodiscard]] std::optional<double> standard_deviation() const;

  private:
    std::uint64_t count_ = 0;
    double mean_ = 0;
    double squares_ = 0;
};

}  // namespace attune::stats
