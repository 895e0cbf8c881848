#include "report/week_figures.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "attune/stats/summary.hpp"

namespace attune::report {

namespace {

/// Answers of one day that count in a rate.
struct DayAnswers {
    long reacted = 0;
    long responded = 0;
    long mixed = 0;

    [[nodiscard]] long all() const { return reacted + responded + mixed; }
};

std::vector<stats::Count> reacted_counts(const std::map<CivilDay, DayAnswers>& days) {
    std::vector<stats::Count> out;
    out.reserve(days.size());
    for (const auto& day : days)
        out.push_back({day.second.reacted, day.second.all()});
    return out;
}

std::vector<stats::Count> responded_counts(const std::map<CivilDay, DayAnswers>& days) {
    std::vector<stats::Count> out;
    out.reserve(days.size());
    for (const auto& day : days)
        out.push_back({day.second.responded, day.second.all()});
    return out;
}

void compute_coverage(const WeekData& data, WeekFigures& figures) {
    std::set<CivilDay> with;
    for (const DiaryEntry& entry : data.entries)
        with.insert(entry.day);
    figures.days_with.assign(with.begin(), with.end());
    for (int i = 0; i < data.days; ++i) {
        const CivilDay day = data.first + i;
        const bool has_entry = with.contains(day);
        // Today may still bring an entry: it is neither absent nor over.
        if (day > data.today || (day == data.today && !has_entry)) continue;
        ++figures.days_elapsed;
        if (!has_entry) figures.days_without.push_back(day);
    }
}

void compute_triggers(const WeekData& data, WeekFigures& figures) {
    std::map<std::string, long> counts;
    for (const DiaryEntry& entry : data.entries) {
        if (entry.triggers.empty()) ++figures.entries_without_trigger;
        const std::set<std::string> once(entry.triggers.begin(), entry.triggers.end());
        for (const std::string& slug : once)
            ++counts[slug];
    }
    for (const auto& [slug, entries] : counts)
        figures.triggers.push_back({slug, entries});
    std::stable_sort(
        figures.triggers.begin(), figures.triggers.end(),
        [](const TriggerFigure& a, const TriggerFigure& b) { return a.entries > b.entries; });
}

void compute_peaks(const WeekData& data, WeekFigures& figures) {
    std::vector<double> peaks;
    for (const DiaryEntry& entry : data.entries) {
        if (entry.peak) peaks.push_back(*entry.peak);
    }
    if (peaks.empty()) return;
    const auto ends = std::minmax_element(peaks.begin(), peaks.end());
    figures.peak = PeakFigures{static_cast<long>(peaks.size()), stats::median(peaks).value_or(0),
                               *ends.first, *ends.second};
}

void compute_responses(const WeekData& data, WeekFigures& figures) {
    std::map<CivilDay, DayAnswers> now;
    for (const DiaryEntry& entry : data.entries) {
        if (!entry.response) {
            ++figures.unrecorded;
            continue;
        }
        DayAnswers& day = now[entry.day];
        switch (*entry.response) {
            case Response::Reacted:
                ++day.reacted;
                break;
            case Response::Responded:
                ++day.responded;
                break;
            case Response::Mixed:
                ++day.mixed;
                break;
            case Response::Unsure:
                ++figures.unsure;
                break;
        }
    }
    for (const auto& day : now)
        figures.mixed += day.second.mixed;
    figures.reacted = rate_figure(reacted_counts(now));
    figures.responded = rate_figure(responded_counts(now));

    std::map<CivilDay, DayAnswers> before;
    for (const PastDay& day : data.past) {
        const int distance = data.first - day.day;
        if (distance < 1 || distance > data.before_days) continue;
        before[day.day] = {day.reacted, day.responded, day.mixed};
        if (day.reacted + day.responded + day.mixed > 0) {
            figures.before_reach = std::max(figures.before_reach, distance);
        }
    }
    figures.reacted_before = rate_figure(reacted_counts(before));
    figures.responded_before = rate_figure(responded_counts(before));
}

/// What is missing for a comparison with the weeks before; nothing when all is there.
std::optional<std::string> comparison_rule(const WeekFigures& figures) {
    const long now = figures.reacted.count.of;
    const long before = figures.reacted_before.count.of;
    if (now < kCompareNowMin) {
        return fmt::format("{} entries needed, {} present", kCompareNowMin, now);
    }
    if (before < kCompareBeforeMin) {
        return fmt::format("{} earlier entries needed, {} present", kCompareBeforeMin, before);
    }
    if (figures.before_reach < kCompareDaysMin) {
        return fmt::format("{} earlier days needed, {} present", kCompareDaysMin,
                           figures.before_reach);
    }
    return std::nullopt;
}

void compute_comparison(WeekFigures& figures) {
    if (figures.reacted.count.of < kRateEntriesMin) {
        figures.suppressed.push_back(
            {"rates", fmt::format("{} entries needed, {} present", kRateEntriesMin,
                                  figures.reacted.count.of)});
    }
    if (const auto rule = comparison_rule(figures)) {
        figures.suppressed.push_back({"comparison", *rule});
        return;
    }
    const auto rate = [](const RateFigure& figure) {
        return stats::Rate{figure.count.share(), figure.design.n_effective};
    };
    const auto difference =
        stats::newcombe_difference(rate(figures.reacted), rate(figures.reacted_before));
    if (difference) figures.difference = *difference;
}

void compute_caught(const WeekData& data, WeekFigures& figures) {
    for (const DiaryEntry& entry : data.entries) {
        if (!entry.caught) {
            ++figures.caught.unrecorded;
            continue;
        }
        switch (*entry.caught) {
            case Caught::Before:
                ++figures.caught.before;
                break;
            case Caught::During:
                ++figures.caught.during;
                break;
            case Caught::After:
                ++figures.caught.after;
                break;
            case Caught::Later:
                ++figures.caught.later;
                break;
        }
    }
}

void compute_copings(const WeekData& data, WeekFigures& figures) {
    struct Uses {
        long times = 0;
        std::vector<double> before;
        std::vector<double> after;
    };
    std::map<std::string, Uses> uses;
    for (const DiaryEntry& entry : data.entries) {
        for (const CopingUse& use : entry.copings) {
            Uses& known = uses[use.slug];
            ++known.times;
            if (!use.pair) continue;
            known.before.push_back(use.pair->before);
            known.after.push_back(use.pair->after);
        }
    }
    for (const auto& [slug, known] : uses) {
        figures.copings.push_back({slug, known.times, static_cast<long>(known.before.size()),
                                   stats::median(known.before), stats::median(known.after)});
    }
    std::stable_sort(
        figures.copings.begin(), figures.copings.end(),
        [](const CopingFigure& a, const CopingFigure& b) { return a.times > b.times; });
}

}  // namespace

RateFigure rate_figure(const std::vector<stats::Count>& days) {
    RateFigure figure;
    for (const stats::Count& day : days) {
        figure.count.hits += day.hits;
        figure.count.of += day.of;
    }
    figure.design = stats::design_effect(days);
    if (figure.count.of >= kRateEntriesMin) {
        const auto interval =
            stats::wilson_interval({figure.count.share(), figure.design.n_effective});
        if (interval) figure.interval = *interval;
    }
    return figure;
}

WeekFigures compute_week(const WeekData& data) {
    WeekFigures figures;
    figures.entries = static_cast<long>(data.entries.size());
    compute_coverage(data, figures);
    compute_triggers(data, figures);
    compute_peaks(data, figures);
    compute_responses(data, figures);
    compute_comparison(figures);
    compute_caught(data, figures);
    compute_copings(data, figures);
    return figures;
}

}  // namespace attune::report
