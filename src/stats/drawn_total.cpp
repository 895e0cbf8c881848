#include "stats/drawn_total.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::stats {

namespace {

constexpr double kLetGo = 1e-15;
constexpr double kSlack = 1e-9;

/// Chances of low, low + 1, ... hits among the drawn; from the likeliest outwards, so that nothing
/// overflows, and divided by their sum in the end.
void hypergeometric(std::uint32_t entries, std::uint32_t hits, std::uint32_t drawn,
                    std::uint32_t low, std::vector<double>& out) {
    const std::uint32_t high = std::min(hits, drawn);
    out.assign(high - low + 1, 0.0);
    const double n = entries;
    const double h = hits;
    const double s = drawn;
    const auto likeliest = static_cast<std::uint32_t>((h + 1) * (s + 1) / (n + 2));
    const std::uint32_t mode = std::clamp(likeliest, low, high);
    const auto step = [&](double k) { return (h - k) * (s - k) / ((k + 1) * (n - h - s + k + 1)); };
    out[mode - low] = 1;
    for (std::uint32_t k = mode; k < high && out[k - low] > kLetGo; ++k)
        out[k + 1 - low] = out[k - low] * step(k);
    for (std::uint32_t k = mode; k > low && out[k - low] > kLetGo; --k)
        out[k - 1 - low] = out[k - low] / step(k - 1);
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    for (double& one : out)
        one /= sum;
}

}  // namespace

void DrawnTotal::add_day(std::uint32_t entries, std::uint32_t hits, std::uint32_t drawn) {
    const std::uint32_t low = hits + drawn > entries ? hits + drawn - entries : 0;
    low_ += low;
    if (low == std::min(hits, drawn)) return;
    hypergeometric(entries, hits, drawn, low, day_);
    next_.assign(chance_.size() + day_.size() - 1, 0.0);
    const std::size_t length = chance_.size();
    const double* from = chance_.data();
    for (std::size_t k = 0; k < day_.size(); ++k) {
        const double weight = day_[k];
        double* to = next_.data() + k;
        for (std::size_t i = 0; i < length; ++i)
            to[i] += weight * from[i];
    }
    chance_.swap(next_);
    let_go();
}

void DrawnTotal::let_go() {
    const auto counts = [](double chance) { return chance > kLetGo; };
    const auto begin = std::find_if(chance_.begin(), chance_.end(), counts);
    const auto end = std::find_if(chance_.rbegin(), chance_.rend(), counts).base();
    chance_.erase(end, chance_.end());
    low_ += static_cast<std::uint32_t>(begin - chance_.begin());
    chance_.erase(chance_.begin(), begin);
}

double DrawnTotal::as_far(double total, double centre) const {
    const double far = std::abs(total - centre) - kSlack;
    double sum = 0;
    for (std::size_t i = 0; i < chance_.size(); ++i) {
        const double at = static_cast<double>(low_) + static_cast<double>(i);
        if (std::abs(at - centre) >= far) sum += chance_[i];
    }
    return std::min(1.0, sum);
}

}  // namespace attune::stats
