#include <nlohmann/json.hpp>

#include "attune/journal/iso_time.hpp"
#include "attune/quiz/interpret.hpp"
#include "attune/quiz/place.hpp"
#include "cli/quiz_result.hpp"

namespace attune::cli {

using definition::Norm;
using definition::Questionnaire;
using definition::Scale;
using nlohmann::ordered_json;

namespace {

ordered_json or_null(const std::optional<double>& value) {
    return value ? ordered_json(*value) : ordered_json();
}

ordered_json interval_json(const TakingResult& result, std::size_t scale) {
    const auto interval = quiz::interval_of(*result.questionnaire, scale, result.answers,
                                            result.scored.scales[scale], result.norm);
    if (!interval) return {};
    return {{"low", interval->range.low},
            {"high", interval->range.high},
            {"level", 0.95},
            {"method", quiz::method_name(interval->method)},
            {"words", interval->words}};
}

ordered_json change_json(const TakingResult& result, std::size_t scale) {
    if (result.earlier.empty()) return {};
    const EarlierTaking& last = result.earlier.front();
    const int days = std::max(0, result.at.local_day - last.at.local_day);
    const auto change = quiz::change_of(*result.questionnaire, scale, last.answers, result.answers,
                                        days, result.norm);
    if (!change) return {};
    return {{"since", journal::iso_time(last.at)},
            {"days", days},
            {"difference", change->difference},
            {"low", change->likely.low},
            {"high", change->likely.high},
            {"level", 0.95},
            {"index", or_null(change->index)},
            {"stands_out", change->stands_out},
            {"method", quiz::method_name(change->method)},
            {"words", change->words},
            {"rescored", last.version != result.questionnaire->version}};
}

ordered_json norms_json(const TakingResult& result, std::size_t scale) {
    auto out = ordered_json::array();
    const auto& score = result.scored.scales[scale].score;
    for (const Norm& norm : result.questionnaire->norms) {
        if (!score || norm.scale != scale || (!result.norm.empty() && norm.id != result.norm))
            continue;
        out.push_back({{"id", norm.id},
                       {"population", norm.population},
                       {"verified", norm.verified},
                       {"percentile", 100 * quiz::share_below(norm, *score)}});
    }
    return out;
}

ordered_json places_json(const TakingResult& result) {
    auto out = ordered_json::array();
    for (const auto& rule : result.questionnaire->classifications) {
        const auto place = quiz::find_place(*result.questionnaire, rule, result.answers,
                                            quiz::place_seed(result.answers));
        if (!place) continue;
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
                       {"regions", std::move(regions)},
                       {"sentence", quiz::place_sentence(*place, result.about)}});
    }
    return out;
}

}  // namespace

std::string result_json(const TakingResult& result) {
    const Questionnaire& questionnaire = *result.questionnaire;
    auto answers = ordered_json::object();
    for (std::size_t i = 0; i < questionnaire.items.size(); ++i) {
        const quiz::Answer& answer = result.answers[i];
        answers[questionnaire.items[i].id] =
            answer.state == quiz::AnswerState::Value ? ordered_json(answer.value) : ordered_json();
    }
    auto scores = ordered_json::array();
    for (std::size_t i = 0; i < questionnaire.scales.size(); ++i) {
        const Scale& scale = questionnaire.scales[i];
        const quiz::ScaleScore& score = result.scored.scales[i];
        scores.push_back({{"scale", scale.id},
                          {"title", scale.title},
                          {"score", or_null(score.score)},
                          {"low", scale.low},
                          {"high", scale.high},
                          {"asked", score.asked},
                          {"answered", score.answered},
                          {"blank", score.blank},
                          {"prorated", score.prorated},
                          {"missing_rule", scale.missing_rule()},
                          {"interval", interval_json(result, i)},
                          {"norms", norms_json(result, i)},
                          {"change", change_json(result, i)}});
    }
    auto composites = ordered_json::object();
    for (std::size_t i = 0; i < questionnaire.composites.size(); ++i) {
        composites[questionnaire.composites[i].id] = or_null(result.scored.composites[i]);
    }
    const ordered_json document = {
        {"schema", 1},
        {"id", result.record_id},
        {"questionnaire",
         {{"id", questionnaire.id},
          {"version", questionnaire.version},
          {"digest", questionnaire.digest},
          {"status", questionnaire.status},
          {"verified", questionnaire.verified}}},
        {"at", journal::iso_time(result.at)},
        {"about", result.about.empty() ? ordered_json() : ordered_json(result.about)},
        {"answers", std::move(answers)},
        {"scores", std::move(scores)},
        {"composites", std::move(composites)},
        {"places", places_json(result)}};
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace attune::cli
