#include "attune/stats/granularity.hpp"

#include <algorithm>

#include "attune/base/assert.hpp"

namespace attune::stats {

namespace {

tl::unexpected<Error> cannot_compute() {
    return fail(ErrorKind::NotEnoughData, "granularity cannot be computed from these ratings");
}

struct Means {
    std::vector<double> occasions;
    std::vector<double> feelings;
    double all = 0;
};

Means means_of(const Ratings& ratings) {
    const std::size_t n = ratings.occasions();
    const std::size_t k = ratings.feelings;
    Means means{std::vector<double>(n), std::vector<double>(k), 0};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            means.occasions[i] += ratings.at(i, j) / static_cast<double>(k);
            means.feelings[j] += ratings.at(i, j) / static_cast<double>(n);
        }
        means.all += means.occasions[i] / static_cast<double>(n);
    }
    return means;
}

}  // namespace

Result<IntraclassCorrelations> intraclass_correlations(const Ratings& ratings) {
    ATTUNE_ASSERT(ratings.feelings > 0 && ratings.values.size() % ratings.feelings == 0);
    if (ratings.feelings < 2 || ratings.occasions() < 2) return cannot_compute();
    const auto n = static_cast<double>(ratings.occasions());
    const auto k = static_cast<double>(ratings.feelings);
    const Means means = means_of(ratings);
    double between = 0;
    double by_feeling = 0;
    double total = 0;
    for (const double mean : means.occasions)
        between += k * (mean - means.all) * (mean - means.all);
    for (const double mean : means.feelings)
        by_feeling += n * (mean - means.all) * (mean - means.all);
    for (const double value : ratings.values)
        total += (value - means.all) * (value - means.all);

    const double ms_between = between / (n - 1);
    const double ms_within = (total - between) / (n * (k - 1));
    const double ms_feeling = by_feeling / (k - 1);
    const double ms_error = std::max(0.0, total - between - by_feeling) / ((n - 1) * (k - 1));
    const double agreement_base = ms_between + (ms_feeling - ms_error) / n;
    if (ms_between <= 0 || agreement_base == 0) return cannot_compute();
    IntraclassCorrelations out;
    out.single_random = (ms_between - ms_within) / (ms_between + (k - 1) * ms_within);
    out.average_agreement = (ms_between - ms_error) / agreement_base;
    out.average_consistency = (ms_between - ms_error) / ms_between;
    return out;
}

Result<double> granularity(const Ratings& ratings) {
    for (std::size_t j = 0; j < ratings.feelings; ++j) {
        bool varies = false;
        for (std::size_t i = 1; i < ratings.occasions(); ++i) {
            varies = varies || ratings.at(i, j) != ratings.at(0, j);
        }
        if (!varies) return cannot_compute();
    }
    ATTUNE_TRY(const IntraclassCorrelations icc, intraclass_correlations(ratings));
    if (icc.average_consistency < 0) return cannot_compute();
    return std::max(0.0, 1 - icc.average_consistency);
}

}  // namespace attune::stats
