#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "report/score_words.hpp"
#include "report/words.hpp"

namespace attune::report {

using definition::Scale;

namespace {

/// What the cited error of measurement says of two takings; without one nothing is marked.
ChangeMark mark_of(const definition::Questionnaire& key, std::size_t scale, const Taking& before,
                   const Taking& now, const std::string& norm) {
    const int days = std::max(0, now.at.local_day - before.at.local_day);
    const auto change =
        quiz::change_of(key, scale, before.answers_today, now.answers_today, days, norm);
    if (!change || change->method != quiz::Method::MeasurementError) return ChangeMark::Unjudged;
    if (!change->stands_out) return ChangeMark::Unclear;
    return change->difference < 0 ? ChangeMark::Lower : ChangeMark::Higher;
}

HistoryLine line_of(const Series& series, std::size_t index, const TakingOptions& options) {
    const definition::Questionnaire& key = *series.today;
    HistoryLine line{key.scales[index].title, {}};
    const std::vector<Taking>& all = series.takings;
    for (std::size_t i = 0; i < all.size(); ++i) {
        HistoryPoint point{all[i].at.local_day, {}};
        if (const auto own = all[i].key->find_scale(key.scales[index].id)) {
            const ScoreRow row = score_row(all[i], *own, options.norm, "", "");
            point.score = row.score;
            point.range = row.range;
        }
        if (i > 0) {
            point.since_first = mark_of(key, index, all.front(), all[i], options.norm);
            point.since_previous = mark_of(key, index, all[i - 1], all[i], options.norm);
        }
        line.points.push_back(point);
    }
    return line;
}

std::string cell_of(const HistoryPoint& point) {
    if (!point.score) return "no score";
    if (!point.range) return shown(*point.score);
    return fmt::format("{} ({} to {})", shown(*point.score), shown(point.range->low),
                       shown(point.range->high));
}

/// "Anxiety went from 5.3 to 4.5"; the first and the last score there are.
std::string course_of(const HistoryLine& line) {
    std::vector<double> scores;
    for (const HistoryPoint& point : line.points) {
        if (point.score) scores.push_back(*point.score);
    }
    if (scores.empty()) return line.label + " has no score";
    if (scores.size() == 1) return fmt::format("{} was {} once", line.label, shown(scores.front()));
    return fmt::format("{} went from {} to {}", line.label, shown(scores.front()),
                       shown(scores.back()));
}

void add_words(const Series& series, ScoreHistory& history) {
    std::vector<std::string> courses;
    history.twin.title = history.title;
    history.twin.columns = {{.name = "When"}};
    for (const HistoryLine& line : history.lines) {
        courses.push_back(course_of(line));
        history.twin.columns.push_back({.name = line.label});
    }
    for (std::size_t i = 0; i < series.takings.size(); ++i) {
        const CivilDay day = series.takings[i].at.local_day;
        Row row{{fmt::format("{} {}", short_date(day), static_cast<int>(day.ymd().year()))}};
        for (const HistoryLine& line : history.lines)
            row.cells.push_back(cell_of(line.points[i]));
        history.twin.rows.push_back(std::move(row));
    }
    history.description =
        fmt::format("{} takings from {} to {}. {}. Bars are the ranges the scores likely lie in.",
                    series.takings.size(), short_date(series.takings.front().at.local_day),
                    short_date(series.takings.back().at.local_day), join(courses, "; "));
}

}  // namespace

std::vector<ScoreHistory> score_histories(const Series& series, const TakingOptions& options) {
    std::vector<ScoreHistory> histories;
    if (series.takings.size() < 2) return histories;
    const auto& scales = series.today->scales;
    for (std::size_t i = 0; i < scales.size(); ++i) {
        const auto same =
            std::find_if(histories.begin(), histories.end(), [&](const ScoreHistory& one) {
                return one.low == scales[i].low && one.high == scales[i].high;
            });
        ScoreHistory& history =
            same != histories.end()
                ? *same
                : histories.emplace_back(ScoreHistory{.title = series.today->title + " over time",
                                                      .description = {},
                                                      .low = scales[i].low,
                                                      .high = scales[i].high,
                                                      .lines = {},
                                                      .twin = {}});
        history.lines.push_back(line_of(series, i, options));
    }
    for (ScoreHistory& history : histories)
        add_words(series, history);
    return histories;
}

}  // namespace attune::report
