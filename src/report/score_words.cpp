#include "report/score_words.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"
#include "attune/quiz/place.hpp"
#include "report/words.hpp"

namespace attune::report {

using definition::Classification;
using definition::Questionnaire;
using definition::Scale;
using quiz::ScaleScore;

namespace {

MapAxis axis_of(const Scale& scale) {
    return {scale.title, scale.low, scale.high, scale.low_word, scale.high_word};
}

/// "fearful (anxious and avoidant) side" as "fearful": a corner is small.
std::string corner_word(const std::string& name) {
    std::string_view word = name;
    word = trim(word.substr(0, word.find('(')));
    if (word.ends_with(" side")) word.remove_suffix(5);
    return std::string(word);
}

std::string map_words(const PlaceMap& map) {
    const MapPoint& now = map.points.back();
    std::string out = fmt::format("{} runs from {} to {} to the right, {} from {} to {} upwards.",
                                  map.right.title, shortest_number(map.right.low),
                                  shortest_number(map.right.high), map.up.title,
                                  shortest_number(map.up.low), shortest_number(map.up.high));
    if (map.path) {
        out += fmt::format(" Now: {} {}, {} {}.", map.right.title, shown(now.x), map.up.title,
                           shown(now.y));
        if (map.points.size() > 1)
            out += fmt::format(" The line leads here from {} earlier.", map.points.size() - 1);
    }
    if (now.x_half)
        out += " Around a place lies the region that holds 95 in 100 redraws of the answers.";
    return out;
}

Table map_twin(const PlaceMap& map) {
    Table twin{"Places on the map",
               {{map.path ? "when" : "who"},
                {map.right.title, Column::Align::Right},
                {map.up.title, Column::Align::Right}},
               {}};
    const auto cell = [](const std::string& title, double at, const std::optional<double>& half,
                         const MapAxis& axis) {
        std::string text = fmt::format("{} {}", title, shown(at));
        if (half)
            text += fmt::format(" (region {} to {})", shown(std::max(axis.low, at - *half)),
                                shown(std::min(axis.high, at + *half)));
        return text;
    };
    for (const MapPoint& point : map.points) {
        twin.rows.push_back({{point.label, cell(map.right.title, point.x, point.x_half, map.right),
                              cell(map.up.title, point.y, point.y_half, map.up)}});
    }
    return twin;
}

}  // namespace

std::string shown(double value) {
    std::string text = fmt::format("{:.1f}", value);
    return text == "-0.0" ? "0.0" : text;
}

std::string shown_signed(double value) {
    const std::string text = shown(value);
    return text.starts_with('-') || text == "0.0" ? text : "+" + text;
}

std::string shown_beside_zero(double value) {
    std::string text = shown_signed(value);
    for (int digits = 2; digits <= 4 && text.find_first_of("123456789") == std::string::npos;
         ++digits) {
        text = fmt::format("{:+.{}f}", value, digits);
    }
    return text;
}

std::string score_words(const Taking& taking, std::size_t index, const std::string& norm) {
    const Scale& scale = taking.key->scales[index];
    const ScaleScore& score = taking.scored.scales[index];
    if (!score.score) {
        return fmt::format("no score: {} of {} answered, {}", score.answered, score.asked,
                           scale.missing_rule());
    }
    const std::string on = fmt::format("{} on {} to {}, ", shown(*score.score),
                                       shortest_number(scale.low), shortest_number(scale.high));
    const auto interval = quiz::interval_of(*taking.key, index, taking.answers, score, norm);
    if (!interval) return on + "too few answers for an interval";
    return on + fmt::format("likely between {} and {}", shown(interval->range.low),
                            shown(interval->range.high));
}

ScoreRow score_row(const Taking& taking, std::size_t index, const std::string& norm,
                   std::string label, std::string text) {
    const Scale& scale = taking.key->scales[index];
    const ScaleScore& score = taking.scored.scales[index];
    ScoreRow row{std::move(label), score.score, {}, scale.low, scale.high, std::move(text)};
    const auto interval = quiz::interval_of(*taking.key, index, taking.answers, score, norm);
    if (interval) row.range = interval->range;
    return row;
}

std::optional<ChangeWords> change_words(const Questionnaire& key, std::size_t scale,
                                        const Taking& before, const Taking& now,
                                        const std::string& norm) {
    const int days = std::max(0, now.at.local_day - before.at.local_day);
    const auto change =
        quiz::change_of(key, scale, before.answers_today, now.answers_today, days, norm);
    if (!change) return std::nullopt;
    if (change->difference == 0 && change->likely.low == change->likely.high)
        return ChangeWords{"no difference", change->words};
    std::string verdict = "could be luck";
    if (change->method == quiz::Method::MeasurementError) {
        verdict = change->stands_out ? "more than the error of measurement"
                                     : "within the error of measurement";
    } else if (change->stands_out) {
        verdict = change->difference < 0 ? "likely lower" : "likely higher";
    }
    const auto end = [&](double value) {
        return change->stands_out ? shown_beside_zero(value) : shown_signed(value);
    };
    return ChangeWords{
        fmt::format("{}, likely between {} and {}: {}", shown_signed(change->difference),
                    end(change->likely.low), end(change->likely.high), verdict),
        change->words};
}

Machine change_machine(const Questionnaire& key, std::size_t scale, const Taking& before,
                       const Taking& now) {
    const int days = std::max(0, now.at.local_day - before.at.local_day);
    const auto change = quiz::change_of(key, scale, before.answers_today, now.answers_today, days);
    if (!change) return {};
    return Machine::members()
        .set("since", before.at.local_day.iso())
        .set("difference", change->difference)
        .set("low", change->likely.low)
        .set("high", change->likely.high)
        .set("level", stats::kUsualLevel)
        .set("index", change->index)
        .set("stands_out", change->stands_out)
        .set("method", std::string(quiz::method_name(change->method)))
        .set("words", change->words);
}

std::string newest_words(const Series& series, std::size_t scale, bool since_first) {
    const Taking& now = series.takings.back();
    const auto own = now.key->find_scale(series.today->scales[scale].id);
    if (!own) return "not in the key it was taken with";
    std::string text = score_words(now, *own, {});
    const std::size_t count = series.takings.size();
    if (count < 2) return text + ";\none taking: nothing to compare with yet";
    const auto say = [&](const Taking& before, const char* name) {
        const auto change = change_words(*series.today, scale, before, now, {});
        text += fmt::format(";\nsince {} ({}): {}", name,
                            date_beside(before.at.local_day, now.at.local_day),
                            change ? change->text : std::string("change cannot be judged"));
    };
    say(series.takings[count - 2], "the last");
    if (count > 2 && since_first) say(series.takings.front(), "the first");
    return text;
}

std::vector<std::string> interval_ways(const Taking& taking, const std::string& norm) {
    std::vector<std::string> ways;
    for (std::size_t i = 0; i < taking.key->scales.size(); ++i) {
        const auto interval =
            quiz::interval_of(*taking.key, i, taking.answers, taking.scored.scales[i], norm);
        if (!interval) continue;
        if (std::find(ways.begin(), ways.end(), interval->words) == ways.end())
            ways.push_back(interval->words);
    }
    return ways;
}

std::optional<PlaceMap> place_map(const Questionnaire& key,
                                  const std::vector<const Taking*>& takings,
                                  const TakingOptions& options, bool path) {
    for (const Classification& rule : key.classifications) {
        if (rule.axes.size() != 2 || takings.empty()) continue;
        PlaceMap map;
        map.title = "Map of " + key.title;
        map.right = axis_of(key.scales[rule.axes[0]]);
        map.up = axis_of(key.scales[rule.axes[1]]);
        map.path = path;
        bool newest_lies_on_it = false;
        for (const Taking* taking : takings) {
            const auto place =
                quiz::find_place(key, rule, taking->answers_today,
                                 quiz::place_seed(taking->answers_today), options.norm);
            newest_lies_on_it = place.has_value();
            if (!place) continue;
            const std::vector<double> half = quiz::error_region(*place);
            std::string label = journal::describe_moment(taking->at, options.today);
            if (!path && !taking->about.empty()) label = taking->about + ", " + label;
            map.points.push_back(
                {place->scores[0], place->scores[1], std::move(label), half[0], half[1]});
        }
        if (map.points.empty() || (path && !newest_lies_on_it)) continue;
        for (const auto& border : quiz::region_borders(key, rule)) {
            auto& line = map.borders.emplace_back();
            for (const quiz::Spot& spot : border)
                line.emplace_back(spot.x, spot.y);
        }
        if (options.style_names || options.explain) {
            static constexpr std::pair<bool, bool> kCorners[] = {
                {false, false}, {false, true}, {true, true}, {true, false}};
            for (std::size_t i = 0; i < 4; ++i) {
                const auto region =
                    quiz::corner_region(key, rule, kCorners[i].first, kCorners[i].second);
                map.corners[i] = corner_word(rule.regions[region].name);
            }
        }
        map.description = map_words(map);
        map.twin = map_twin(map);
        return map;
    }
    return std::nullopt;
}

}  // namespace attune::report
