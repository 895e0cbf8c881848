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

CellCounts counts_of(const std::array<std::uint64_t, 5>& cells) {
    const auto of = [&](AnswerState state) { return cells[static_cast<std::size_t>(state)]; };
    return {of(AnswerState::Value), of(AnswerState::Blank), of(AnswerState::OutOfRange),
            of(AnswerState::NotAValue)};
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
        for (const KeyedItem& keyed : scale.items) {
            const ResponseSet& response =
                questionnaire_.response_of(questionnaire_.items[keyed.item]);
            state.keys.push_back({keyed.item, keyed.reversed, response.low, response.high});
        }
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
    run.place_cells(columns.items);
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

void ScoreRun::place_cells(const std::vector<std::optional<std::size_t>>& columns) {
    static constexpr std::string_view kDigits = "0123456789";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        Cell& cell = placed_.emplace_back();
        cell.column = columns[i];
        cell.empty = read_cell({}, i);
        for (std::size_t d = 0; d < kDigits.size(); ++d)
            cell.digits[d] = read_cell(kDigits.substr(d, 1), i);
    }
}

ScaleScore ScoreRun::add_to_scale(std::size_t s) {
    ScaleState& state = scales_[s];
    ScaleScore score;
    double total = 0;
    for (std::size_t i = 0; i < state.keys.size(); ++i) {
        const Key& key = state.keys[i];
        const Answer& answer = answers_[key.item];
        state.answered[i] = answer.state == AnswerState::Value ? 1 : 0;
        switch (answer.state) {
            case AnswerState::Value:
                ++score.answered;
                total += key.reversed ? key.low + key.high - answer.value : answer.value;
                // From the bottom of the scale, so that sums of squares stay small and whole
                // numbers exact.
                state.values[i] = key.reversed ? key.high - answer.value : answer.value - key.low;
                break;
            case AnswerState::Blank:
                ++score.blank;
                break;
            case AnswerState::OutOfRange:
                ++score.out_of_range;
                break;
            case AnswerState::NotAValue:
                ++score.not_a_value;
                break;
            case AnswerState::Hidden:
                continue;
        }
        ++score.asked;
    }
    finish_score(questionnaire_.scales[s], total, score);
    if (options_.item_statistics) state.covariances.add(state.values, state.answered);
    if (score.score) {
        state.scores.add(*score.score);
        state.prorated += score.prorated ? 1U : 0U;
    } else {
        ++state.unscored;
    }
    return score;
}

Status ScoreRun::add(const CsvRow& row) {
    ++rows_;
    ATTUNE_CHECK(check_width(row, header_cells_, path_));
    ++respondents_;
    if (id_column_) {
        id_.assign(row.cells[*id_column_].text);
    } else {
        id_ = std::to_string(rows_);
    }
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        const Cell& cell = placed_[i];
        if (!cell.column) {
            answers_[i] = {};
            continue;
        }
        const std::string_view text = row.cells[*cell.column].text;
        if (text.size() == 1 && text[0] >= '0' && text[0] <= '9') {
            answers_[i] = cell.digits[static_cast<std::size_t>(text[0] - '0')];
        } else {
            answers_[i] = text.empty() ? cell.empty : read_cell(text, i);
        }
    }
    if (any_conditions_) hide_unasked(questionnaire_, answers_);
    for (std::size_t i = 0; i < answers_.size(); ++i)
        ++cells_[i][static_cast<std::size_t>(answers_[i].state)];

    scored_.scales.clear();
    scored_.composites.clear();
    for (std::size_t s = 0; s < scales_.size(); ++s)
        scored_.scales.push_back(add_to_scale(s));
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
            item.cells = counts_of(cells_[keyed.item]);
            const stats::CovarianceSums::Item sums = state.covariances.item(i);
            if (sums.mean) item.mean = *sums.mean + state.keys[i].low;
            item.sd = sums.standard_deviation;
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
