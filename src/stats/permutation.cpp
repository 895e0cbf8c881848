#include "attune/stats/permutation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "attune/stats/random.hpp"
#include "attune/stats/series.hpp"
#include "attune/stats/summary.hpp"

namespace attune::stats {

namespace {

/// Draws as far as the observed one count, even when rounding put them a little nearer.
constexpr double kSlack = 1e-12;
constexpr double kCarryOver = 0.2;
constexpr std::size_t kBlockDays = 7;

using Labels = std::vector<char>;

double mean_difference(std::span<const double> values, const Labels& held) {
    double sums[2] = {0, 0};
    double counts[2] = {0, 0};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t side = held[i] != 0 ? 1 : 0;
        sums[side] += values[i];
        ++counts[side];
    }
    return sums[1] / counts[1] - sums[0] / counts[0];
}

/// The labels in blocks of seven days that changed places; the incomplete block keeps its length
/// wherever it goes.
Labels shuffled_blocks(const Labels& held, Random& random) {
    std::vector<Labels> blocks;
    for (std::size_t start = 0; start < held.size(); start += kBlockDays) {
        const std::size_t end = std::min(held.size(), start + kBlockDays);
        blocks.emplace_back(held.begin() + static_cast<std::ptrdiff_t>(start),
                            held.begin() + static_cast<std::ptrdiff_t>(end));
    }
    random.shuffle(blocks);
    Labels out;
    for (const Labels& block : blocks)
        out.insert(out.end(), block.begin(), block.end());
    return out;
}

tl::unexpected<Error> too_little() {
    return fail(ErrorKind::NotEnoughData, "a comparison needs days of both kinds");
}

/// One day of entries with its labels.
struct MixedDay {
    std::vector<double> values;
    Labels held;

    [[nodiscard]] long count_held() const { return std::count(held.begin(), held.end(), 1); }
    [[nodiscard]] double weight() const {
        const auto with = static_cast<double>(count_held());
        return std::min(with, static_cast<double>(held.size()) - with);
    }
};

double weighted_difference(const std::vector<MixedDay>& days) {
    double sum = 0;
    double weights = 0;
    for (const MixedDay& day : days) {
        sum += day.weight() * mean_difference(day.values, day.held);
        weights += day.weight();
    }
    return sum / weights;
}

double correlation(std::span<const double> x, std::span<const double> y, std::size_t shift) {
    const double mean_x = *mean(x);
    const double mean_y = *mean(y);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double a = x[(i + shift) % x.size()] - mean_x;
        const double b = y[i] - mean_y;
        xy += a * b;
        xx += a * a;
        yy += b * b;
    }
    return xy / std::sqrt(xx * yy);
}

}  // namespace

Result<LabelTest> day_label_test(std::span<const LabelledDay> days, std::uint64_t seed,
                                 int replicates) {
    std::vector<double> values;
    Labels held;
    for (const LabelledDay& day : days) {
        values.push_back(day.value);
        held.push_back(day.held ? 1 : 0);
    }
    const auto with = std::count(held.begin(), held.end(), 1);
    if (with < 2 || static_cast<std::ptrdiff_t>(held.size()) - with < 2) return too_little();

    LabelTest test;
    test.difference = mean_difference(values, held);
    const auto carried = autocorrelation(complete_series(values));
    test.shuffle = carried.value_or(0) > kCarryOver ? Shuffle::Blocks : Shuffle::Days;
    const double observed = std::abs(test.difference) - kSlack;
    Random random(seed);
    long as_far = 0;
    Labels drawn = held;
    for (int i = 0; i < replicates; ++i) {
        if (test.shuffle == Shuffle::Blocks) {
            drawn = shuffled_blocks(held, random);
        } else {
            random.shuffle(drawn);
        }
        if (std::abs(mean_difference(values, drawn)) >= observed) ++as_far;
    }
    test.p = static_cast<double>(1 + as_far) / static_cast<double>(replicates + 1);
    return test;
}

Result<LabelTest> within_day_label_test(std::span<const LabelledEntry> entries, std::uint64_t seed,
                                        int replicates) {
    std::map<std::size_t, MixedDay> all;
    for (const LabelledEntry& entry : entries) {
        MixedDay& day = all[entry.day];
        day.values.push_back(entry.value);
        day.held.push_back(entry.held ? 1 : 0);
    }
    LabelTest test;
    test.shuffle = Shuffle::Within;
    std::vector<MixedDay> days;
    for (auto& day : all) {
        if (day.second.weight() == 0) {
            ++test.days_dropped;
        } else {
            days.push_back(std::move(day.second));
        }
    }
    if (days.empty()) return too_little();
    test.difference = weighted_difference(days);
    const double observed = std::abs(test.difference) - kSlack;
    Random random(seed);
    long as_far = 0;
    for (int i = 0; i < replicates; ++i) {
        for (MixedDay& day : days)
            random.shuffle(day.held);
        if (std::abs(weighted_difference(days)) >= observed) ++as_far;
    }
    test.p = static_cast<double>(1 + as_far) / static_cast<double>(replicates + 1);
    return test;
}

Result<double> circular_shift_p(std::span<const double> first, std::span<const double> second) {
    constexpr std::size_t kDaysMin = 10;
    const std::size_t n = first.size();
    const auto varies = [](std::span<const double> values) {
        return standard_deviation(values).value_or(0) > 0;
    };
    if (n < kDaysMin || second.size() != n || !varies(first) || !varies(second)) {
        return fail(ErrorKind::NotEnoughData, "an association needs ten days of both series");
    }
    const double observed = std::abs(correlation(first, second, 0)) - kSlack;
    std::size_t as_far = 0;
    for (std::size_t shift = 0; shift < n; ++shift) {
        if (std::abs(correlation(first, second, shift)) >= observed) ++as_far;
    }
    return static_cast<double>(as_far) / static_cast<double>(n);
}

}  // namespace attune::stats
