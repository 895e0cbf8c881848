#pragma once

#include <span>
#include <vector>

/// Many questions asked of the same data: p-values adjusted so that, of the claims made, few are
/// expected to be luck.
namespace attune::stats {

/// The smallest false discovery rate at which each p-value would still be a finding, in the order
/// given. p in [0, 1]. Source: Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57, 289-300.
[[nodiscard]] std::vector<double> benjamini_hochberg(std::span<const double> p);

/// The same under any dependence between the questions, for families with overlapping subgroups.
/// Source: Benjamini & Yekutieli 2001, Annals of Statistics 29, 1165-1188.
[[nodiscard]] std::vector<double> benjamini_yekutieli(std::span<const double> p);

}  // namespace attune::stats
