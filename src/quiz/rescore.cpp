#include "attune/quiz/rescore.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace attune::quiz {

using definition::Composite;
using definition::Questionnaire;
using definition::Scale;

namespace {

std::optional<double> kept_score(const KeptTaking& kept, const std::string& id) {
    const auto found = std::find_if(kept.scores.begin(), kept.scores.end(),
                                    [&](const auto& score) { return score.first == id; });
    return found == kept.scores.end() ? std::nullopt : std::optional(found->second);
}

void read_kept_answers(const Questionnaire& today, const KeptTaking& kept, Rescored& out) {
    out.answers.resize(today.items.size());
    for (const auto& [id, number] : kept.answers) {
        const auto item = today.find_item(id);
        if (!item) {
            out.dropped.push_back(id);
            continue;
        }
        out.answers[*item] = judge_answer(number, today.response_of(today.items[*item]));
        if (out.answers[*item].state != AnswerState::Value) out.unfitting.push_back(id);
    }
    hide_unasked(today, out.answers);
}

}  // namespace

bool ScoreDifference::differs() const {
    if (kept.has_value() != now.has_value()) return true;
    return kept && std::fabs(*kept - *now) > 1e-9;
}

bool Rescored::differs() const {
    return std::any_of(differences.begin(), differences.end(),
                       [](const ScoreDifference& difference) { return difference.differs(); });
}

Rescored rescore(const Questionnaire& today, const KeptTaking& kept) {
    Rescored out;
    read_kept_answers(today, kept, out);
    out.scored = score_answers(today, out.answers);
    std::set<std::string> declared;
    for (std::size_t i = 0; i < today.scales.size(); ++i) {
        const Scale& scale = today.scales[i];
        declared.insert(scale.id);
        out.differences.push_back(
            {scale.id, scale.title, kept_score(kept, scale.id), out.scored.scales[i].score, true});
    }
    for (std::size_t i = 0; i < today.composites.size(); ++i) {
        const Composite& composite = today.composites[i];
        declared.insert(composite.id);
        out.differences.push_back({composite.id, composite.title, kept_score(kept, composite.id),
                                   out.scored.composites[i], true});
    }
    for (const auto& [id, score] : kept.scores) {
        if (!declared.contains(id)) out.differences.push_back({id, id, score, std::nullopt, false});
    }
    return out;
}

}  // namespace attune::quiz
