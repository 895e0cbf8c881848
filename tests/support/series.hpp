#pragma once

#include <vector>

namespace attune::testing {

/// Series X of the statistics page: 30 daily values that fall.
inline const std::vector<double>& series_x() {
    static const std::vector<double> kSeries{6, 7, 5, 8, 6, 4, 7, 5, 6, 3, 5, 6, 4, 5, 3,
                                             4, 6, 2, 4, 3, 5, 2, 3, 4, 2, 3, 1, 4, 2, 3};
    return kSeries;
}

}  // namespace attune::testing
