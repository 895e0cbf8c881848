#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/change_point.hpp"
#include "attune/stats/summary.hpp"
#include "attune/stats/trend.hpp"
#include "attune/stats/trend_interval.hpp"
#include "report/period_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr int kTrendDaysMin = 56;
constexpr std::size_t kTrendDaysWithDataMin = 35;
/// Longer windows are looked at week by week: pairs of days grow with the square of their number.
constexpr std::size_t kDailyMax = 130;
constexpr std::size_t kSegmentDaysMin = 7;
constexpr double kLuck = 0.05;

/// The series a trend is looked for in, and how many days one step of it is.
struct Course {
    stats::DaySeries steps;
    int days_per_step = 1;
};

Course course_of(const stats::DaySeries& days) {
    if (days.size() <= kDailyMax) return {days, 1};
    Course weeks{{}, 7};
    for (std::size_t first = 0; first < days.size(); first += 7) {
        std::vector<double> values;
        for (std::size_t i = first; i < std::min(first + 7, days.size()); ++i) {
            if (days[i]) values.push_back(*days[i]);
        }
        weeks.steps.push_back(stats::median(values));
    }
    return weeks;
}

/// What is missing for a statement on the days of a window; nothing when all is there.
std::optional<std::string> missing_days(const PeriodView& view) {
    if (view.days_reached < kTrendDaysMin)
        return fmt::format("{} days needed, {} present", kTrendDaysMin, view.days_reached);
    const std::size_t with = stats::days_with_value(view.peaks);
    if (with < kTrendDaysWithDataMin) {
        return fmt::format("{} days with a rating needed, {} present", kTrendDaysWithDataMin, with);
    }
    return std::nullopt;
}

struct Trend {
    double weekly = 0;
    stats::Interval interval;
    stats::TrendTest test;

    [[nodiscard]] bool holds() const { return test.p <= kLuck && !interval.contains(0); }
};

std::optional<Trend> trend_of(const Course& course, std::uint64_t seed) {
    const double per_week = 7.0 / course.days_per_step;
    const auto slope = stats::theil_sen_slope(course.steps);
    const auto interval = stats::theil_sen_interval(course.steps, {.seed = seed});
    const auto test = stats::ar1_trend_test(course.steps, seed);
    if (!slope || !interval || !test) return std::nullopt;
    return Trend{*slope * per_week, {interval->low * per_week, interval->high * per_week}, *test};
}

std::string signed_tenths(double value) {
    const double rounded = std::round(value * 100) / 100;
    return fmt::format("{:+.2f}", rounded == 0 ? 0.0 : rounded);
}

std::string trend_words(const Trend& trend, const PeriodView& view) {
    return fmt::format(
        "{} a week over the {}, likely between {} and {}: {} ({} rated)",
        signed_tenths(trend.weekly), view.window_words, signed_tenths(trend.interval.low),
        signed_tenths(trend.interval.high),
        !trend.holds()     ? "could be luck"
        : trend.weekly < 0 ? "falling"
                           : "rising",
        counted(static_cast<long>(stats::days_with_value(view.peaks)), "day", "days"));
}

Machine trend_machine(const Trend& trend, const Course& course, const PeriodView& view) {
    return Machine::members()
        .set("slope_per_week", trend.weekly)
        .set("interval", Machine::members()
                             .set("low", trend.interval.low)
                             .set("high", trend.interval.high)
                             .set("level", stats::kUsualLevel)
                             .set("method", "theil-sen, block bootstrap of residuals"))
        .set("p", trend.test.p)
        .set("carry_over", trend.test.phi)
        .set("test", "mann-kendall against AR(1) series without trend")
        .set("could_be_luck", !trend.holds())
        .set("first", view.window.first.iso())
        .set("last", view.window.last.iso())
        .set("days_with_rating", static_cast<long>(stats::days_with_value(view.peaks)))
        .set("step_days", course.days_per_step);
}

/// The week in which the level changed most.
struct Change {
    CivilDay week;
    double before = 0;
    double after = 0;
    double p = 1;
};

std::optional<Change> change_of(const PeriodView& view) {
    std::vector<double> values;
    std::vector<CivilDay> days;
    for (std::size_t i = 0; i < view.peaks.size(); ++i) {
        if (!view.peaks[i]) continue;
        values.push_back(*view.peaks[i]);
        days.push_back(view.window.first + static_cast<int>(i));
    }
    const auto penalty = stats::change_penalty(values);
    if (!penalty || stats::penalised_breaks(values, *penalty, kSegmentDaysMin).empty())
        return std::nullopt;
    const auto p = stats::cusum_p_ar1(values, view.data.seed);
    const auto one = stats::best_segmentation(values, 1, kSegmentDaysMin);
    if (!p || *p > kLuck || !one || one->breaks.empty()) return std::nullopt;
    const auto at = static_cast<std::ptrdiff_t>(one->breaks.front());
    const CivilDay day = days[one->breaks.front()];
    const int week_start = view.data.range.week_start;
    return Change{day - (day.weekday() - week_start + 7) % 7,
                  stats::mean(std::vector<double>(values.begin(), values.begin() + at)).value_or(0),
                  stats::mean(std::vector<double>(values.begin() + at, values.end())).value_or(0),
                  *p};
}

}  // namespace

Part trend_part(const PeriodView& view) {
    Part part;
    part.explained = {
        {"Trend", fmt::format("The median of all slopes between two days' median peaks "
                              "(Theil-Sen), with a 95 % interval from drawing blocks of days anew. "
                              "It counts as more than luck only when that interval leaves out zero "
                              "and Mann-Kendall's test, against series without trend that carry "
                              "over from day to day as yours does, gives p at most {}. Needs {} "
                              "days, {} of them rated.",
                              kLuck, kTrendDaysMin, kTrendDaysWithDataMin)},
        {"Change",
         "One week at most, where the level of the daily peaks moved: by least squares, "
         "no part shorter than 7 days, and only when the largest drift away from the "
         "mean is rarer than 1 in 20 among series with the same carry-over and no "
         "change."}};
    if (const auto missing = missing_days(view)) {
        part.suppressed = {{"trend", *missing}, {"change", *missing}};
        part.members.emplace_back("trend", Machine());
        part.members.emplace_back("change", Machine());
        return part;
    }
    const Course course = course_of(view.peaks);
    const auto trend = trend_of(course, view.data.seed);
    part.members.emplace_back("trend", trend ? trend_machine(*trend, course, view) : Machine());
    Section section{.id = "trend", .heading = "Over time", .aside = {}, .blocks = {}};
    if (trend) section.blocks.emplace_back(KeyValue{"Peak", trend_words(*trend, view)});
    const auto change = change_of(view);
    if (change) {
        section.blocks.emplace_back(KeyValue{
            "Change", fmt::format("in the week of {}: daily peaks {:.1f} on average before, {:.1f} "
                                  "since. A slow change can look like this as well.",
                                  short_date(change->week), change->before, change->after)});
        part.members.emplace_back("change", Machine::members()
                                                .set("week", change->week.iso())
                                                .set("mean_before", change->before)
                                                .set("mean_after", change->after)
                                                .set("p", change->p)
                                                .set("method", "cusum against AR(1) series"));
    } else {
        part.members.emplace_back("change", Machine());
    }
    if (!section.blocks.empty()) part.sections.push_back(std::move(section));
    return part;
}

}  // namespace attune::report
