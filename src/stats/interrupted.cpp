#include "attune/stats/interrupted.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "attune/base/assert.hpp"
#include "stats/autoregression.hpp"
#include "stats/least_squares.hpp"

namespace attune::stats {

namespace {

constexpr std::size_t kColumns = 4;
constexpr std::size_t kSideMin = 3;
/// How exactly the carry-over is sought, and that of drawn series, whose own errors are far larger.
constexpr double kPhiWithin = 1e-8;
constexpr double kDrawnPhiWithin = 1e-3;

tl::unexpected<Error> too_little() {
    return fail(ErrorKind::NotEnoughData, "a change at the start needs days on both sides of it");
}

/// The days with a value, as rows of the model.
struct Rows {
    std::vector<std::size_t> days;
    Regression plain;  ///< y and the four columns, nothing filtered
    std::size_t before = 0;

    [[nodiscard]] std::size_t after() const { return days.size() - before; }
};

Rows rows_of(std::span<const std::optional<double>> days, std::size_t start) {
    Rows rows;
    rows.plain.columns = kColumns;
    for (std::size_t day = 0; day < days.size(); ++day) {
        if (!days[day]) continue;
        const bool held = day >= start;
        rows.days.push_back(day);
        rows.before += held ? 0 : 1;
        rows.plain.y.push_back(*days[day]);
        const double since = held ? static_cast<double>(day - start + 1) : 0.0;
        rows.plain.x.insert(rows.plain.x.end(),
                            {1.0, static_cast<double>(day + 1), held ? 1.0 : 0.0, since});
    }
    return rows;
}

/// A fit at one phi and its restricted log-likelihood, up to a constant.
struct Fitted {
    LeastSquares fit;
    double likelihood = 0;
};

/// What a row keeps of the one so many days before it, and what is new in it.
struct Carry {
    double carried = 0;
    double scale = 0;
    double log_scale = 0;
};

Carry carry_over(double phi, std::size_t gap) {
    Carry out;
    out.carried = std::pow(phi, static_cast<double>(gap));
    out.scale = std::sqrt(1 - out.carried * out.carried);
    out.log_scale = std::log(out.scale);
    return out;
}

/// Each row minus phi^gap times the one before, in units of what is new in it: independent rows.
std::optional<Fitted> fit_at(const Rows& rows, double phi) {
    const std::size_t n = rows.days.size();
    Regression filtered = rows.plain;
    double log_scale = 0;
    // Nearly all gaps are of a few days: their powers and logarithms were a third of the work.
    std::array<std::optional<Carry>, 8> known;
    for (std::size_t i = n; i-- > 1;) {
        const std::size_t gap = rows.days[i] - rows.days[i - 1];
        Carry carry;
        if (gap < known.size()) {
            if (!known[gap]) known[gap] = carry_over(phi, gap);
            carry = *known[gap];
        } else {
            carry = carry_over(phi, gap);
        }
        const double carried = carry.carried;
        const double scale = carry.scale;
        log_scale += carry.log_scale;
        filtered.y[i] = (filtered.y[i] - carried * filtered.y[i - 1]) / scale;
        for (std::size_t k = 0; k < kColumns; ++k) {
            double& cell = filtered.x[i * kColumns + k];
            cell = (cell - carried * filtered.x[(i - 1) * kColumns + k]) / scale;
        }
    }
    double squares = 0;
    for (const double value : filtered.y)
        squares += value * value;
    auto fit = least_squares(filtered);
    // Nothing but rounding is left of a series that the model fits without any rest.
    if (!fit || fit->residual_squares <= 1e-20 * squares) return std::nullopt;
    const auto freedom = static_cast<double>(n - kColumns);
    const double likelihood =
        -0.5 * freedom * std::log(fit->residual_squares) - log_scale - 0.5 * fit->log_determinant;
    return Fitted{std::move(*fit), likelihood};
}

/// The phi of the highest restricted likelihood: a coarse look over all of (-1, 1), then a golden
/// section, down to what the likelihood can tell apart.
double best_phi(const Rows& rows, double within) {
    constexpr double kReach = 0.99;
    constexpr int kSteps = 12;
    constexpr double kGolden = 0.6180339887498949;
    const auto height = [&](double phi) {
        const auto fitted = fit_at(rows, phi);
        return fitted ? fitted->likelihood : -std::numeric_limits<double>::infinity();
    };
    double best = 0;
    double highest = -std::numeric_limits<double>::infinity();
    for (int i = 0; i <= kSteps; ++i) {
        const double phi = kReach * (2.0 * i / kSteps - 1);
        const double value = height(phi);
        if (value > highest) {
            highest = value;
            best = phi;
        }
    }
    double low = std::max(best - 2 * kReach / kSteps, -kReach);
    double high = std::min(best + 2 * kReach / kSteps, kReach);
    double left = high - kGolden * (high - low);
    double right = low + kGolden * (high - low);
    double at_left = height(left);
    double at_right = height(right);
    while (high - low > within) {
        if (at_left > at_right) {
            high = right;
            right = left;
            at_right = at_left;
            left = high - kGolden * (high - low);
            at_left = height(left);
        } else {
            low = left;
            left = right;
            at_left = at_right;
            right = low + kGolden * (high - low);
            at_right = height(right);
        }
    }
    return 0.5 * (low + high);
}

std::optional<InterruptedFit> fit_rows(const Rows& rows, std::optional<double> phi,
                                       double within = kPhiWithin) {
    InterruptedFit out;
    out.phi = phi ? *phi : best_phi(rows, within);
    const auto fitted = fit_at(rows, out.phi);
    if (!fitted) return std::nullopt;
    const auto freedom = static_cast<double>(rows.days.size() - kColumns);
    out.sigma = std::sqrt(fitted->fit.residual_squares / freedom);
    for (std::size_t k = 0; k < kColumns; ++k) {
        out.coefficients[k] = fitted->fit.coefficients[k];
        out.standard_errors[k] = out.sigma * std::sqrt(fitted->fit.inverse[k * (kColumns + 1)]);
    }
    return out;
}

bool too_short(const Rows& rows, std::size_t before_min, std::size_t after_min) {
    return rows.before < before_min || rows.after() < after_min;
}

/// y of a series with that fit and its carry-over, on the days of `rows`.
std::vector<double> drawn_values(const Rows& rows, const InterruptedFit& fit, double phi,
                                 Random& random) {
    const std::vector<double> course = draw_ar1(rows.days.back() + 1, phi, random);
    const double scale = fit.sigma * std::sqrt(1 - phi * phi);
    std::vector<double> y(rows.days.size());
    for (std::size_t i = 0; i < y.size(); ++i) {
        y[i] = scale * course[rows.days[i]];
        for (std::size_t k = 0; k < kColumns; ++k)
            y[i] += fit.coefficients[k] * rows.plain.x[i * kColumns + k];
    }
    return y;
}

InterruptedEffect effect_of(const InterruptedFit& fit, std::size_t k,
                            const std::vector<double>& distances) {
    InterruptedEffect out;
    out.estimate = fit.coefficients[k];
    const double error = fit.standard_errors[k];
    const Interval distance = percentile_interval(distances, kUsualLevel);
    out.interval = {out.estimate - distance.high * error, out.estimate - distance.low * error};
    const double observed = std::abs(out.estimate / error);
    const auto as_far = std::count_if(distances.begin(), distances.end(),
                                      [&](double one) { return std::abs(one) >= observed; });
    out.p = static_cast<double>(1 + as_far) / static_cast<double>(distances.size() + 1);
    return out;
}

}  // namespace

Result<InterruptedFit> fit_interrupted(std::span<const std::optional<double>> days,
                                       std::size_t start, std::optional<double> phi) {
    const Rows rows = rows_of(days, start);
    if (too_short(rows, kSideMin, kSideMin)) return too_little();
    const auto fit = fit_rows(rows, phi);
    if (!fit) return too_little();
    return *fit;
}

Result<InterruptedFit> fit_newey_west(std::span<const std::optional<double>> days,
                                      std::size_t start, int lags) {
    const Rows rows = rows_of(days, start);
    if (too_short(rows, kSideMin, kSideMin)) return too_little();
    const auto fit = least_squares(rows.plain);
    if (!fit) return too_little();
    const std::size_t n = rows.days.size();
    const auto reach = static_cast<std::size_t>(std::max(lags, 0));
    // Each row of the model times its residual.
    std::vector<double> scores(n * kColumns);
    for (std::size_t i = 0; i < n; ++i) {
        double residual = rows.plain.y[i];
        for (std::size_t k = 0; k < kColumns; ++k)
            residual -= fit->coefficients[k] * rows.plain.x[i * kColumns + k];
        for (std::size_t k = 0; k < kColumns; ++k)
            scores[i * kColumns + k] = residual * rows.plain.x[i * kColumns + k];
    }
    std::array<double, kColumns * kColumns> middle{};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i; j < n; ++j) {
            const std::size_t lag = rows.days[j] - rows.days[i];
            if (lag > reach) break;
            const double weight = 1 - static_cast<double>(lag) / static_cast<double>(reach + 1);
            for (std::size_t a = 0; a < kColumns; ++a) {
                for (std::size_t b = 0; b < kColumns; ++b) {
                    double product = scores[i * kColumns + a] * scores[j * kColumns + b];
                    if (i != j) product += scores[j * kColumns + a] * scores[i * kColumns + b];
                    middle[a * kColumns + b] += weight * product;
                }
            }
        }
    }
    InterruptedFit out;
    const auto count = static_cast<double>(n);
    const double freedom = count - static_cast<double>(kColumns);
    out.sigma = std::sqrt(fit->residual_squares / freedom);
    for (std::size_t k = 0; k < kColumns; ++k) {
        out.coefficients[k] = fit->coefficients[k];
        double variance = 0;
        for (std::size_t a = 0; a < kColumns; ++a) {
            for (std::size_t b = 0; b < kColumns; ++b)
                variance += fit->inverse[k * kColumns + a] * middle[a * kColumns + b] *
                            fit->inverse[b * kColumns + k];
        }
        out.standard_errors[k] = std::sqrt(variance * count / freedom);
    }
    return out;
}

Result<InterruptedTest> interrupted_test(std::span<const std::optional<double>> days,
                                         std::size_t start, std::uint64_t seed, int replicates) {
    Rows rows = rows_of(days, start);
    if (too_short(rows, kProgramBeforeMin, kProgramAfterMin)) return too_little();
    const auto fit = fit_rows(rows, {});
    if (!fit) return too_little();
    const double phi = usable_phi(fit->phi);
    Random random(seed);
    std::vector<double> jumps;
    std::vector<double> bends;
    for (int i = 0; i < replicates; ++i) {
        rows.plain.y = drawn_values(rows, *fit, phi, random);
        const auto drawn = fit_rows(rows, {}, kDrawnPhiWithin);
        if (!drawn) continue;
        jumps.push_back((drawn->coefficients[2] - fit->coefficients[2]) /
                        drawn->standard_errors[2]);
        bends.push_back((drawn->coefficients[3] - fit->coefficients[3]) /
                        drawn->standard_errors[3]);
    }
    if (jumps.empty()) return too_little();
    return InterruptedTest{*fit, effect_of(*fit, 2, jumps), effect_of(*fit, 3, bends)};
}

Result<RandomStartTest> random_start_test(std::span<const std::optional<double>> days,
                                          std::size_t start, std::size_t first,
                                          std::size_t window) {
    if (window == 0 || start < first || start >= first + window) return too_little();
    const auto difference = [&](std::size_t at) -> std::optional<double> {
        std::array<double, 2> sums{};
        std::array<double, 2> counts{};
        for (std::size_t day = 0; day < days.size(); ++day) {
            if (!days[day]) continue;
            const std::size_t side = day >= at ? 1 : 0;
            sums[side] += *days[day];
            counts[side] += 1;
        }
        if (counts[0] == 0 || counts[1] == 0) return std::nullopt;
        return sums[1] / counts[1] - sums[0] / counts[0];
    };
    RandomStartTest test;
    test.window = window;
    const auto observed = difference(start);
    if (!observed) return too_little();
    test.difference = *observed;
    std::size_t as_far = 0;
    for (std::size_t at = first; at < first + window; ++at) {
        const auto one = difference(at);
        if (!one) return too_little();
        as_far += std::abs(*one) >= std::abs(*observed) - 1e-12 ? 1U : 0U;
    }
    test.p = static_cast<double>(as_far) / static_cast<double>(window);
    return test;
}

}  // namespace attune::stats
