#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/summary.hpp"
#include "report/period_parts.hpp"
#include "report/week_figures.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

Section page_section(std::string id, std::string heading, Block block) {
    Section section{.id = std::move(id), .heading = std::move(heading), .aside = {}, .blocks = {}};
    section.blocks.push_back(std::move(block));
    section.reach = Section::Reach::PageOnly;
    return section;
}

CivilDay week_holding(CivilDay day, int week_start) {
    return day - (day.weekday() - week_start + 7) % 7;
}

/// First days of the weeks that the period touches, up to today.
std::vector<CivilDay> weeks_of(const PeriodRange& range) {
    std::vector<CivilDay> out;
    for (CivilDay first = week_holding(range.first, range.week_start); first <= range.end();
         first = first + 7)
        out.push_back(first);
    return out;
}

bool inside(CivilDay day, const PeriodRange& range) {
    return day >= range.first && day <= range.end();
}

// ---- the calendar ----

HeatStrip calendar_of(const PeriodView& view) {
    std::map<CivilDay, long> counts;
    std::map<CivilDay, std::vector<double>> peaks;
    for (const DiaryEntry* entry : view.now) {
        ++counts[entry->day];
        if (entry->peak) peaks[entry->day].push_back(*entry->peak);
    }
    HeatStrip strip;
    strip.title = "Peak intensity by day";
    const auto weeks = weeks_of(view.data.range);
    strip.twin.title = strip.title;
    strip.twin.columns = {{.name = "Week of"}};
    for (int i = 0; i < 7 && !weeks.empty(); ++i) {
        strip.twin.columns.push_back({.name = std::string((weeks.front() + i).weekday_name()),
                                      .align = Column::Align::Right});
    }
    for (const CivilDay first : weeks) {
        Row row{{short_date(first)}};
        for (int i = 0; i < 7; ++i) {
            const CivilDay day = first + i;
            if (day > view.data.range.end()) break;
            const auto values = peaks.find(day);
            const auto median =
                values == peaks.end() ? std::nullopt : stats::median(values->second);
            strip.days.push_back({day, median, inside(day, view.data.range) ? counts[day] : 0});
            row.cells.push_back(median ? shortest_number(*median) : "-");
        }
        row.cells.resize(8);
        strip.twin.rows.push_back(std::move(row));
    }
    strip.description = fmt::format(
        "Median peak of each day's entries, 0 to 10; {} with a rating. Days without one are left "
        "blank, not counted as calm.",
        counted(peaks.size(), "day", "days"));
    return strip;
}

// ---- responded by week ----

ShareLine responded_of(const PeriodView& view) {
    std::map<CivilDay, std::map<CivilDay, stats::Count>> weeks;
    for (const DiaryEntry* entry : view.now) {
        if (!entry->response || *entry->response == Response::Unsure) continue;
        stats::Count& day = weeks[week_holding(entry->day, view.data.range.week_start)][entry->day];
        ++day.of;
        if (*entry->response == Response::Responded) ++day.hits;
    }
    ShareLine line;
    line.title = "Responded, week by week";
    line.twin.title = line.title;
    line.twin.columns = {{.name = "Week of"},
                         {.name = "Count", .align = Column::Align::Right},
                         {.name = "Share", .align = Column::Align::Right},
                         {.name = "95 % interval"}};
    long shown = 0;
    for (const CivilDay first : weeks_of(view.data.range)) {
        std::vector<stats::Count> counts;
        for (const auto& day : weeks[first])
            counts.push_back(day.second);
        const RateFigure rate = rate_figure(counts);
        SharePoint point{first, {}, rate.interval, rate.count.of};
        Row row{{short_date(first), fmt::format("{} of {}", rate.count.hits, rate.count.of)}};
        if (rate.interval) {
            point.share = rate.count.share();
            row.cells.push_back(percent(rate.count.share()));
            row.cells.push_back(likely_between(*rate.interval));
            ++shown;
        } else {
            row.cells.push_back(rate.count.of == 0 ? "no entries" : "too few for a percentage");
        }
        line.points.push_back(point);
        line.twin.rows.push_back(std::move(row));
    }
    line.description = fmt::format(
        "Share of entries answered rather than reacted to, with its 95 % interval; {} of {} weeks "
        "have the {} entries a share needs.",
        shown, line.points.size(), kRateEntriesMin);
    return line;
}

// ---- weekday and time of day ----

struct Band {
    const char* name;
    int start;  ///< minutes after midnight
    int end;
};
/// The rough times of the journal, so that an entry "in the evening" has its place.
constexpr std::array<Band, 5> kBands = {{{"04-08", 240, 480},
                                         {"08-12", 480, 720},
                                         {"12-17", 720, 1020},
                                         {"17-22", 1020, 1320},
                                         {"22-04", 1320, 1680}}};

std::size_t band_at(int minute) {
    const int late = minute < kBands.front().start ? minute + 1440 : minute;
    std::size_t band = 0;
    while (band + 1 < kBands.size() && late >= kBands[band].end)
        ++band;
    return band;
}

TimeGrid grid_of(const PeriodView& view) {
    TimeGrid grid;
    grid.title = "When entries were logged";
    for (const Band& band : kBands)
        grid.bands.emplace_back(band.name);
    const CivilDay monday = view.data.range.first.monday();
    std::array<std::array<std::vector<double>, kBands.size()>, 7> peaks;
    std::array<std::array<long, kBands.size()>, 7> counts{};
    long dateless = 0;
    for (const DiaryEntry* entry : view.now) {
        if (entry->precision == journal::Precision::Day) {
            ++dateless;
            continue;
        }
        const int place = (entry->day.weekday() - view.data.range.week_start + 7) % 7;
        const auto row = static_cast<std::size_t>(place);
        const std::size_t band = band_at(entry->minute);
        ++counts[row][band];
        if (entry->peak) peaks[row][band].push_back(*entry->peak);
    }
    grid.twin.title = grid.title;
    grid.twin.columns = {{.name = "Day"}};
    for (const Band& band : kBands)
        grid.twin.columns.push_back({.name = band.name, .align = Column::Align::Right});
    long most = 0;
    std::string busiest;
    for (std::size_t row = 0; row < 7; ++row) {
        const CivilDay day = monday + (static_cast<int>(row) + view.data.range.week_start) % 7;
        grid.days.emplace_back(day.weekday_name());
        grid.cells.emplace_back();
        Row cells{{std::string(day.weekday_name())}};
        for (std::size_t band = 0; band < kBands.size(); ++band) {
            const auto median = stats::median(peaks[row][band]);
            grid.cells.back().push_back({counts[row][band], median});
            cells.cells.push_back(
                median ? fmt::format("{}, peak {}", counts[row][band], shortest_number(*median))
                       : std::to_string(counts[row][band]));
            if (counts[row][band] > most) {
                most = counts[row][band];
                busiest = fmt::format("{} {}", long_weekday(day), kBands[band].name);
            }
        }
        grid.twin.rows.push_back(std::move(cells));
    }
    grid.median_of = "peak, 0 to 10";
    grid.description = fmt::format(
        "Entries by weekday and part of the day; most, {}, on {}.{} When they were logged, not "
        "when hard moments come.",
        most, busiest,
        dateless > 0
            ? fmt::format(" {} without a time left out.", counted(dateless, "entry", "entries"))
            : std::string());
    return grid;
}

// ---- practice ----

std::optional<WeekBars> practice_of(const PeriodView& view) {
    std::map<CivilDay, double> minutes;
    for (const OtherRecord& other : view.data.diary.others) {
        if (other.kind == "practice" && inside(other.day, view.data.range))
            minutes[week_holding(other.day, view.data.range.week_start)] += other.minutes;
    }
    if (minutes.empty()) return std::nullopt;
    WeekBars bars;
    bars.title = "Practice by week";
    bars.unit = "minutes";
    bars.twin.title = bars.title;
    bars.twin.columns = {{.name = "Week of"}, {.name = "Minutes", .align = Column::Align::Right}};
    double total = 0;
    for (const CivilDay first : weeks_of(view.data.range)) {
        const auto found = minutes.find(first);
        WeekAmount week{first, {}};
        if (found != minutes.end()) week.amount = found->second;
        total += week.amount.value_or(0);
        bars.twin.rows.push_back(
            {{short_date(first),
              week.amount ? std::to_string(std::lround(*week.amount)) : "nothing recorded"}});
        bars.weeks.push_back(week);
    }
    bars.description = fmt::format("{} of practice in {} of {} weeks.",
                                   counted(std::lround(total), "minute", "minutes"), minutes.size(),
                                   bars.weeks.size());
    return bars;
}

}  // namespace

Part charts_part(const PeriodView& view) {
    Part part;
    const bool any_peak = std::any_of(view.now.begin(), view.now.end(),
                                      [](const DiaryEntry* entry) { return entry->peak; });
    if (any_peak) {
        part.sections.push_back(page_section(
            "intensity_calendar", "The " + view.core.noun + " day by day", calendar_of(view)));
    }
    ShareLine responded = responded_of(view);
    const bool any_share =
        std::any_of(responded.points.begin(), responded.points.end(),
                    [](const SharePoint& point) { return point.share.has_value(); });
    if (any_share) {
        std::string heading = responded.title;
        part.sections.push_back(
            page_section("responded_weeks", std::move(heading), std::move(responded)));
    }
    if (static_cast<long>(view.now.size()) >= kRateEntriesMin)
        part.sections.push_back(page_section("times", "When", grid_of(view)));
    if (auto practice = practice_of(view))
        part.sections.push_back(page_section("practice", "Practice", std::move(*practice)));
    return part;
}

}  // namespace attune::report
