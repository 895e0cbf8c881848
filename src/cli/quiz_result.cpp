#include "cli/quiz_result.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"
#include "attune/quiz/interpret.hpp"
#include "attune/quiz/place.hpp"

namespace attune::cli {

using definition::Metric;
using definition::Norm;
using definition::Questionnaire;
using definition::Scale;
using quiz::ScaleScore;

namespace {

/// "4.3", and never "-0.0".
std::string shown(double value) {
    std::string text = fmt::format("{:.1f}", value);
    return text == "-0.0" ? "0.0" : text;
}

std::string shown_signed(double value) {
    const std::string text = shown(value);
    return text.starts_with('-') || text == "0.0" ? text : "+" + text;
}

Status print_wrapped(Screen& screen, std::string_view text, int margin) {
    for (const std::string& line : wrap(Screen::visible(text, true), screen.width() - margin)) {
        ATTUNE_CHECK(
            screen.print(std::string(static_cast<std::size_t>(margin), ' ') + line + "\n"));
    }
    return {};
}

std::string missing_words(const ScaleScore& score) {
    std::string out = fmt::format("{} of {} answered", score.answered, score.asked);
    if (score.prorated) out += ", the mean stands for the rest";
    return out;
}

std::vector<std::string> norm_lines(const TakingResult& result, std::size_t scale) {
    std::vector<std::string> lines;
    const auto& score = result.scored.scales[scale].score;
    for (const Norm& norm : result.questionnaire->norms) {
        if (!score || norm.scale != scale || (!result.norm.empty() && norm.id != result.norm))
            continue;
        const long percent =
            std::clamp(std::lround(100 * quiz::share_below(norm, *score)), 1L, 99L);
        lines.push_back(fmt::format("above about {} in 100 of {}{}", percent, norm.population,
                                    norm.verified ? "" : " (figures not verified)"));
    }
    return lines;
}

int days_between(const journal::Moment& before, const journal::Moment& now) {
    return std::max(0, now.local_day - before.local_day);
}

std::string change_line(const TakingResult& result, std::size_t scale, CivilDay today) {
    if (result.earlier.empty()) return {};
    const EarlierTaking& last = result.earlier.front();
    const auto change = quiz::change_of(*result.questionnaire, scale, last.answers, result.answers,
                                        days_between(last.at, result.at), result.norm);
    if (!change) return {};
    if (change->difference == 0 && change->likely.low == change->likely.high) {
        return fmt::format("the same as {}", journal::describe_moment(last.at, today));
    }
    std::string verdict = "could be luck";
    if (change->method == quiz::Method::MeasurementError) {
        verdict = change->stands_out ? "more than the error of measurement"
                                     : "within the error of measurement";
        verdict += fmt::format(" ({})", change->words);
    } else if (change->stands_out) {
        verdict = change->difference < 0 ? "likely lower" : "likely higher";
    }
    return fmt::format("since {}: {}, likely between {} and {}: {}",
                       journal::describe_moment(last.at, today), shown_signed(change->difference),
                       shown_signed(change->likely.low), shown_signed(change->likely.high),
                       verdict);
}

Status print_scale(Screen& screen, const TakingResult& result, std::size_t index, int title_columns,
                   CivilDay today) {
    const Scale& scale = result.questionnaire->scales[index];
    const ScaleScore& score = result.scored.scales[index];
    const std::string range =
        fmt::format("{} to {}", shortest_number(scale.low), shortest_number(scale.high));
    std::string line = pad_right(Screen::visible(scale.title), title_columns) + "  ";
    const auto interval =
        quiz::interval_of(*result.questionnaire, index, result.answers, score, result.norm);
    if (!score.score) {
        line += fmt::format("no score: {}, {}", missing_words(score), scale.missing_rule());
    } else if (interval) {
        line += fmt::format("{:>4} on {}, likely between {} and {}", shown(*score.score), range,
                            shown(interval->range.low), shown(interval->range.high));
    } else {
        line +=
            fmt::format("{:>4} on {}, too few answers for an interval", shown(*score.score), range);
    }
    ATTUNE_CHECK(screen.print(line + "\n"));
    const int margin = title_columns + 2;
    if (score.score && score.answered < score.asked)
        ATTUNE_CHECK(print_wrapped(screen, missing_words(score), margin));
    for (const std::string& norm : norm_lines(result, index))
        ATTUNE_CHECK(print_wrapped(screen, norm, margin));
    if (const std::string change = change_line(result, index, today); !change.empty()) {
        ATTUNE_CHECK(print_wrapped(screen, change, margin));
    }
    return {};
}

/// Where the intervals come from, each way once.
std::string interval_words(const TakingResult& result) {
    std::vector<std::string> ways;
    for (std::size_t i = 0; i < result.questionnaire->scales.size(); ++i) {
        const auto interval = quiz::interval_of(*result.questionnaire, i, result.answers,
                                                result.scored.scales[i], result.norm);
        if (!interval) continue;
        const std::string& words = interval->words;
        if (std::find(ways.begin(), ways.end(), words) == ways.end()) ways.push_back(words);
    }
    if (ways.empty()) return {};
    std::string out = "Intervals (95 %): " + join(ways, "; ") + ".";
    if (result.questionnaire->norms.empty()) {
        out += " No norm, so no percentile: compare with your own earlier answers.";
    }
    return out;
}

std::vector<std::vector<double>> earlier_places(const TakingResult& result,
                                                const definition::Classification& rule) {
    std::vector<std::vector<double>> out;
    for (const EarlierTaking& taking : result.earlier) {
        std::vector<double> scores;
        for (const std::size_t axis : rule.axes) {
            const auto score = quiz::score_scale(*result.questionnaire,
                                                 result.questionnaire->scales[axis], taking.answers)
                                   .score;
            if (score) scores.push_back(*score);
        }
        if (scores.size() == rule.axes.size()) out.push_back(std::move(scores));
    }
    return out;
}

Status print_place(Screen& screen, const TakingResult& result) {
    const Questionnaire& questionnaire = *result.questionnaire;
    bool first = true;
    for (const definition::Classification& rule : questionnaire.classifications) {
        if (!first && !result.explain) break;
        const auto place =
            quiz::find_place(questionnaire, rule, result.answers, quiz::place_seed(result.answers));
        if (!place) continue;
        ATTUNE_CHECK(screen.print("\n"));
        if (first && !screen.accessible()) {
            for (const std::string& line : quiz::draw_place(
                     questionnaire, *place, earlier_places(result, rule), screen.width() - 2)) {
                ATTUNE_CHECK(screen.print("  " + line + "\n"));
            }
            ATTUNE_CHECK(screen.print("\n"));
        }
        if (result.style_names || result.explain) {
            ATTUNE_CHECK(print_wrapped(screen, quiz::place_sentence(*place, result.about), 0));
        }
        if (result.explain) {
            ATTUNE_CHECK(print_wrapped(
                screen,
                fmt::format("{}: {}.", rule.title.empty() ? rule.id : rule.title, rule.caution),
                2));
        }
        first = false;
    }
    return {};
}

}  // namespace

Status print_result(Screen& screen, const TakingResult& result, CivilDay today) {
    const Questionnaire& questionnaire = *result.questionnaire;
    std::string head = questionnaire.title;
    if (!result.about.empty()) head += ", with " + result.about;
    ATTUNE_CHECK(screen.print(screen.styled(Screen::visible(head), Style::Bold) + "\n"));
    if (!questionnaire.status.empty()) ATTUNE_CHECK(print_wrapped(screen, questionnaire.status, 0));
    if (!questionnaire.verified)
        ATTUNE_CHECK(screen.print("the key could not be checked against its source\n"));
    ATTUNE_CHECK(screen.print("\n"));
    int title_columns = 0;
    for (const Scale& scale : questionnaire.scales)
        title_columns = std::max(title_columns, column_width(scale.title));
    for (std::size_t i = 0; i < questionnaire.scales.size(); ++i) {
        ATTUNE_CHECK(print_scale(screen, result, i, title_columns, today));
    }
    for (std::size_t i = 0; i < questionnaire.composites.size(); ++i) {
        const auto& score = result.scored.composites[i];
        ATTUNE_CHECK(
            screen.print(fmt::format("{}  {}\n", Screen::visible(questionnaire.composites[i].title),
                                     score ? shown(*score) : std::string("no score"))));
    }
    if (const std::string words = interval_words(result); !words.empty()) {
        ATTUNE_CHECK(screen.print("\n"));
        ATTUNE_CHECK(print_wrapped(screen, words, 0));
    }
    return print_place(screen, result);
}

}  // namespace attune::cli
