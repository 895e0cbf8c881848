#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/summary.hpp"
#include "report/period_parts.hpp"
#include "report/week_figures.hpp"
#include "report/week_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

/// One week or month of the small lines.
struct Glance {
    Stretch stretch;
    long entries = 0;
    long rated = 0;
    std::optional<double> peak;  ///< median
    RateFigure reacted;
    double minutes = 0;
    bool any = false;  ///< anything at all was recorded
};

Glance glance_at(const PeriodData& data, const Stretch& stretch) {
    Glance glance{.stretch = stretch, .peak = {}, .reacted = {}};
    std::vector<double> peaks;
    std::map<CivilDay, stats::Count> days;
    for (const DiaryEntry& entry : data.diary.entries) {
        if (entry.day < stretch.days.first || entry.day > stretch.days.last) continue;
        ++glance.entries;
        if (entry.peak) peaks.push_back(*entry.peak);
        if (!entry.response || *entry.response == Response::Unsure) continue;
        stats::Count& day = days[entry.day];
        ++day.of;
        if (*entry.response == Response::Reacted) ++day.hits;
    }
    glance.rated = static_cast<long>(peaks.size());
    glance.peak = stats::median(peaks);
    std::vector<stats::Count> counts;
    counts.reserve(days.size());
    for (const auto& day : days)
        counts.push_back(day.second);
    glance.reacted = rate_figure(counts);
    for (const OtherRecord& other : data.diary.others) {
        if (other.day < stretch.days.first || other.day > stretch.days.last) continue;
        glance.minutes += other.minutes;
        glance.any = true;
    }
    glance.any |= glance.entries > 0;
    return glance;
}

std::string reacted_text(const RateFigure& rate) {
    if (rate.count.of == 0) return "-";
    const std::string count = fmt::format("{} of {}", rate.count.hits, rate.count.of);
    return rate.interval ? fmt::format("{}, {}", count, percent(rate.count.share())) : count;
}

Table twin_of(const std::vector<Glance>& rows, const std::string& title, const char* first) {
    using Align = Column::Align;
    Table twin{.title = title,
               .columns = {{.name = first, .width_min = 10},
                           {.name = "Entries", .align = Align::Right},
                           {.name = "Peak", .align = Align::Right},
                           {.name = "Reacted"},
                           {.name = "Practice minutes", .align = Align::Right}},
               .rows = {}};
    for (const Glance& row : rows) {
        twin.rows.push_back(
            {{row.stretch.label, row.any ? std::to_string(row.entries) : "-",
              row.peak ? shortest_number(*row.peak) : "-", reacted_text(row.reacted),
              row.minutes > 0 ? std::to_string(std::lround(row.minutes)) : "-"}});
    }
    return twin;
}

SparkTable spark_of(const std::vector<Glance>& rows, const std::string& title, bool months) {
    SparkTable table;
    table.title = title;
    table.span = fmt::format("{} {} to {}", rows.size(), months ? "months" : "weeks",
                             short_date(rows.back().stretch.days.last));
    SparkRow entries{.label = "entries", .values = {}, .low = 0, .high = 1, .count = 0};
    SparkRow peak{.label = "peak, 0 to 10", .values = {}, .low = 0, .high = 10, .count = 0};
    SparkRow reacted{.label = "reacted", .values = {}, .low = 0, .high = 1, .count = 0};
    SparkRow minutes{.label = "practice", .values = {}, .low = 0, .high = 1, .count = 0};
    for (const Glance& row : rows) {
        const bool share = row.reacted.interval.has_value();
        entries.values.push_back(row.any ? std::optional(static_cast<double>(row.entries))
                                         : std::nullopt);
        peak.values.push_back(row.peak);
        reacted.values.push_back(share ? std::optional(row.reacted.count.share()) : std::nullopt);
        minutes.values.push_back(row.minutes > 0 ? std::optional(row.minutes) : std::nullopt);
        entries.high = std::max(entries.high, static_cast<double>(row.entries));
        minutes.high = std::max(minutes.high, row.minutes);
        entries.count += row.entries;
        peak.count += row.rated;
        reacted.count += row.reacted.count.of;
        minutes.count += std::lround(row.minutes);
    }
    const Glance& newest = rows.back();
    entries.last = newest.any ? std::to_string(newest.entries) : "-";
    peak.last = newest.peak ? shortest_number(*newest.peak) : "-";
    reacted.last = newest.reacted.interval ? percent(newest.reacted.count.share()) : "-";
    minutes.last = newest.minutes > 0 ? fmt::format("{} min", std::lround(newest.minutes)) : "-";
    table.rows = {entries, peak, reacted};
    if (minutes.count > 0) table.rows.push_back(minutes);
    return table;
}

Machine machine_of(const std::vector<Glance>& rows) {
    Machine list = Machine::list();
    for (const Glance& row : rows) {
        list.push(Machine::members()
                      .set("first", row.stretch.days.first.iso())
                      .set("last", row.stretch.days.last.iso())
                      .set("trigger_entries", row.entries)
                      .set("peak_n", row.rated)
                      .set("peak_median", row.peak)
                      .set("reacted", rate_machine(row.reacted))
                      .set("practice_minutes", row.minutes));
    }
    return list;
}

}  // namespace

Part glance_part(const PeriodView& view) {
    Part part;
    const bool months = view.data.range.kind == "year";
    std::vector<Glance> rows;
    long entries = 0;
    for (const Stretch& stretch : stretches_of(view.data.range)) {
        rows.push_back(glance_at(view.data, stretch));
        entries += rows.back().entries;
    }
    part.members.emplace_back(months ? "months" : "weeks", machine_of(rows));
    if (rows.empty() || entries == 0) return part;
    const std::string title = months ? "Month by month" : "Week by week";
    SparkTable table = spark_of(rows, title, months);
    table.description = fmt::format(
        "Entries, median peak, share reacted and practice of {} {}. A share needs {} entries; "
        "a {} without any record is left out, not counted as calm.",
        rows.size(), months ? "months" : "weeks", kRateEntriesMin, months ? "month" : "week");
    table.twin = twin_of(rows, title, months ? "Month" : "Week of");
    part.sections.push_back(
        {.id = "glance", .heading = title, .aside = {}, .blocks = {std::move(table)}});
    return part;
}

}  // namespace attune::report
