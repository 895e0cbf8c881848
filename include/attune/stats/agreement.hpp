#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attune/base/result.hpp"

/// How well two people agree who judged the same things.
namespace attune::stats {

/// Judgements of both for an interval of agreement beyond chance; below it only counts are shown.
inline constexpr std::size_t kAgreementMin = 20;

/// How often each pair of judgements came, row by row: `counts[i * categories + j]` is how often
/// the first one said i where the second one said j.
struct AgreementTable {
    std::size_t categories = 0;
    std::vector<double> counts;
};

/// The table of two rows of yes and no, of one length; category 1 is yes.
[[nodiscard]] AgreementTable agreement_of(const std::vector<bool>& first,
                                          const std::vector<bool>& second);

struct Kappa {
    double n = 0;
    double observed = 0;  ///< share of judgements that agree
    double expected = 0;  ///< the share that would by chance alone
    double kappa = 0;     ///< 1 full agreement, 0 chance, below 0 less than chance
    double low = 0;       ///< 95 % interval, not cut at 1 or -1
    double high = 0;
};

/// Cohen's kappa, unweighted, with a large-sample 95 % interval.
///
/// ErrorKind::NotEnoughData below kAgreementMin judgements, and when both said one and the same
/// throughout, so that chance alone agrees fully.
/// Source: Cohen 1960, Educational and Psychological Measurement 20, 37-46; the variance is that
/// of Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72, 323-327 (formula 13).
[[nodiscard]] Result<Kappa> cohen_kappa(const AgreementTable& table);

}  // namespace attune::stats
