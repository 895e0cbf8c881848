#include "attune/stats/instability.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "attune/stats/summary.hpp"

namespace attune::stats {

namespace {

/// The local line of one point: its height there, or nothing when no neighbour has weight.
class LocalLines {
  public:
    LocalLines(std::span<const double> x, std::span<const double> y, std::size_t neighbours)
        : x_(x), y_(y), last_(std::min(neighbours, x.size()) - 1), weights_(x.size()) {}

    /// Points have to be asked for in rising order.
    double height(std::size_t i, const std::vector<double>& trust) {
        while (last_ + 1 < x_.size() && x_[i] - x_[first_] > x_[last_ + 1] - x_[i]) {
            ++first_;
            ++last_;
        }
        const double reach = std::max(x_[i] - x_[first_], x_[last_] - x_[i]);
        double total = 0;
        std::size_t end = first_;
        for (; end < x_.size(); ++end) {
            const double distance = std::abs(x_[end] - x_[i]);
            weights_[end] = 0;
            if (distance <= 0.999 * reach) {
                weights_[end] = distance <= 0.001 * reach ? 1 : tricube(distance / reach);
                if (!trust.empty()) weights_[end] *= trust[end];
                total += weights_[end];
            } else if (x_[end] > x_[i]) {
                break;
            }
        }
        if (total <= 0) return y_[i];
        return weighted_line(i, first_, end, total, reach);
    }

  private:
    static double tricube(double share) {
        const double rest = 1 - share * share * share;
        return rest * rest * rest;
    }

    double weighted_line(std::size_t i, std::size_t begin, std::size_t end, double total,
                         double reach) {
        double centre = 0;
        double level = 0;
        for (std::size_t j = begin; j < end; ++j) {
            weights_[j] /= total;
            centre += weights_[j] * x_[j];
            level += weights_[j] * y_[j];
        }
        if (reach <= 0) return level;
        double spread = 0;
        for (std::size_t j = begin; j < end; ++j)
            spread += weights_[j] * (x_[j] - centre) * (x_[j] - centre);
        // Where all neighbours stand at nearly one place a slope would be noise.
        if (std::sqrt(spread) <= 0.001 * (x_.back() - x_.front())) return level;
        double slope = 0;
        for (std::size_t j = begin; j < end; ++j)
            slope += weights_[j] * (x_[j] - centre) * y_[j] / spread;
        return level + slope * (x_[i] - centre);
    }

    std::span<const double> x_;
    std::span<const double> y_;
    std::size_t first_ = 0;
    std::size_t last_;
    std::vector<double> weights_;
};

/// Bisquare weights of residuals in units of six median residuals; empty when the curve goes
/// through the points.
std::vector<double> trust_in(const std::vector<double>& residuals) {
    std::vector<double> sizes;
    double total = 0;
    for (const double residual : residuals) {
        sizes.push_back(std::abs(residual));
        total += std::abs(residual);
    }
    const double limit = 6 * median(sizes).value_or(0);
    if (limit < 1e-7 * total / static_cast<double>(sizes.size())) return {};
    for (double& size : sizes) {
        const double share = size / limit;
        size = share <= 0.001 ? 1 : share <= 0.999 ? (1 - share * share) * (1 - share * share) : 0;
    }
    return sizes;
}

/// How far the curve of squared differences, adjusted by `lambda`, is from flat: its variation over
/// the gaps in units of its mean.
double unevenness(const std::vector<SuccessivePair>& by_gap, const std::vector<double>& gaps,
                  double gap_median, double lambda) {
    std::vector<double> squares;
    for (const SuccessivePair& pair : by_gap) {
        const double difference =
            (pair.second - pair.first) * std::pow(pair.gap / gap_median, -lambda);
        squares.push_back(difference * difference);
    }
    const std::vector<double> curve = lowess(gaps, squares, {.passes = 0});
    const double level = mean(curve).value_or(0);
    return level > 0 ? standard_deviation(curve).value_or(0) / level : 0;
}

}  // namespace

std::vector<double> lowess(std::span<const double> x, std::span<const double> y,
                           const LowessOptions& options) {
    const std::size_t n = x.size();
    if (n < 2) return {y.begin(), y.end()};
    const auto wanted = static_cast<std::size_t>(options.span * static_cast<double>(n) + 1e-7);
    std::vector<double> curve(n);
    std::vector<double> trust;
    for (int pass = 0; pass <= options.passes; ++pass) {
        LocalLines lines(x, y, std::clamp<std::size_t>(wanted, 2, n));
        for (std::size_t i = 0; i < n; ++i)
            curve[i] = i > 0 && x[i] == x[i - 1] ? curve[i - 1] : lines.height(i, trust);
        if (pass == options.passes) break;
        std::vector<double> residuals(n);
        for (std::size_t i = 0; i < n; ++i)
            residuals[i] = y[i] - curve[i];
        trust = trust_in(residuals);
        if (trust.empty()) break;
    }
    return curve;
}

std::vector<SuccessivePair> successive_pairs(std::span<const TimedValue> values) {
    std::vector<TimedValue> ordered(values.begin(), values.end());
    std::sort(ordered.begin(), ordered.end(), [](const TimedValue& a, const TimedValue& b) {
        if (a.day != b.day) return a.day < b.day;
        if (a.minute != b.minute) return a.minute < b.minute;
        return a.value < b.value;
    });
    std::vector<SuccessivePair> pairs;
    for (std::size_t i = 1; i < ordered.size(); ++i) {
        const TimedValue& first = ordered[i - 1];
        const TimedValue& second = ordered[i];
        const double gap = second.minute - first.minute;
        if (first.day != second.day || gap <= 0 || gap > kPairGapMinutesMax) continue;
        pairs.push_back({first.day, gap, first.value, second.value});
    }
    return pairs;
}

Result<TimedInstability> timed_instability(std::span<const TimedValue> values) {
    std::vector<SuccessivePair> pairs = successive_pairs(values);
    if (pairs.size() < kInstabilityPairsMin) {
        return fail(ErrorKind::NotEnoughData, std::to_string(kInstabilityPairsMin) +
                                                  " pairs within days needed, " +
                                                  std::to_string(pairs.size()) + " present");
    }
    std::stable_sort(
        pairs.begin(), pairs.end(),
        [](const SuccessivePair& a, const SuccessivePair& b) { return a.gap < b.gap; });
    std::vector<double> gaps;
    for (const SuccessivePair& pair : pairs)
        gaps.push_back(pair.gap);
    TimedInstability out;
    out.pairs = pairs.size();
    out.gap_median = median(gaps).value_or(1);
    if (gaps.front() < gaps.back()) {
        // In tenths first, then in hundredths around the best of them: each look is a whole curve.
        constexpr int kSteps = 100;
        constexpr int kCoarse = 10;
        double least = unevenness(pairs, gaps, out.gap_median, 0);
        int best = 0;
        const auto look = [&](int step) {
            const double uneven =
                unevenness(pairs, gaps, out.gap_median, static_cast<double>(step) / kSteps);
            if (uneven < least) {
                least = uneven;
                best = step;
            }
        };
        for (int step = kCoarse; step <= kSteps; step += kCoarse)
            look(step);
        const int middle = best;
        for (int step = std::max(1, middle - kCoarse + 1);
             step <= std::min(kSteps, middle + kCoarse - 1); ++step) {
            if (step != middle) look(step);
        }
        out.lambda = static_cast<double>(best) / kSteps;
    }
    for (const SuccessivePair& pair : pairs) {
        const double difference =
            (pair.second - pair.first) * std::pow(pair.gap / out.gap_median, -out.lambda);
        out.mssd += difference * difference / static_cast<double>(pairs.size());
    }
    return out;
}

}  // namespace attune::stats
