#include "report/week_sections.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "report/pattern_section.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

/// Rows of the trigger chart; rarer ones share one row.
constexpr std::size_t kTriggerRowsMax = 6;

/// "3 of 7 days", "3 of 4 days so far".
std::string days_covered(const WeekData& data, const WeekFigures& figures) {
    return fmt::format("on {} of {}{}", figures.days_with.size(),
                       counted(figures.days_elapsed, "day", "days"),
                       figures.days_elapsed < data.days ? " so far" : "");
}

std::string coverage_line(const WeekData& data, const WeekFigures& figures) {
    std::vector<std::string> parts;
    if (figures.entries == 0) {
        parts.emplace_back("no trigger entries");
    } else {
        parts.push_back(counted(figures.entries, "trigger entry", "trigger entries") + " " +
                        days_covered(data, figures));
    }
    if (data.diary_entries > 0) {
        parts.push_back(counted(data.diary_entries, "diary entry", "diary entries"));
    }
    if (data.checkins > 0) parts.push_back(counted(data.checkins, "check-in", "check-ins"));
    const auto minutes = std::lround(data.practice_minutes);
    if (minutes > 0) parts.push_back(counted(minutes, "practice minute", "practice minutes"));
    return join(parts, "; ");
}

/// "Thursday has no entry. It is left out, not counted as calm." Empty when every day has one.
std::string absent_line(const WeekData& data, const WeekFigures& figures) {
    if (figures.days_without.empty()) return {};
    const std::size_t absent = figures.days_without.size();
    bool other_records = false;
    std::vector<std::string> names;
    for (const CivilDay day : figures.days_without) {
        names.emplace_back(long_weekday(day));
        other_records |= std::find(data.days_otherwise.begin(), data.days_otherwise.end(), day) !=
                         data.days_otherwise.end();
    }
    const bool one = absent == 1;
    return fmt::format(
        "{} {} no {}. {} left out, not counted as calm.",
        data.days <= 7 ? listing(names) : counted(static_cast<long>(absent), "day", "days"),
        one ? "has" : "have",
        (other_records ? "trigger entry" : "entry") +
            (data.about.empty() ? std::string() : " with " + data.about),
        one ? "It is" : "They are");
}

/// One row for each of the most frequent triggers; the rest share "other", unless the rest is one
/// trigger alone.
Bars trigger_bars(const WeekData& data, const WeekFigures& figures) {
    Bars bars{.title = "Entries by trigger", .unit = "entries", .bars = {}};
    const auto& all = figures.triggers;
    std::size_t shown = 0;
    while (shown < all.size() && all[shown].entries > 1)
        ++shown;
    if (shown == 0 || all.size() - shown == 1) shown = all.size();
    if (shown > kTriggerRowsMax) shown = kTriggerRowsMax;
    long other = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i < shown) {
            bars.bars.push_back(
                {label_of(all[i].slug, data.labels), static_cast<double>(all[i].entries)});
        } else {
            other += all[i].entries;
        }
    }
    if (other > 0) bars.bars.push_back({"other", static_cast<double>(other)});
    if (figures.entries_without_trigger > 0) {
        bars.bars.push_back({"none named", static_cast<double>(figures.entries_without_trigger)});
    }
    return bars;
}

Row rate_row(const std::string& label, const RateFigure& rate) {
    Row row{{label, fmt::format("{} of {}", rate.count.hits, rate.count.of)}};
    if (rate.interval) {
        row.cells.push_back(percent(rate.count.share()));
        row.cells.push_back(likely_between(*rate.interval));
    } else {
        row.cells.push_back(fmt::format("too few for a percentage ({} needed)", kRateEntriesMin));
    }
    return row;
}

std::string difference_text(const WeekData& data, const WeekFigures& figures) {
    if (!figures.difference) {
        for (const Suppressed& left_out : figures.suppressed) {
            if (left_out.name == "comparison") return "not enough to compare: " + left_out.rule;
        }
        return "not enough to compare";
    }
    const auto& difference = *figures.difference;
    std::string text = fmt::format("{}, likely {}", points_words(difference.difference),
                                   between_points(difference.interval));
    if (difference.interval.contains(0)) return text + ":\ncould be luck. Keep watching.";
    return text + fmt::format(".\nLuck alone gives this in at most 1 {} of 20.", data.noun);
}

/// "responded 9, mixed 2": what the entries of the rate were that were not reacted.
std::string rest_text(const WeekFigures& figures) {
    std::vector<std::string> parts;
    if (figures.responded.count.hits > 0) {
        parts.push_back(fmt::format("responded {}", figures.responded.count.hits));
    }
    if (figures.mixed > 0) parts.push_back(fmt::format("mixed {}", figures.mixed));
    return join(parts, ", ");
}

/// "unsure 1, not recorded 2": entries outside the rate.
std::string outside_text(const WeekFigures& figures) {
    std::vector<std::string> parts;
    if (figures.unsure > 0) parts.push_back(fmt::format("unsure {}", figures.unsure));
    if (figures.unrecorded > 0) parts.push_back(fmt::format("not recorded {}", figures.unrecorded));
    return join(parts, ", ");
}

}  // namespace

Section coverage_section(const WeekData& data, const WeekFigures& figures) {
    Section section{.id = "coverage", .heading = {}, .aside = {}, .blocks = {}};
    std::string value = coverage_line(data, figures);
    const std::string absent = absent_line(data, figures);
    if (figures.entries >= kRateEntriesMin && !absent.empty()) value += "\n" + absent;
    section.blocks.emplace_back(KeyValue{"Data", value});
    return section;
}

Section counts_section(const WeekData& data, const WeekFigures& figures) {
    Section section{.id = "counts", .heading = "The " + data.noun, .aside = {}, .blocks = {}};
    Bars bars = trigger_bars(data, figures);
    double total = 0;
    for (const Bar& bar : bars.bars)
        total += bar.value;
    section.blocks.emplace_back(std::move(bars));
    if (total > static_cast<double>(figures.entries)) {
        section.blocks.emplace_back(
            Note{.text = "An entry can name several triggers.", .place = Note::Place::Under});
    }
    if (figures.peak) {
        const PeakFigures& peak = *figures.peak;
        std::string text = fmt::format("median {} of 10, range {}-{}", shortest_number(peak.median),
                                       shortest_number(peak.low), shortest_number(peak.high));
        if (peak.low == peak.high) {
            text = fmt::format("{} of 10{}", shortest_number(peak.median),
                               peak.n == 1 ? "" : " every time");
        }
        if (peak.n < figures.entries) text += fmt::format(" (rated in {})", peak.n);
        section.blocks.emplace_back(KeyValue{"Peak intensity", text});
    }
    return section;
}

Section response_section(const WeekData& data, const WeekFigures& figures) {
    Section section{.id = "response", .heading = "Reacted or responded", .aside = {}, .blocks = {}};
    if (figures.reacted.count.of == 0) {
        section.blocks.emplace_back(
            Note{.text = "No entry says which it was: " + outside_text(figures) + ".",
                 .place = Note::Place::Under});
    } else {
        Table table{.title = "Reacted or responded",
                    .columns = {{.name = "Entries", .gap = 1, .width_min = 14},
                                {.name = "Count", .align = Column::Align::Right},
                                {.name = "Share", .align = Column::Align::Right},
                                {.name = "95 % interval"}},
                    .rows = {}};
        table.rows.push_back(rate_row("reacted", figures.reacted));
        if (figures.reacted_before.count.of > 0) {
            table.rows.push_back(rate_row(data.before, figures.reacted_before));
        }
        table.rows.push_back({{"Difference", difference_text(data, figures)}});
        const std::string rest = rest_text(figures);
        if (!rest.empty()) table.rows.push_back({{"not reacted", rest}});
        const std::string outside = outside_text(figures);
        if (!outside.empty()) table.rows.push_back({{"not counted", outside}});
        section.blocks.emplace_back(std::move(table));
        if (figures.days_with.size() == 1) {
            section.blocks.emplace_back(
                Note{.text = "All of these are from one day.", .place = Note::Place::Under});
        }
    }
    const stats::Count in_time = figures.caught.in_time();
    if (in_time.of > 0) {
        section.blocks.emplace_back(
            Note{fmt::format("Caught it before or during: {} of {}{}.", in_time.hits, in_time.of,
                             figures.caught.unrecorded > 0
                                 ? fmt::format("; not recorded {}", figures.caught.unrecorded)
                                 : std::string())});
    }
    return section;
}

Section coping_section(const WeekData& data, const WeekFigures& figures) {
    Section section{.id = "coping", .heading = "What helped", .aside = {}, .blocks = {}};
    Table table{.title = "What helped",
                .columns = {{.name = "Coping"},
                            {.name = "Used", .align = Column::Align::Right},
                            {.name = "Before -> after"},
                            {.name = "Rests on"}},
                .rows = {}};
    bool any_pair = false;
    for (const CopingFigure& coping : figures.copings) {
        Row row{{label_of(coping.slug, data.labels), counted(coping.times, "time", "times")}};
        if (coping.before && coping.after) {
            any_pair = true;
            row.cells.push_back(fmt::format("{} -> {}", shortest_number(*coping.before),
                                            shortest_number(*coping.after)));
            row.cells.push_back(counted(coping.pairs, "pair", "pairs"));
            const std::string matched =
                data.patterns ? matched_words(*data.patterns, coping.slug) : std::string();
            if (!matched.empty()) row.cells.back() += "; " + matched;
        } else {
            row.cells.emplace_back("counts only");
        }
        table.rows.push_back(std::move(row));
    }
    section.blocks.emplace_back(std::move(table));
    if (any_pair) {
        section.aside = "(before -> after, same scale)";
        section.blocks.emplace_back(Note{.text = "Medians of the moments rated before and after. "
                                                 "Drops like these also come without it: hard "
                                                 "moments settle on their own.",
                                         .place = Note::Place::Under});
    }
    return section;
}

}  // namespace attune::report
