#include <nlohmann/json.hpp>

#include "attune/base/csv.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/iso_time.hpp"
#include "attune/quiz/interpret.hpp"
#include "attune/quiz/place.hpp"
#include "attune/quiz/quality.hpp"
#include "attune/render/json.hpp"
#include "cli/quiz_result.hpp"

namespace attune::cli {

using definition::Norm;
using definition::Questionnaire;
using definition::Scale;
using nlohmann::ordered_json;
using report::Taking;
using report::TakingOptions;

namespace {

ordered_json or_null(const std::optional<double>& value) {
    return value ? ordered_json(*value) : ordered_json();
}

ordered_json or_null(const std::string& text) {
    return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json interval_json(const Taking& taking, std::size_t scale, const std::string& norm) {
    const auto interval =
        quiz::interval_of(*taking.key, scale, taking.answers, taking.scored.scales[scale], norm);
    if (!interval) return {};
    return {{"low", interval->range.low},
            {"high", interval->range.high},
            {"level", 0.95},
            {"method", quiz::method_name(interval->method)},
            {"words", interval->words}};
}

/// The change of a scale of today's key between two takings, read with that key.
ordered_json change_json(const Questionnaire& key, std::size_t scale, const Taking* last,
                         const Taking& now, const std::string& norm) {
    if (last == nullptr) return {};
    const int days = std::max(0, now.at.local_day - last->at.local_day);
    const auto change =
        quiz::change_of(key, scale, last->answers_today, now.answers_today, days, norm);
    if (!change) return {};
    return {{"since", journal::iso_time(last->at)},
            {"days", days},
            {"difference", change->difference},
            {"low", change->likely.low},
            {"high", change->likely.high},
            {"level", 0.95},
            {"index", or_null(change->index)},
            {"stands_out", change->stands_out},
            {"method", quiz::method_name(change->method)},
            {"words", change->words},
            {"rescored", last->version != key.version}};
}

ordered_json norms_json(const Taking& taking, std::size_t scale, const std::string& wanted) {
    auto out = ordered_json::array();
    const auto& score = taking.scored.scales[scale].score;
    for (const Norm& norm : taking.key->norms) {
        if (!score || norm.scale != scale || (!wanted.empty() && norm.id != wanted)) continue;
        out.push_back({{"id", norm.id},
                       {"population", norm.population},
                       {"verified", norm.verified},
                       {"percentile", 100 * quiz::share_below(norm, *score)}});
    }
    return out;
}

ordered_json places_json(const Taking& taking, const TakingOptions& options) {
    auto out = ordered_json::array();
    for (const auto& rule : taking.key->classifications) {
        const auto place = quiz::find_place(*taking.key, rule, taking.answers,
                                            quiz::place_seed(taking.answers), options.norm);
        if (!place) continue;
        const auto half = quiz::error_region(*place);
        auto axes = ordered_json::array();
        for (std::size_t axis = 0; axis < rule.axes.size(); ++axis) {
            axes.push_back({{"scale", taking.key->scales[rule.axes[axis]].id},
                            {"score", place->scores[axis]},
                            {"region_half_axis", half[axis]}});
        }
        auto regions = ordered_json::array();
        for (const quiz::RegionShare& region : place->regions) {
            regions.push_back(
                {{"name", rule.regions[region.region].name}, {"share", region.share}});
        }
        out.push_back({{"rule", rule.id},
                       {"rule_in_words", rule.rule_in_words()},
                       {"source", rule.source},
                       {"caution", rule.caution},
                       {"resamples", quiz::kPlaceResamples},
                       {"axes", std::move(axes)},
                       {"regions", std::move(regions)},
                       {"sentence", quiz::place_sentence(*place, taking.about)}});
    }
    return out;
}

ordered_json quality_json(const Taking& taking) {
    const quiz::Quality quality =
        quiz::quality_of(*taking.key, taking.answers, taking.seconds, taking.order);
    return {{"answered", quality.answered},
            {"longest_run", quality.longest_run},
            {"spread", or_null(quality.spread)},
            {"seconds_per_item", or_null(quality.seconds_per_item)},
            {"even_odd", or_null(quality.even_odd)},
            {"notes", quiz::quality_notes(quality)}};
}

ordered_json safety_json(const Taking& taking) {
    auto out = ordered_json::array();
    for (std::size_t i = 0; i < taking.key->items.size(); ++i) {
        const auto& item = taking.key->items[i];
        if (item.safety_from && taking.answers[i].state == quiz::AnswerState::Value &&
            taking.answers[i].value >= *item.safety_from)
            out.push_back({{"item", item.id}, {"message", trim(item.safety_message)}});
    }
    return out;
}

ordered_json questionnaire_json(const Questionnaire& questionnaire) {
    return {{"id", questionnaire.id},
            {"version", questionnaire.version},
            {"digest", questionnaire.digest},
            {"status", questionnaire.status},
            {"verified", questionnaire.verified}};
}

/// A number, words, a list of choices, or null for a blank.
ordered_json answer_json(const Taking& taking, std::size_t item) {
    const quiz::Answer& answer = taking.answers[item];
    if (answer.state == quiz::AnswerState::Value) return answer.value;
    if (taking.unscored.empty() || !taking.unscored[item].is_given()) return {};
    const quiz::UnscoredAnswer& other = taking.unscored[item];
    return other.words.empty() ? ordered_json(other.chosen) : ordered_json(other.words);
}

ordered_json answers_json(const Taking& taking) {
    auto answers = ordered_json::object();
    for (std::size_t i = 0; i < taking.key->items.size(); ++i)
        answers[taking.key->items[i].id] = answer_json(taking, i);
    return answers;
}

std::string text_of(const ordered_json& document) {
    return render::escape_hidden(
               document.dump(2, ' ', false, ordered_json::error_handler_t::replace)) +
           "\n";
}

/// Scores of one taking of a history, with the change since the one before it and what today's key
/// makes of the same answers.
ordered_json history_scores(const Questionnaire& today, const Taking& taking, const Taking* last,
                            const TakingOptions& options) {
    auto scores = ordered_json::array();
    for (std::size_t i = 0; i < taking.key->scales.size(); ++i) {
        const Scale& scale = taking.key->scales[i];
        const auto now = today.find_scale(scale.id);
        ordered_json rescored;
        for (const auto& one : taking.rescored ? taking.rescored->differences
                                               : std::vector<quiz::ScoreDifference>()) {
            if (one.id == scale.id) rescored = or_null(one.now);
        }
        scores.push_back({{"scale", scale.id},
                          {"score", or_null(taking.scored.scales[i].score)},
                          {"low", scale.low},
                          {"high", scale.high},
                          {"interval", interval_json(taking, i, options.norm)},
                          {"rescored", std::move(rescored)},
                          {"change", now ? change_json(today, *now, last, taking, options.norm)
                                         : ordered_json()}});
    }
    return scores;
}

}  // namespace

std::string result_json(const Taking& now, const std::vector<Taking>& earlier,
                        const TakingOptions& options) {
    const Questionnaire& questionnaire = *now.key;
    auto scores = ordered_json::array();
    for (std::size_t i = 0; i < questionnaire.scales.size(); ++i) {
        const Scale& scale = questionnaire.scales[i];
        const quiz::ScaleScore& score = now.scored.scales[i];
        scores.push_back(
            {{"scale", scale.id},
             {"title", scale.title},
             {"score", or_null(score.score)},
             {"low", scale.low},
             {"high", scale.high},
             {"asked", score.asked},
             {"answered", score.answered},
             {"blank", score.blank},
             {"prorated", score.prorated},
             {"missing_rule", scale.missing_rule()},
             {"interval", interval_json(now, i, options.norm)},
             {"norms", norms_json(now, i, options.norm)},
             {"change", change_json(questionnaire, i, earlier.empty() ? nullptr : &earlier.front(),
                                    now, options.norm)}});
    }
    auto composites = ordered_json::object();
    for (std::size_t i = 0; i < questionnaire.composites.size(); ++i)
        composites[questionnaire.composites[i].id] = or_null(now.scored.composites[i]);
    return text_of({{"schema", 1},
                    {"id", now.record_id},
                    {"questionnaire", questionnaire_json(questionnaire)},
                    {"at", journal::iso_time(now.at)},
                    {"about", or_null(now.about)},
                    {"answers", answers_json(now)},
                    {"scores", std::move(scores)},
                    {"composites", std::move(composites)},
                    {"places", places_json(now, options)},
                    {"quality", quality_json(now)},
                    {"safety", safety_json(now)}});
}

std::string history_json(const std::vector<report::Series>& series, const TakingOptions& options) {
    auto list = ordered_json::array();
    for (const report::Series& one : series) {
        auto takings = ordered_json::array();
        const Taking* last = nullptr;
        for (const Taking& taking : one.takings) {
            takings.push_back({{"id", taking.record_id},
                               {"at", journal::iso_time(taking.at)},
                               {"version", taking.version},
                               {"answers", answers_json(taking)},
                               {"scores", history_scores(*one.today, taking, last, options)},
                               {"places", places_json(taking, options)}});
            last = &taking;
        }
        list.push_back({{"questionnaire", questionnaire_json(*one.today)},
                        {"about", or_null(one.about)},
                        {"takings", std::move(takings)}});
    }
    return text_of({{"schema", 1}, {"series", std::move(list)}});
}

std::string history_csv(const std::vector<report::Series>& series, const TakingOptions& options) {
    std::string out =
        "id,at,questionnaire,version,about,scale,score,low,high,range_low,range_high,method\n";
    for (const report::Series& one : series) {
        for (const Taking& taking : one.takings) {
            for (std::size_t i = 0; i < taking.key->scales.size(); ++i) {
                const Scale& scale = taking.key->scales[i];
                const auto& score = taking.scored.scales[i].score;
                const auto interval = quiz::interval_of(*taking.key, i, taking.answers,
                                                        taking.scored.scales[i], options.norm);
                const std::vector<std::string> cells = {
                    taking.record_id,
                    journal::iso_time(taking.at),
                    taking.key->id,
                    taking.version,
                    make_visible(taking.about, true),
                    scale.id,
                    score ? shortest_number(*score) : "",
                    shortest_number(scale.low),
                    shortest_number(scale.high),
                    interval ? shortest_number(interval->range.low) : "",
                    interval ? shortest_number(interval->range.high) : "",
                    interval ? std::string(quiz::method_name(interval->method)) : ""};
                for (std::size_t cell = 0; cell < cells.size(); ++cell) {
                    if (cell > 0) out += ',';
                    append_csv_cell(out, cells[cell]);
                }
                out += '\n';
            }
        }
    }
    return out;
}

}  // namespace attune::cli
