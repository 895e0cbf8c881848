#include "attune/stats/instability.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "attune/stats/summary.hpp"

namespace attune::stats {

namespace {

/// Points that stand in a local line, from begin on.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The local lines of some points: what the height of each says of it is the same whatever the
/// heights are.
class LocalLines {
  public:
    LocalLines(std::span<const double> x, double span)
        : x_(x), last_(neighbours(x.size(), span) - 1), weights_(x.size()) {}

    /// The points that have a part in the line at one point; weight() is their part, and the height
    /// of the line is the sum of weights times heights. Points have to be asked for in rising
    /// order.
    Stretch line_at(std::size_t i, const std::vector<double>& trust) {
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
        if (total <= 0) {
            weights_[i] = 1;
            return {i, i + 1};
        }
        tilt(i, {first_, end}, total, reach);
        return {first_, end};
    }
    [[nodiscard]] double weight(std::size_t i) const { return weights_[i]; }

  private:
    static std::size_t neighbours(std::size_t points, double span) {
        const auto wanted = static_cast<std::size_t>(span * static_cast<double>(points) + 1e-7);
        return std::clamp<std::size_t>(wanted, 2, points);
    }

    static double tricube(double share) {
        const double rest = 1 - share * share * share;
        return rest * rest * rest;
    }

    /// From weights of a level to those of a line.
    void tilt(std::size_t i, const Stretch& points, double total, double reach) {
        double centre = 0;
        for (std::size_t j = points.begin; j < points.end; ++j) {
            weights_[j] /= total;
            centre += weights_[j] * x_[j];
        }
        if (reach <= 0) return;
        double spread = 0;
        for (std::size_t j = points.begin; j < points.end; ++j)
            spread += weights_[j] * (x_[j] - centre) * (x_[j] - centre);
        // Where all neighbours stand at nearly one place a slope would be noise.
        if (std::sqrt(spread) <= 0.001 * (x_.back() - x_.front())) return;
        const double tilted = (x_[i] - centre) / spread;
        for (std::size_t j = points.begin; j < points.end; ++j)
            weights_[j] *= 1 + (x_[j] - centre) * tilted;
    }

    std::span<const double> x_;
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

/// How far the curve of squared differences, adjusted by each of the lambdas, is from flat: its
/// variation over the gaps in units of its mean. The curve's lines are the same for all of them,
/// and pairs of one gap are adjusted alike, so each line is found once and adds up gaps instead of
/// pairs.
class Unevenness {
  public:
    /// Pairs by rising gap.
    Unevenness(const std::vector<SuccessivePair>& by_gap, double gap_median)
        : gap_median_(gap_median), squares_up_to_(1) {
        for (std::size_t i = 0; i < by_gap.size(); ++i) {
            const SuccessivePair& pair = by_gap[i];
            const double difference = pair.second - pair.first;
            squares_up_to_.push_back(squares_up_to_.back() + difference * difference);
            if (i == 0 || pair.gap != gaps_.back()) starts_.push_back(i);
            gaps_.push_back(pair.gap);
        }
        starts_.push_back(by_gap.size());
    }

    [[nodiscard]] std::vector<double> of(const std::vector<double>& lambdas) const {
        std::vector<std::vector<double>> curves(lambdas.size());
        std::vector<double> sums(lambdas.size());
        LocalLines lines(gaps_, LowessOptions{}.span);
        const std::vector<std::vector<double>> factors = factors_of(lambdas);
        for (std::size_t gap = 0; gap + 1 < starts_.size(); ++gap) {
            const Stretch points = lines.line_at(starts_[gap], {});
            std::fill(sums.begin(), sums.end(), 0.0);
            const auto first =
                std::upper_bound(starts_.begin(), starts_.end(), points.begin) - starts_.begin();
            for (auto other = static_cast<std::size_t>(first - 1); starts_[other] < points.end;
                 ++other) {
                const std::size_t begin = std::max(points.begin, starts_[other]);
                const std::size_t end = std::min(points.end, starts_[other + 1]);
                const double part =
                    lines.weight(begin) * (squares_up_to_[end] - squares_up_to_[begin]);
                for (std::size_t k = 0; k < sums.size(); ++k)
                    sums[k] += part * factors[other][k];
            }
            for (std::size_t k = 0; k < sums.size(); ++k)
                curves[k].push_back(sums[k]);
        }
        std::vector<double> out;
        for (const std::vector<double>& curve : curves)
            out.push_back(variation(curve));
        return out;
    }

  private:
    [[nodiscard]] std::vector<std::vector<double>> factors_of(
        const std::vector<double>& lambdas) const {
        std::vector<std::vector<double>> out;
        for (std::size_t gap = 0; gap + 1 < starts_.size(); ++gap) {
            out.emplace_back();
            for (const double lambda : lambdas)
                out.back().push_back(std::pow(gaps_[starts_[gap]] / gap_median_, -2 * lambda));
        }
        return out;
    }

    /// Over all pairs; those of one gap have one height.
    [[nodiscard]] double variation(const std::vector<double>& curve) const {
        const auto n = static_cast<double>(gaps_.size());
        const auto pairs = [&](std::size_t gap) {
            return static_cast<double>(starts_[gap + 1] - starts_[gap]);
        };
        double level = 0;
        for (std::size_t gap = 0; gap < curve.size(); ++gap)
            level += pairs(gap) * curve[gap] / n;
        double squares = 0;
        for (std::size_t gap = 0; gap < curve.size(); ++gap)
            squares += pairs(gap) * (curve[gap] - level) * (curve[gap] - level);
        return level > 0 ? std::sqrt(squares / (n - 1)) / level : 0;
    }

    double gap_median_;
    std::vector<double> gaps_;
    std::vector<std::size_t> starts_;  ///< the first pair of each gap, and the number of pairs
    std::vector<double> squares_up_to_;
};

}  // namespace

std::vector<double> lowess(std::span<const double> x, std::span<const double> y,
                           const LowessOptions& options) {
    const std::size_t n = x.size();
    if (n < 2) return {y.begin(), y.end()};
    std::vector<double> curve(n);
    std::vector<double> trust;
    for (int pass = 0; pass <= options.passes; ++pass) {
        LocalLines lines(x, options.span);
        for (std::size_t i = 0; i < n; ++i) {
            if (i > 0 && x[i] == x[i - 1]) {
                curve[i] = curve[i - 1];
                continue;
            }
            const Stretch points = lines.line_at(i, trust);
            curve[i] = 0;
            for (std::size_t j = points.begin; j < points.end; ++j)
                curve[i] += lines.weight(j) * y[j];
        }
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
        // In tenths first, then in hundredths around the best of them.
        constexpr int kSteps = 100;
        constexpr int kCoarse = 10;
        const Unevenness uneven(pairs, out.gap_median);
        double least = 0;
        int best = -1;
        const auto look = [&](const std::vector<int>& steps) {
            std::vector<double> lambdas;
            for (const int step : steps)
                lambdas.push_back(static_cast<double>(step) / kSteps);
            const std::vector<double> found = uneven.of(lambdas);
            for (std::size_t i = 0; i < steps.size(); ++i) {
                if (best >= 0 && found[i] >= least) continue;
                least = found[i];
                best = steps[i];
            }
        };
        std::vector<int> steps;
        for (int step = 0; step <= kSteps; step += kCoarse)
            steps.push_back(step);
        look(steps);
        steps.clear();
        for (int step = std::max(1, best - kCoarse + 1);
             step <= std::min(kSteps, best + kCoarse - 1); ++step) {
            if (step % kCoarse != 0) steps.push_back(step);
        }
        look(steps);
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
