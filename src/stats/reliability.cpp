#include "attune/stats/reliability.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "attune/base/assert.hpp"

namespace attune::stats {

namespace {

/// Correlations closer to singular than this carry no multiple correlation.
constexpr double kSmallestPivot = 1e-12;
/// What rounding may put on top of a figure that cannot be above 1.
constexpr double kRounding = 1e-9;
/// Covariances over pairs of items are of different people and need not go together.
constexpr const char* kContradiction = "the people who answered each pair of items differ too much";

tl::unexpected<Error> too_few(const char* what) {
    return fail(ErrorKind::NotEnoughData, what);
}

double covariance(double count, double sum_x, double sum_y, double sum_xy) {
    return (sum_xy - sum_x * sum_y / count) / (count - 1);
}

/// The diagonal of the inverse of a symmetric matrix, by Gauss-Jordan elimination with row pivots.
/// Empty when it has none.
std::vector<double> inverse_diagonal(std::vector<double> matrix, std::size_t size) {
    std::vector<double> inverse(size * size, 0);
    for (std::size_t i = 0; i < size; ++i)
        inverse[i * size + i] = 1;
    for (std::size_t column = 0; column < size; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < size; ++row) {
            if (std::fabs(matrix[row * size + column]) > std::fabs(matrix[pivot * size + column]))
                pivot = row;
        }
        const double value = matrix[pivot * size + column];
        if (!(std::fabs(value) > kSmallestPivot)) return {};
        for (std::size_t j = 0; j < size; ++j) {
            std::swap(matrix[pivot * size + j], matrix[column * size + j]);
            std::swap(inverse[pivot * size + j], inverse[column * size + j]);
            matrix[column * size + j] /= value;
            inverse[column * size + j] /= value;
        }
        for (std::size_t row = 0; row < size; ++row) {
            const double factor = matrix[row * size + column];
            if (row == column || factor == 0) continue;
            for (std::size_t j = 0; j < size; ++j) {
                matrix[row * size + j] -= factor * matrix[column * size + j];
                inverse[row * size + j] -= factor * inverse[column * size + j];
            }
        }
    }
    std::vector<double> diagonal(size);
    for (std::size_t i = 0; i < size; ++i)
        diagonal[i] = inverse[i * size + i];
    return diagonal;
}

}  // namespace

CovarianceSums::CovarianceSums(std::size_t items)
    : items_(items),
      sum_(items),
      product_(items * items),
      pair_count_(items * items),
      pair_sum_(items * items),
      pair_product_(items * items),
      mask_(items),
      masked_(items) {
}

void CovarianceSums::add(std::span<const double> answers, std::span<const std::uint8_t> answered) {
    ATTUNE_ASSERT(answers.size() == items_ && answered.size() == items_);
    std::size_t present = 0;
    for (const std::uint8_t one : answered)
        present += one != 0 ? 1U : 0U;
    if (present == items_) {
        ++complete_;
        for (std::size_t i = 0; i < items_; ++i) {
            const double x = answers[i];
            sum_[i] += x;
            double* row = product_.data() + i * items_;
            for (std::size_t j = i; j < items_; ++j)
                row[j] += x * answers[j];
        }
        return;
    }
    // Masks of 0 and 1 instead of branches: the inner loop is plain arithmetic over whole rows.
    for (std::size_t i = 0; i < items_; ++i) {
        mask_[i] = answered[i] != 0 ? 1 : 0;
        masked_[i] = answered[i] != 0 ? answers[i] : 0;
    }
    for (std::size_t i = 0; i < items_; ++i) {
        if (answered[i] == 0) continue;
        const double x = masked_[i];
        double* count = pair_count_.data() + i * items_;
        double* sum = pair_sum_.data() + i * items_;
        double* product = pair_product_.data() + i * items_;
        for (std::size_t j = 0; j < items_; ++j) {
            count[j] += mask_[j];
            sum[j] += x * mask_[j];
            product[j] += x * masked_[j];
        }
    }
}

Result<CovarianceMatrix> CovarianceSums::pairwise() const {
    CovarianceMatrix out{items_, std::vector<double>(items_ * items_)};
    const auto complete = static_cast<double>(complete_);
    for (std::size_t i = 0; i < items_; ++i) {
        for (std::size_t j = i; j < items_; ++j) {
            const std::size_t ij = i * items_ + j;
            const std::size_t ji = j * items_ + i;
            const double count = complete + pair_count_[ij];
            if (count < 2) return too_few("fewer than two people answered both of two items");
            const double value = covariance(count, sum_[i] + pair_sum_[ij], sum_[j] + pair_sum_[ji],
                                            product_[ij] + pair_product_[ij]);
            out.values[ij] = value;
            out.values[ji] = value;
        }
    }
    return out;
}

Result<CovarianceMatrix> CovarianceSums::listwise() const {
    if (complete_ < 2) return too_few("fewer than two people answered every item");
    CovarianceMatrix out{items_, std::vector<double>(items_ * items_)};
    const auto count = static_cast<double>(complete_);
    for (std::size_t i = 0; i < items_; ++i) {
        for (std::size_t j = i; j < items_; ++j) {
            const double value = covariance(count, sum_[i], sum_[j], product_[i * items_ + j]);
            out.values[i * items_ + j] = value;
            out.values[j * items_ + i] = value;
        }
    }
    return out;
}

CovarianceSums::Item CovarianceSums::item(std::size_t i) const {
    ATTUNE_ASSERT(i < items_);
    const std::size_t ii = i * items_ + i;
    const auto incomplete = static_cast<std::uint64_t>(pair_count_[ii]);
    Item out;
    out.count = complete_ + incomplete;
    if (out.count == 0) return out;
    const auto count = static_cast<double>(out.count);
    const double sum = sum_[i] + pair_sum_[ii];
    out.mean = sum / count;
    if (out.count < 2) return out;
    const double variance = covariance(count, sum, sum, product_[ii] + pair_product_[ii]);
    out.standard_deviation = std::sqrt(std::max(variance, 0.0));
    return out;
}

Result<double> cronbach_alpha(const CovarianceMatrix& items) {
    if (items.size < 2) return too_few("alpha needs at least two items");
    double variances = 0;
    for (std::size_t i = 0; i < items.size; ++i)
        variances += items.at(i, i);
    const double total = std::accumulate(items.values.begin(), items.values.end(), 0.0);
    if (!(total > 0)) return too_few("the total has no variance");
    const auto k = static_cast<double>(items.size);
    const double alpha = k / (k - 1) * (1 - variances / total);
    if (alpha > 1 + kRounding) return too_few(kContradiction);
    return std::min(alpha, 1.0);
}

Result<double> guttman_lambda6(const CovarianceMatrix& items) {
    const std::size_t size = items.size;
    if (size < 2) return too_few("lambda-6 needs at least two items");
    std::vector<double> correlations(size * size);
    for (std::size_t i = 0; i < size; ++i) {
        if (!(items.at(i, i) > 0)) return too_few("an item has no variance");
    }
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
            correlations[i * size + j] =
                i == j ? 1 : items.at(i, j) / std::sqrt(items.at(i, i) * items.at(j, j));
        }
    }
    const double total = std::accumulate(correlations.begin(), correlations.end(), 0.0);
    const std::vector<double> inverse = inverse_diagonal(correlations, size);
    if (inverse.empty() || !(total > 0)) return too_few("the items repeat each other exactly");
    double unexplained = 0;
    for (const double value : inverse)
        unexplained += 1 / value;  // 1 - smc
    const double lambda6 = 1 - unexplained / total;
    if (lambda6 > 1 + kRounding) return too_few(kContradiction);
    return std::min(lambda6, 1.0);
}

std::vector<std::optional<double>> item_rest_correlations(const CovarianceMatrix& items) {
    std::vector<std::optional<double>> out(items.size);
    if (items.size < 2) return out;
    const double total = std::accumulate(items.values.begin(), items.values.end(), 0.0);
    for (std::size_t i = 0; i < items.size; ++i) {
        double row = 0;
        for (std::size_t j = 0; j < items.size; ++j)
            row += items.at(i, j);
        const double variance = items.at(i, i);
        const double rest = total - 2 * row + variance;
        if (!(variance > 0 && rest > 0)) continue;
        const double r = (row - variance) / std::sqrt(variance * rest);
        if (std::fabs(r) <= 1 + kRounding) out[i] = std::clamp(r, -1.0, 1.0);
    }
    return out;
}

double standard_error_of_measurement(double sd, double reliability) {
    ATTUNE_ASSERT(sd >= 0 && reliability >= 0 && reliability <= 1);
    return sd * std::sqrt(1 - reliability);
}

double reliable_change_index(double difference, double sd, double reliability) {
    ATTUNE_ASSERT(sd > 0 && reliability >= 0 && reliability < 1);
    return difference / (sd * std::sqrt(2 * (1 - reliability)));
}

void RunningMoments::add(double value) {
    ++count_;
    const double before = value - mean_;
    mean_ += before / static_cast<double>(count_);
    squares_ += before * (value - mean_);
}

std::optional<double> RunningMoments::mean() const {
    return count_ == 0 ? std::nullopt : std::optional(mean_);
}

std::optional<double> RunningMoments::standard_deviation() const {
    if (count_ < 2) return std::nullopt;
    return std::sqrt(squares_ / static_cast<double>(count_ - 1));
}

}  // namespace attune::stats
