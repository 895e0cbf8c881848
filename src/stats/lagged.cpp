#include "attune/stats/lagged.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "attune/stats/distributions.hpp"
#include "attune/stats/random.hpp"
#include "attune/stats/series.hpp"
#include "stats/autoregression.hpp"

namespace attune::stats {

namespace {

constexpr double kSlack = 1e-12;
/// Circular shifts with fewer pairs say nothing and count as being as far.
constexpr std::size_t kShiftPairsMin = 10;

/// Values without gaps to step over: 0 and weight 0 where a day is missing.
struct Weighted {
    std::vector<double> value;
    std::vector<double> weight;
};

Weighted weighted(const DaySeries& days) {
    Weighted out;
    for (const auto& day : days) {
        out.value.push_back(day.value_or(0));
        out.weight.push_back(day ? 1 : 0);
    }
    return out;
}

/// Sums over pairs of days; a correlation comes from them.
struct PairSums {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;

    void add(const Weighted& a, std::size_t i, const Weighted& b, std::size_t j) {
        const double both = a.weight[i] * b.weight[j];
        const double u = both * a.value[i];
        const double v = both * b.value[j];
        n += both;
        x += u;
        y += v;
        xx += u * u;
        yy += v * v;
        xy += u * v;
    }
    [[nodiscard]] std::optional<double> correlation() const {
        if (n < 3) return std::nullopt;
        const double spread = (xx - x * x / n) * (yy - y * y / n);
        if (spread <= 0) return std::nullopt;
        return std::clamp((xy - x * y / n) / std::sqrt(spread), -1.0, 1.0);
    }
};

/// Each day minus phi times the one before, around the mean.
DaySeries prewhitened(DaySeries days, double phi) {
    double sum = 0;
    for (const auto& day : days)
        sum += day.value_or(0);
    const double centre = sum / static_cast<double>(days_with_value(days));
    for (std::size_t i = days.size(); i-- > 0;) {
        if (!days[i] || i == 0 || !days[i - 1]) {
            days[i].reset();
        } else {
            days[i] = (*days[i] - centre) - phi * (*days[i - 1] - centre);
        }
    }
    return days;
}

/// Correlations of a with b shifted round by 0 to n - 1 days; nothing where too few pairs are left.
std::vector<std::optional<double>> shifted_correlations(const Weighted& a, const Weighted& b) {
    const std::size_t n = a.value.size();
    std::vector<std::optional<double>> out(n);
    for (std::size_t shift = 0; shift < n; ++shift) {
        PairSums sums;
        for (std::size_t i = 0; i + shift < n; ++i)
            sums.add(a, i, b, i + shift);
        for (std::size_t i = n - shift; i < n; ++i)
            sums.add(a, i, b, i + shift - n);
        if (sums.n >= static_cast<double>(kShiftPairsMin)) out[shift] = sums.correlation();
    }
    return out;
}

double fisher_z(double r) {
    return std::atanh(std::clamp(r, -0.999999, 0.999999));
}

double shift_p(const std::vector<std::optional<double>>& shifts, std::size_t at) {
    if (!shifts[at]) return 1;
    const double observed = std::abs(*shifts[at]) - kSlack;
    std::size_t as_far = 0;
    double squares = 0;
    double others = 0;
    for (std::size_t shift = 0; shift < shifts.size(); ++shift) {
        as_far += !shifts[shift] || std::abs(*shifts[shift]) >= observed ? 1U : 0U;
        if (shift == at || !shifts[shift]) continue;
        squares += fisher_z(*shifts[shift]) * fisher_z(*shifts[shift]);
        ++others;
    }
    const double p = static_cast<double>(as_far) / static_cast<double>(shifts.size());
    if (as_far > 1 || squares == 0) return p;
    const double tail =
        2 * normal_cdf(-std::abs(fisher_z(*shifts[at])) / std::sqrt(squares / others));
    return std::min(p, tail);
}

/// Autocorrelations at lags 1 to `up_to`, over the days there are.
std::vector<double> autocorrelations(const Weighted& days, std::size_t up_to) {
    double n = 0;
    double sum = 0;
    for (std::size_t i = 0; i < days.value.size(); ++i) {
        n += days.weight[i];
        sum += days.value[i];
    }
    const double centre = sum / n;
    const auto at = [&](std::size_t i) { return days.weight[i] * (days.value[i] - centre); };
    double squares = 0;
    for (std::size_t i = 0; i < days.value.size(); ++i)
        squares += at(i) * at(i);
    std::vector<double> out;
    for (std::size_t lag = 1; lag <= up_to; ++lag) {
        double products = 0;
        for (std::size_t i = lag; i < days.value.size(); ++i)
            products += at(i) * at(i - lag);
        out.push_back(squares > 0 ? products / squares : 0);
    }
    return out;
}

bool usable(std::span<const std::optional<double>> days) {
    const auto present = static_cast<double>(days_with_value(days));
    return days.size() >= kLagDaysMin &&
           present >= (1 - kLagMissingMax) * static_cast<double>(days.size()) - kSlack;
}

tl::unexpected<Error> too_little() {
    return fail(ErrorKind::NotEnoughData,
                "a lagged pair needs 42 days with at most 30 % missing in either series");
}

/// Successive readings of one day, centred on the day.
struct DayPairs {
    std::vector<double> before;
    std::vector<double> after;
};

void centre(std::vector<double>& values) {
    const double mean =
        std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    for (double& value : values)
        value -= mean;
}

double product_sum(const std::vector<DayPairs>& days) {
    double sum = 0;
    for (const DayPairs& day : days) {
        for (std::size_t i = 0; i < day.before.size(); ++i)
            sum += day.before[i] * day.after[i];
    }
    return sum;
}

std::vector<DayPairs> pairs_by_day(std::span<const TimedMoment> moments) {
    std::vector<TimedMoment> ordered(moments.begin(), moments.end());
    std::sort(ordered.begin(), ordered.end(), [](const TimedMoment& a, const TimedMoment& b) {
        if (a.day != b.day) return a.day < b.day;
        if (a.minute != b.minute) return a.minute < b.minute;
        if (a.before != b.before) return a.before < b.before;
        return a.after < b.after;
    });
    std::vector<DayPairs> days;
    DayPairs open;
    for (std::size_t i = 1; i <= ordered.size(); ++i) {
        const bool same_day = i < ordered.size() && ordered[i].day == ordered[i - 1].day;
        if (same_day) {
            const double gap = ordered[i].minute - ordered[i - 1].minute;
            if (gap <= 0 || gap > kPairGapMinutesMax) continue;
            open.before.push_back(ordered[i - 1].before);
            open.after.push_back(ordered[i].after);
            continue;
        }
        if (open.before.size() >= 2) days.push_back(std::move(open));
        open = {};
    }
    return days;
}

}  // namespace

std::vector<std::optional<double>> ranks_of(std::span<const std::optional<double>> days) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (days[i]) order.push_back(i);
    }
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return *days[a] < *days[b]; });
    std::vector<std::optional<double>> out(days.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && *days[order[end]] == *days[order[begin]])
            ++end;
        const double rank = 0.5 * static_cast<double>(begin + end + 1);
        for (; begin < end; ++begin)
            out[order[begin]] = rank;
    }
    return out;
}

Result<LaggedAssociation> lagged_association(std::span<const std::optional<double>> first,
                                             std::span<const std::optional<double>> second) {
    if (first.size() != second.size() || !usable(first) || !usable(second)) return too_little();
    const DaySeries x_ranks = ranks_of(first);
    const auto carried = inertia(x_ranks);
    if (!carried) return too_little();
    LaggedAssociation out;
    out.phi = usable_phi(*carried);
    const Weighted x = weighted(prewhitened(x_ranks, out.phi));
    const Weighted y = weighted(prewhitened(ranks_of(second), out.phi));
    const auto shifts = shifted_correlations(x, y);
    const std::size_t n = x.value.size();
    for (std::size_t lag = 0; lag <= kLagDaysMax; ++lag) {
        PairSums sums;
        for (std::size_t i = 0; i + lag < n; ++i)
            sums.add(x, i, y, i + lag);
        const auto correlation = sums.correlation();
        if (!correlation) return too_little();
        LagAssociation& one = out.lags[lag];
        one.lag = lag;
        one.correlation = *correlation;
        one.pairs = static_cast<std::size_t>(sums.n);
        one.p = shift_p(shifts, lag);

        const std::size_t up_to = one.pairs / 4;
        const auto rx = autocorrelations(x, up_to);
        const auto ry = autocorrelations(y, up_to);
        double carried_over = 0;
        for (std::size_t k = 1; k <= up_to; ++k) {
            carried_over += (1 - static_cast<double>(k) / sums.n) * rx[k - 1] * ry[k - 1];
        }
        const double inverse = (1 + 2 * carried_over) / sums.n;
        one.pairs_effective = inverse > 1 / sums.n ? std::max(4.0, 1 / inverse) : sums.n;
        const double reach =
            normal_quantile(0.5 + 0.5 * kUsualLevel) / std::sqrt(one.pairs_effective - 3);
        const double z = fisher_z(one.correlation);
        one.interval = {std::tanh(z - reach), std::tanh(z + reach)};
    }
    return out;
}

Result<WithinDayLag> within_day_lag(std::span<const TimedMoment> moments, std::uint64_t seed,
                                    int replicates) {
    std::vector<DayPairs> days = pairs_by_day(moments);
    WithinDayLag out;
    double before_squares = 0;
    double after_squares = 0;
    for (DayPairs& day : days) {
        centre(day.before);
        centre(day.after);
        out.pairs += day.before.size();
        before_squares +=
            std::inner_product(day.before.begin(), day.before.end(), day.before.begin(), 0.0);
        after_squares +=
            std::inner_product(day.after.begin(), day.after.end(), day.after.begin(), 0.0);
    }
    out.days = days.size();
    const double spread = std::sqrt(before_squares * after_squares);
    if (out.pairs < kInstabilityPairsMin || spread <= 0) {
        return fail(ErrorKind::NotEnoughData, std::to_string(kInstabilityPairsMin) +
                                                  " pairs within days needed, " +
                                                  std::to_string(out.pairs) + " present");
    }
    const double observed = product_sum(days);
    out.correlation = observed / spread;
    Random random(seed);
    long as_far = 0;
    for (int i = 0; i < replicates; ++i) {
        for (DayPairs& day : days)
            random.shuffle(day.after);
        as_far += std::abs(product_sum(days)) >= std::abs(observed) - kSlack * spread ? 1 : 0;
    }
    out.p = static_cast<double>(1 + as_far) / static_cast<double>(replicates + 1);
    return out;
}

}  // namespace attune::stats
