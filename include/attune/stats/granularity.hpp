#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attune/base/result.hpp"

/// How alike several feelings rise and fall together over occasions.
namespace attune::stats {

/// Ratings of `feelings` feelings on several occasions, row by row, none missing.
struct Ratings {
    std::size_t feelings = 0;
    std::vector<double> values;

    [[nodiscard]] std::size_t occasions() const {
        return feelings == 0 ? 0 : values.size() / feelings;
    }
    [[nodiscard]] double at(std::size_t occasion, std::size_t feeling) const {
        return values[occasion * feelings + feeling];
    }
};

/// Intraclass correlations of ratings; each at most 1, negative when feelings disagree.
struct IntraclassCorrelations {
    double single_random = 0;        ///< ICC1: one rating, occasions alone
    double average_agreement = 0;    ///< ICC(2,k)
    double average_consistency = 0;  ///< ICC(3,k)
};

/// Fewer than two feelings or occasions, or no variance between occasions and within them:
/// ErrorKind::NotEnoughData. Source: Shrout & Fleiss 1979, Psychological Bulletin 86, 420-428.
[[nodiscard]] Result<IntraclassCorrelations> intraclass_correlations(const Ratings& ratings);

/// Emotional granularity 1 - ICC(3,k), between 0 and 1: how differently the feelings are used. A
/// negative ICC or a feeling without variance cannot be interpreted: ErrorKind::NotEnoughData.
/// Source: Tugade, Fredrickson & Feldman Barrett 2004; Erbas et al. 2021.
[[nodiscard]] Result<double> granularity(const Ratings& ratings);

}  // namespace attune::stats
