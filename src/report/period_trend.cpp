#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/course.hpp"
#include "report/period_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

/// What is missing for a statement on the days of a window; nothing when all is there.
std::optional<std::string> missing_days(const PeriodView& view) {
    if (view.days_reached < static_cast<int>(stats::kTrendDaysMin))
        return fmt::format("{} days needed, {} present", stats::kTrendDaysMin, view.days_reached);
    const std::size_t with = stats::days_with_value(view.peaks);
    if (with < stats::kTrendDataMin) {
        return fmt::format("{} days with a rating needed, {} present", stats::kTrendDataMin, with);
    }
    return std::nullopt;
}

std::string signed_hundredths(double value) {
    const double rounded = std::round(value * 100) / 100;
    return rounded == 0 ? "0" : fmt::format("{:+.2f}", rounded);
}

std::string trend_words(const stats::WeeklyTrend& trend, const PeriodView& view) {
    const std::string low = signed_hundredths(trend.interval.low);
    const std::string high = signed_hundredths(trend.interval.high);
    const std::string rests_on =
        counted(static_cast<long>(stats::days_with_value(view.peaks)), "day", "days") + " rated";
    if (!trend.claimed() && low == high) {
        return fmt::format("neither rising nor falling over the {} ({})", view.window_words,
                           rests_on);
    }
    return fmt::format("{} a week over the {}, likely between {} and {}: {} ({})",
                       signed_hundredths(trend.per_week), view.window_words, low, high,
                       !trend.claimed()     ? "could be luck"
                       : trend.per_week < 0 ? "falling"
                                            : "rising",
                       rests_on);
}

Machine trend_machine(const stats::WeeklyTrend& trend, const PeriodView& view) {
    return Machine::members()
        .set("slope_per_week", trend.per_week)
        .set("interval", Machine::members()
                             .set("low", trend.interval.low)
                             .set("high", trend.interval.high)
                             .set("level", stats::kUsualLevel)
                             .set("method", "theil-sen, block bootstrap of residuals"))
        .set("p", trend.p)
        .set("carry_over", trend.phi)
        .set("test", "mann-kendall against AR(1) series without trend")
        .set("could_be_luck", !trend.claimed())
        .set("first", view.window.first.iso())
        .set("last", view.window.last.iso())
        .set("days_with_rating", static_cast<long>(stats::days_with_value(view.peaks)))
        .set("step_days", trend.days_per_step);
}

/// The first day of the week that holds a day of the window.
CivilDay week_at(const PeriodView& view, std::size_t number) {
    const CivilDay day = view.window.first + static_cast<int>(number);
    return day - (day.weekday() - view.data.range.week_start + 7) % 7;
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
                              stats::kClaimLevel, stats::kTrendDaysMin, stats::kTrendDataMin)},
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
    const auto trend = stats::weekly_trend(view.peaks, view.data.seed);
    part.members.emplace_back("trend", trend ? trend_machine(*trend, view) : Machine());
    Section section{.id = "trend", .heading = "Over time", .aside = {}, .blocks = {}};
    if (trend) section.blocks.emplace_back(KeyValue{"Peak", trend_words(*trend, view)});
    const auto change = stats::level_change(view.peaks, view.data.seed);
    Machine change_machine;
    if (change && change->day) {
        const CivilDay week = week_at(view, *change->day);
        section.blocks.emplace_back(KeyValue{
            "Change", fmt::format("in the week of {}: daily peaks {:.1f} on average before, {:.1f} "
                                  "since. A slow change can look like this as well.",
                                  short_date(week), change->before, change->after)});
        change_machine = Machine::members();
        change_machine.set("week", week.iso())
            .set("mean_before", change->before)
            .set("mean_after", change->after)
            .set("p", change->p)
            .set("method", "cusum against AR(1) series");
    }
    part.members.emplace_back("change", std::move(change_machine));
    if (!section.blocks.empty()) part.sections.push_back(std::move(section));
    return part;
}

}  // namespace attune::report
