#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/summary.hpp"
#include "report/week_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr int kChartWeeks = 12;

/// Days and weeks of the charts: the weeks before the period and the period itself, without days to
/// come. The weeks begin on the weekday the period begins on.
std::vector<PastDay> chart_days(const WeekData& data) {
    std::map<CivilDay, PastDay> known;
    for (const PastDay& day : data.past)
        known[day.day] = day;
    std::map<CivilDay, std::vector<double>> peaks;
    for (const DiaryEntry& entry : data.entries) {
        PastDay& day = known[entry.day];
        ++day.entries;
        if (entry.response == Response::Reacted) ++day.reacted;
        if (entry.response == Response::Responded) ++day.responded;
        if (entry.response == Response::Mixed) ++day.mixed;
        if (entry.peak) peaks[entry.day].push_back(*entry.peak);
    }
    for (const auto& [day, values] : peaks)
        known[day].peak = stats::median(values);

    const CivilDay end = std::min(data.first + (data.days - 1), data.today);
    std::vector<PastDay> days;
    for (CivilDay day = data.first - 7 * (kChartWeeks - 1); day <= end; day = day + 1) {
        PastDay one = known[day];
        one.day = day;
        days.push_back(one);
    }
    return days;
}

struct ChartWeek {
    CivilDay first;
    std::vector<PastDay> days;
    RateFigure responded;
};

std::vector<ChartWeek> chart_weeks(const std::vector<PastDay>& days) {
    std::vector<ChartWeek> weeks;
    for (const PastDay& day : days) {
        if (weeks.empty() || day.day - weeks.back().first >= 7) {
            weeks.push_back({day.day, {}, {}});
        }
        weeks.back().days.push_back(day);
    }
    for (ChartWeek& week : weeks) {
        std::vector<stats::Count> counts;
        for (const PastDay& day : week.days) {
            counts.push_back({day.responded, day.reacted + day.responded + day.mixed});
        }
        week.responded = rate_figure(counts);
    }
    return weeks;
}

std::string peak_text(const PastDay& day) {
    return day.peak ? shortest_number(*day.peak) : std::string("-");
}

HeatStrip heat_strip(const std::vector<PastDay>& days, const std::vector<ChartWeek>& weeks) {
    HeatStrip strip;
    strip.title = "Peak intensity by day";
    long with = 0;
    for (const PastDay& day : days) {
        strip.days.push_back({day.day, day.peak, day.entries});
        with += day.peak ? 1 : 0;
    }
    strip.description = fmt::format(
        "Median peak of each day's entries, 0 to 10, over {} weeks; {} with a rating. "
        "Days without one are left blank, not counted as calm.",
        weeks.size(), counted(with, "day", "days"));
    strip.twin.title = strip.title;
    strip.twin.columns = {{.name = "Week of"}};
    for (int i = 0; i < 7; ++i) {
        strip.twin.columns.push_back({.name = std::string((days.front().day + i).weekday_name()),
                                      .align = Column::Align::Right});
    }
    for (const ChartWeek& week : weeks) {
        Row row{{short_date(week.first)}};
        for (const PastDay& day : week.days)
            row.cells.push_back(peak_text(day));
        row.cells.resize(8);
        strip.twin.rows.push_back(std::move(row));
    }
    return strip;
}

ShareLine share_line(const std::vector<ChartWeek>& weeks) {
    ShareLine line;
    line.title = "Responded, week by week";
    line.twin.title = line.title;
    line.twin.columns = {{.name = "Week of"},
                         {.name = "Count", .align = Column::Align::Right},
                         {.name = "Share", .align = Column::Align::Right},
                         {.name = "95 % interval"}};
    long shown = 0;
    for (const ChartWeek& week : weeks) {
        SharePoint point{week.first, {}, week.responded.interval, week.responded.count.of};
        const stats::Count& count = week.responded.count;
        Row row{{short_date(week.first), fmt::format("{} of {}", count.hits, count.of)}};
        if (week.responded.interval) {
            point.share = count.share();
            row.cells.push_back(percent(count.share()));
            row.cells.push_back(likely_between(*week.responded.interval));
            ++shown;
        } else {
            row.cells.push_back(count.of == 0 ? "no entries" : "too few for a percentage");
        }
        line.points.push_back(point);
        line.twin.rows.push_back(std::move(row));
    }
    line.description = fmt::format(
        "Share of entries answered rather than reacted to, with its 95 % interval; {} "
        "of {} weeks have the {} entries a share needs.",
        shown, weeks.size(), kRateEntriesMin);
    return line;
}

Machine history_machine(const std::vector<PastDay>& days, const std::vector<ChartWeek>& weeks) {
    Machine day_list = Machine::list();
    for (const PastDay& day : days) {
        if (day.entries == 0) continue;
        Machine one = Machine::members();
        one.set("day", day.day.iso()).set("entries", day.entries).set("peak_median", day.peak);
        day_list.push(std::move(one));
    }
    Machine week_list = Machine::list();
    for (const ChartWeek& week : weeks) {
        week_list.push(Machine::members()
                           .set("first", week.first.iso())
                           .set("responded", rate_machine(week.responded)));
    }
    Machine out = Machine::members();
    out.set("days", std::move(day_list)).set("weeks", std::move(week_list));
    return out;
}

}  // namespace

std::vector<Section> week_charts(const WeekData& data, Machine& machine) {
    const std::vector<PastDay> days = chart_days(data);
    const std::vector<ChartWeek> weeks = chart_weeks(days);
    machine.set("history", history_machine(days, weeks));

    std::vector<Section> sections;
    const bool any_peak =
        std::any_of(days.begin(), days.end(), [](const PastDay& day) { return day.peak; });
    if (any_peak) {
        sections.push_back({.id = "intensity_calendar",
                            .heading = "The last twelve weeks",
                            .aside = {},
                            .blocks = {heat_strip(days, weeks)},
                            .reach = Section::Reach::PageOnly});
    }
    const bool any_share = std::any_of(weeks.begin(), weeks.end(), [](const ChartWeek& week) {
        return week.responded.interval.has_value();
    });
    if (any_share) {
        sections.push_back({.id = "responded_weeks",
                            .heading = "Responded, week by week",
                            .aside = {},
                            .blocks = {share_line(weeks)},
                            .reach = Section::Reach::PageOnly});
    }
    return sections;
}

}  // namespace attune::report
