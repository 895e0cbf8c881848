#include "attune/quiz/score_run.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "quiz/columns.hpp"

namespace attune::quiz {

using definition::KeyedItem;
using definition::Questionnaire;
using definition::ResponseSet;
using definition::Scale;

namespace {

void count_cell(CellCounts& counts, AnswerState state) {
    switch (state) {
        case AnswerState::Value:
            ++counts.answered;
            break;
        case AnswerState::Blank:
            ++counts.blank;
            break;
        case AnswerState::OutOfRange:
            ++counts.out_of_range;
            break;
        case AnswerState::NotAValue:
            ++counts.not_a_value;
            break;
        case AnswerState::Hidden:
            break;
    }
}

/// Puts low..high in place of every response that scales use, and the ranges that follow from it.
void change_range(Questionnaire& questionnaire, double low, double high) {
    for (ResponseSet& response : questionnaire.responses) {
        if (response.values.empty()) continue;
        response.values.clear();
        for (double value = low; value <= high; value += 1)
            response.values.push_back(value);
        response.labels.clear();
        response.low = low;
        response.high = high;
    }
    for (Scale& scale : questionnaire.scales) {
        double lowest = 0;
        double highest = 0;
        for (const KeyedItem& keyed : scale.items) {
            const ResponseSet& response =
                questionnaire.response_of(questionnaire.items[keyed.item]);
            lowest += response.low;
            highest += response.high;
        }
        const double count =
            scale.metric == definition::Metric::Mean ? static_cast<double>(scale.items.size()) : 1;
        scale.low = lowest / count * scale.factor;
        scale.high = highest / count * scale.factor;
    }
}

}  // namespace

ScoreRun::ScoreRun(Questionnaire questionnaire, ScoreRunOptions options)
    : questionnaire_(std::move(questionnaire)), options_(std::move(options)) {
    if (options_.range) change_range(questionnaire_, options_.range->first, options_.range->second);
    for (const std::string& code : options_.missing) {
        if (const auto number = parse_number(trim(code))) {
            missing_numbers_.push_back(*number);
        } else {
            missing_texts_.emplace_back(trim(code));
        }
    }
    answers_.resize(questionnaire_.items.size());
    cells_.resize(questionnaire_.items.size());
    for (const Scale& scale : questionnaire_.scales) {
        const std::size_t count = scale.items.size();
        ScaleState state{stats::CovarianceSums(count), {}, 0, 0, {}, {}, {}};
        state.values.resize(count);
        state.answered.resize(count);
        state.items.resize(count);
        scales_.push_back(std::move(state));
    }
    composites_.resize(questionnaire_.composites.size());
    composites_unscored_.resize(questionnaire_.composites.size());
    any_conditions_ =
        std::any_of(questionnaire_.items.begin(), questionnaire_.items.end(),
                    [](const definition::Item& item) { return !item.show_if.empty(); });
}

Result<ScoreRun> ScoreRun::open(const Questionnaire& questionnaire, const CsvRow& header,
                                const std::string& path, ScoreRunOptions options) {
    ATTUNE_TRY(Columns columns,
               match_columns(questionnaire, header, path, options.order, options.id_column));
    ScoreRun run(questionnaire, std::move(options));
    run.path_ = path;
    run.header_cells_ = header.cells.size();
    run.columns_ = std::move(columns.items);
    run.id_column_ = columns.id;
    return run;
}

Answer ScoreRun::read_cell(std::string_view cell, std::size_t item) const {
    const ResponseSet& response = questionnaire_.response_of(questionnaire_.items[item]);
    if (!options_.missing.empty()) {
        const std::string_view word = trim(cell);
        if (const auto number = parse_number(word)) {
            if (std::find(missing_numbers_.begin(), missing_numbers_.end(), *number) !=
                missing_numbers_.end()) {
                return {};
            }
        } else if (std::find(missing_texts_.begin(), missing_texts_.end(), word) !=
                   missing_texts_.end()) {
            return {};
        }
    }
    return read_answer(cell, response);
}

Status ScoreRun::add(const CsvRow& row) {
    ATTUNE_CHECK(check_width(row, header_cells_, path_));
    ++respondents_;
    if (id_column_) {
        id_.assign(row.cells[*id_column_].text);
    } else {
        id_ = std::to_string(respondents_);
    }
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        answers_[i] = columns_[i] ? read_cell(row.cells[*columns_[i]].text, i) : Answer{};
    }
    if (any_conditions_) hide_unasked(questionnaire_, answers_);
    for (std::size_t i = 0; i < answers_.size(); ++i)
        count_cell(cells_[i], answers_[i].state);

    scored_.scales.clear();
    scored_.composites.clear();
    for (std::size_t s = 0; s < scales_.size(); ++s) {
        const Scale& scale = questionnaire_.scales[s];
        ScaleState& state = scales_[s];
        const ScaleScore& score =
            scored_.scales.emplace_back(score_scale(questionnaire_, scale, answers_));
        if (score.score) {
            state.scores.add(*score.score);
            state.prorated += score.prorated ? 1U : 0U;
        } else {
            ++state.unscored;
        }
        for (std::size_t i = 0; i < scale.items.size(); ++i) {
            const KeyedItem& keyed = scale.items[i];
            const Answer& answer = answers_[keyed.item];
            const bool answered = answer.state == AnswerState::Value;
            state.answered[i] = answered ? 1 : 0;
            if (!answered) continue;
            // From the bottom of the scale, so that sums of squares stay small and whole numbers
            // exact.
            const ResponseSet& response =
                questionnaire_.response_of(questionnaire_.items[keyed.item]);
            state.values[i] =
                keyed.reversed ? response.high - answer.value : answer.value - response.low;
            state.items[i].add(state.values[i]);
        }
        state.covariances.add(state.values, state.answered);
    }
    for (std::size_t c = 0; c < composites_.size(); ++c) {
        const auto score =
            score_composite(questionnaire_, questionnaire_.composites[c], answers_, scored_.scales);
        scored_.composites.push_back(score);
        if (score) {
            composites_[c].add(*score);
        } else {
            ++composites_unscored_[c];
        }
    }
    return {};
}

Summary ScoreRun::summary() const {
    Summary out;
    out.respondents = respondents_;
    for (std::size_t s = 0; s < scales_.size(); ++s) {
        const Scale& scale = questionnaire_.scales[s];
        const ScaleState& state = scales_[s];
        ScaleSummary summary;
        summary.scale = s;
        summary.scored = state.scores.count();
        summary.prorated = state.prorated;
        summary.unscored = state.unscored;
        summary.mean = state.scores.mean();
        summary.sd = state.scores.standard_deviation();
        summary.listwise = state.covariances.complete();
        std::vector<std::optional<double>> item_rest(scale.items.size());
        if (const auto pairwise = state.covariances.pairwise()) {
            if (const auto alpha = stats::cronbach_alpha(*pairwise)) summary.alpha = *alpha;
            if (const auto lambda6 = stats::guttman_lambda6(*pairwise)) summary.lambda6 = *lambda6;
            item_rest = stats::item_rest_correlations(*pairwise);
        }
        if (const auto listwise = state.covariances.listwise()) {
            if (const auto alpha = stats::cronbach_alpha(*listwise))
                summary.alpha_listwise = *alpha;
        }
        for (std::size_t i = 0; i < scale.items.size(); ++i) {
            const KeyedItem& keyed = scale.items[i];
            ItemSummary item;
            item.item = keyed.item;
            item.reversed = keyed.reversed;
            item.cells = cells_[keyed.item];
            item.mean = state.items[i].mean();
            if (item.mean) {
                *item.mean += questionnaire_.response_of(questionnaire_.items[keyed.item]).low;
            }
            item.sd = state.items[i].standard_deviation();
            item.item_rest = item_rest[i];
            summary.cells.answered += item.cells.answered;
            summary.cells.blank += item.cells.blank;
            summary.cells.out_of_range += item.cells.out_of_range;
            summary.cells.not_a_value += item.cells.not_a_value;
            summary.items.push_back(item);
        }
        out.scales.push_back(std::move(summary));
    }
    for (std::size_t c = 0; c < composites_.size(); ++c) {
        out.composites.push_back({c, composites_[c].count(), composites_unscored_[c],
                                  composites_[c].mean(), composites_[c].standard_deviation()});
    }
    return out;
}

}  // namespace attune::quiz
