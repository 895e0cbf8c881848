#include "attune/stats/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "attune/base/assert.hpp"

namespace attune::stats {

namespace {

/// The 0.975 quantile of the normal distribution.
constexpr double kNormal975 = 1.959963984540054;

}  // namespace

AgreementTable agreement_of(const std::vector<bool>& first, const std::vector<bool>& second) {
    ATTUNE_ASSERT(first.size() == second.size());
    AgreementTable table{2, std::vector<double>(4)};
    for (std::size_t i = 0; i < first.size(); ++i)
        table.counts[(first[i] ? 2U : 0U) + (second[i] ? 1U : 0U)] += 1;
    return table;
}

Result<Kappa> cohen_kappa(const AgreementTable& table) {
    const std::size_t k = table.categories;
    ATTUNE_ASSERT(table.counts.size() == k * k);
    Kappa out;
    out.n = std::accumulate(table.counts.begin(), table.counts.end(), 0.0);
    if (out.n < static_cast<double>(kAgreementMin))
        return fail(ErrorKind::NotEnoughData, "too few judgements for agreement beyond chance");
    std::vector<double> rows(k);
    std::vector<double> columns(k);
    const auto share = [&](std::size_t i, std::size_t j) {
        return table.counts[i * k + j] / out.n;
    };
    for (std::size_t i = 0; i < k; ++i) {
        out.observed += share(i, i);
        for (std::size_t j = 0; j < k; ++j) {
            rows[i] += share(i, j);
            columns[j] += share(i, j);
        }
    }
    for (std::size_t i = 0; i < k; ++i)
        out.expected += rows[i] * columns[i];
    const double room = 1 - out.expected;
    if (room < 1e-12) return fail(ErrorKind::NotEnoughData, "both said the same throughout");
    const double missed = 1 - out.observed;
    out.kappa = (out.observed - out.expected) / room;
    double sum = 0;
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            const double both = columns[i] + rows[j];
            const double term = i == j ? room - both * missed : both * missed;
            sum += share(i, j) * term * term;
        }
    }
    const double centre = out.observed * out.expected - 2 * out.expected + out.observed;
    const double variance = (sum - centre * centre) / (out.n * std::pow(room, 4));
    const double half = kNormal975 * std::sqrt(std::max(0.0, variance));
    out.low = out.kappa - half;
    out.high = out.kappa + half;
    return out;
}

}  // namespace attune::stats
